import { UNKNOWN } from "../unknown.ts";
import { isEveryProtocol, portsProblem, protocolProblem } from "./port-problem.ts";

it("knows protocols", () => {
  expect(["-1", "all", "tcp"].map(isEveryProtocol)).toEqual([true, true, false]);
  for (const known of ["tcp", "ICMPv6", "50", "-1", UNKNOWN]) {
    expect(protocolProblem(known)).toBeUndefined();
  }
  for (const other of ["http", "256", ""]) expect(protocolProblem(other)).toMatch(/AWS takes/);
});

it.each([
  ["tcp", 80, 80, undefined],
  ["udp", 0, 65535, undefined],
  ["tcp", UNKNOWN, 80, undefined],
  ["50", 80, 8, undefined],
  ["icmp", -1, -1, undefined],
  ["icmp", 300, -1, /type and code/],
  ["tcp", 443, 80, /the lower one/],
  ["tcp", -1, 80, /port -1/],
  ["6", 80, 65536, /port 65536/],
  ["tcp", undefined, 80, /both ports/],
])("finds with %s and ports %s to %s: %s", (protocol, from, to, message) => {
  const found = portsProblem(protocol, from, to);
  if (message === undefined) expect(found).toBeUndefined();
  else expect(found).toMatch(message);
});
