import { UNKNOWN } from "../unknown.ts";
import { blockOf, cidrProblem, ipv6CidrProblem, ipv6PrefixOf } from "./cidr-problem.ts";

it("takes blocks, and what is not known yet", () => {
  for (const value of ["10.0.0.0/16", "0.0.0.0/0", "10.1.2.3/32", UNKNOWN, undefined]) {
    expect(cidrProblem(value)).toBeUndefined();
  }
  for (const value of ["::/0", "2001:db8::/56", UNKNOWN]) {
    expect(ipv6CidrProblem(value)).toBeUndefined();
  }
});

it("says what is wrong with any other", () => {
  expect(cidrProblem("10.0.0.5/16")).toMatch(/the block is 10\.0\.0\.0\/16$/);
  for (const value of ["10.0.0.0", "10.0.0.0/33", "10.0.0.256/24", "::/0"]) {
    expect(cidrProblem(value)).toMatch(/no IPv4 block/);
  }
  for (const value of ["10.0.0.0/8", "::/129", "::", "::/0/0"]) {
    expect(ipv6CidrProblem(value)).toMatch(/no IPv6 block/);
  }
});

it("reads blocks", () => {
  expect(blockOf("10.0.0.0/16")).toEqual({ address: 10 * 2 ** 24, prefix: 16 });
  expect(blockOf(UNKNOWN)).toBeUndefined();
  expect(ipv6PrefixOf("2001:db8::/56")).toBe(56);
  expect(ipv6PrefixOf("10.0.0.0/16")).toBeUndefined();
});
