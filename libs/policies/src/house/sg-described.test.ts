import { UNKNOWN } from "../unknown.ts";
import { findingsFor } from "../testing/findings-for.ts";
import { sgDescribed } from "./sg-described.ts";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const found = (type: string, props: object) =>
  findingsFor(sgDescribed, [{ type, name: "g", props }]);

it("passes what says what it is for", () => {
  const description = "Database: from the instances only";
  expect(found(GROUP, { description, ingress: [{ description }] })).toEqual([]);
  expect(found(GROUP, { description: UNKNOWN })).toEqual([]);
});

it.each([{}, { description: " " }, { description: "Managed by Pulumi" }])("fails %j", (props) => {
  const expected = ["g (description) does not say what it is for"];
  expect(found(GROUP, props)).toEqual(expected);
  const type = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
  expect(found(type, props)).toEqual(expected);
});

it("fails a rule inside of a group", () => {
  expect(found(GROUP, { description: "Web", egress: [{ description: "S3" }, {}] })).toEqual([
    "g (egress[1].description) does not say what it is for",
  ]);
});
