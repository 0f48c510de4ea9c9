import { policyResources } from "../testing/findings-for.ts";
import { UNKNOWN } from "../unknown.ts";
import { eachOf, theOne, typesBehind } from "./references.ts";

const SUBNET = "aws:ec2/subnet:Subnet";
const resources = policyResources([
  { type: SUBNET, name: "a", identities: ["subnet-a"] },
  { type: SUBNET, name: "b" },
  {
    type: "aws:lb/loadBalancer:LoadBalancer",
    name: "web",
    props: { subnets: ["subnet-a", UNKNOWN], one: UNKNOWN, some: [UNKNOWN] },
    madeOf: { subnets: ["b"], one: ["b"], some: ["a", "b"] },
  },
]);
const [a, b, web] = resources as [never, never, (typeof resources)[0]];

it("finds what an input names, by id and by what it was made of", () => {
  expect(eachOf(web, "subnets", resources, SUBNET)).toEqual([a, b]);
  expect(theOne(web, "one", resources, SUBNET)).toBe(b);
  expect(typesBehind(web, "one", resources)).toEqual([SUBNET]);
});

it("does not guess which of several it is", () => {
  expect(theOne(web, "subnets", resources, SUBNET)).toBeUndefined();
  expect(eachOf(web, "some", resources, SUBNET)).toEqual([]);
  expect(typesBehind(web, "none", resources)).toEqual([]);
});
