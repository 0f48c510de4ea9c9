import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { UNKNOWN } from "../../unknown.ts";
import { autoscalingLaunchable, autoscalingMarket } from "./launch.ts";

const template = (props: object): LiteralResource => ({
  type: "aws:ec2/launchTemplate:LaunchTemplate",
  name: "template",
  props,
});
const group = (property: string, value: unknown): LiteralResource => ({
  type: "aws:autoscaling/group:Group",
  name: "web",
  props: { [property]: value },
  madeOf: { [property]: ["template"] },
});
const single = group("launchTemplate", { id: UNKNOWN, version: "1" });
const mixed = (overrides: unknown) =>
  group("mixedInstancesPolicy", { launchTemplate: { overrides } });
const whole = { imageId: UNKNOWN, instanceType: "t3.micro" };

it("fails a template without an image or without a type, unless the group has types", () => {
  const found = (props: object, of: LiteralResource) =>
    findingsFor(autoscalingLaunchable, [template(props), of]);
  expect(found(whole, single)).toEqual([]);
  expect(found({ instanceType: "t3.micro" }, single)).toEqual([
    "web (launchTemplate) starts instances from template, which has no image",
  ]);
  expect(found({ imageId: UNKNOWN }, single)).toHaveLength(1);
  expect(found({ imageId: UNKNOWN }, mixed([{ instanceType: "t3.micro" }]))).toEqual([]);
  expect(found({ imageId: UNKNOWN }, mixed(UNKNOWN))).toEqual([]);
});

it("fails mixed instances of a template for spot instances", () => {
  const spot = { ...whole, instanceMarketOptions: { marketType: "spot" } };
  const found = (props: object, of: LiteralResource) =>
    findingsFor(autoscalingMarket, [template(props), of]);
  expect(found(spot, mixed([]))).toHaveLength(1);
  expect(found(spot, single)).toEqual([]);
  expect(found({ ...whole, instanceMarketOptions: UNKNOWN }, mixed([]))).toEqual([]);
});
