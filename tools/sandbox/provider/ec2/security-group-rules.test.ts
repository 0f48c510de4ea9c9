import fc from "fast-check";

import { isSame } from "../equality.ts";
import {
  changeOf,
  fromApi,
  permissionsOf,
  rulesOf,
  ruleProperties,
  toApi,
  type Rule,
} from "./security-group-rules.ts";

const GROUP = "sg-own";
const web = { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] };

const cidr = fc.integer({ min: 0, max: 5 }).map((n) => `10.${n}.0.0/16`);
const rule = fc
  .record({
    protocol: fc.constantFrom("tcp", "udp", "-1"),
    port: fc.integer({ min: 1, max: 3 }),
    description: fc.constantFrom("", "a", "b"),
    cidrBlocks: fc.uniqueArray(cidr, { maxLength: 3 }),
    ipv6CidrBlocks: fc.constantFrom<string[]>([], ["::/0"]),
    prefixListIds: fc.constantFrom<string[]>([], ["pl-1"]),
    securityGroups: fc.constantFrom<string[]>([], ["sg-a"], ["sg-b", "210987654321/sg-c"]),
    self: fc.boolean(),
  })
  .map(({ port, ...rest }): Rule => {
    const ports = rest.protocol === "-1" ? 0 : port;
    return { ...rest, fromPort: ports, toPort: ports };
  })
  .filter((r) => permissionsOf(r, GROUP).length > 0);
/** Programs in which nothing is said twice, as AWS demands. */
const rules = fc.array(rule, { maxLength: 4 }).filter((all) => {
  const keys = all
    .flatMap((r) => permissionsOf(r, GROUP))
    .map(({ description: _, ...p }) => JSON.stringify(p));
  return new Set(keys).size === keys.length;
});
const set = { kind: "set", of: { kind: "object", fields: ruleProperties } } as const;
const held = (all: readonly Rule[]) => all.flatMap((r) => permissionsOf(r, GROUP));

it("survives the API: a permission is read back as it was written", () => {
  fc.assert(
    fc.property(rules, (all) => {
      const permissions = held(all);
      expect(fromApi(permissions.map(toApi), "123456789012")).toEqual(permissions);
    }),
  );
});

it("gives a program its own rules back, however AWS groups and orders them", () => {
  fc.assert(
    fc.property(rules, (all) => {
      const shuffled = held(all).reverse();
      expect(isSame(set, rulesOf(shuffled, all, GROUP) as never, all as never)).toBe(true);
    }),
  );
});

it("loses nothing where no rule is known", () => {
  fc.assert(
    fc.property(rules, (all) => {
      const again = held(rulesOf(held(all), [], GROUP));
      const sorted = (list: readonly object[]) => list.map((p) => JSON.stringify(p)).sort();
      expect(sorted(again)).toEqual(sorted(held(all)));
    }),
  );
});

it("leads from any program to any other", () => {
  fc.assert(
    fc.property(rules, rules, (before, after) => {
      const { gone, added } = changeOf(before, after, GROUP);
      const key = (p: (typeof gone)[number]) => JSON.stringify(p);
      const result = new Set(held(before).map(key));
      gone.forEach((p) => result.delete(key(p)));
      added.forEach((p) => result.add(key(p)));
      expect(result).toEqual(new Set(held(after).map(key)));
    }),
  );
});

it("changes nothing between equal programs", () => {
  fc.assert(
    fc.property(rules, (all) => {
      expect(changeOf(all, [...all].reverse(), GROUP)).toEqual({ gone: [], added: [] });
    }),
  );
});

it("shows a rule that lost a part as what is left of it", () => {
  const known = [{ ...web, cidrBlocks: ["10.0.0.0/8", "172.16.0.0/12"] }];
  const left = permissionsOf({ ...web, cidrBlocks: ["10.0.0.0/8"] }, GROUP);
  expect(rulesOf(left, known, GROUP)).toEqual([
    {
      ...web,
      cidrBlocks: ["10.0.0.0/8"],
      description: "",
      ipv6CidrBlocks: [],
      prefixListIds: [],
      securityGroups: [],
      self: false,
    },
  ]);
});

it("shows the group itself as self, and another account's group with its account", () => {
  const permissions = fromApi(
    [
      {
        IpProtocol: "tcp",
        FromPort: 1,
        ToPort: 2,
        UserIdGroupPairs: [
          { GroupId: GROUP, UserId: "123456789012" },
          { GroupId: "sg-x", UserId: "210987654321" },
        ],
      },
    ],
    "123456789012",
  );
  expect(rulesOf(permissions, [], GROUP)).toMatchObject([
    { self: true, securityGroups: ["210987654321/sg-x"] },
  ]);
});

// EC2 API reference, IpPermission: names or numbers; AWS answers with the names.
it.each([
  ["6", "tcp"],
  ["17", "udp"],
  ["1", "icmp"],
  ["58", "icmpv6"],
  ["all", "-1"],
  ["TCP", "tcp"],
  ["50", "50"],
])("knows protocol %s as %s", (given, name) => {
  const [permission] = permissionsOf({ ...web, protocol: given }, GROUP);
  expect(permission?.protocol).toBe(name);
  expect(isSame(ruleProperties.protocol as never, name, given)).toBe(true);
});
