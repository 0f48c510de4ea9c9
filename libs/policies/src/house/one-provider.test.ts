import { UNKNOWN } from "../unknown.ts";
import { findingsFor, policyResources } from "../testing/findings-for.ts";
import { contextOfTest } from "../testing/findings-for.ts";
import { evaluate } from "../evaluate.ts";
import { oneProvider } from "./one-provider.ts";

const provider = (name: string, props: object = {}) => ({
  type: "pulumi:providers:aws",
  name,
  props: { region: "us-east-1", allowedAccountIds: '["777788889999"]', ...props },
});

it("passes one that is for this region and account", () => {
  expect(findingsFor(oneProvider, [provider("aws")])).toEqual([]);
  expect(
    findingsFor(oneProvider, [provider("aws", { allowedAccountIds: ["777788889999"] })]),
  ).toEqual([]);
  const unknown = { region: UNKNOWN, allowedAccountIds: UNKNOWN };
  expect(findingsFor(oneProvider, [provider("aws", unknown)])).toEqual([]);
});

it("fails a second one, and one for elsewhere", () => {
  expect(findingsFor(oneProvider, [provider("aws"), provider("other")])).toEqual([
    "other is a second provider",
  ]);
  expect(findingsFor(oneProvider, [provider("aws", { region: "eu-west-1" })])).toEqual([
    "aws (region) is for another region than us-east-1",
  ]);
  for (const allowedAccountIds of [undefined, [], '["111122223333"]', '["777788889999","1"]']) {
    expect(findingsFor(oneProvider, [provider("aws", { allowedAccountIds })])).toEqual([
      "aws (allowedAccountIds) may be used with other accounts than 777788889999",
    ]);
  }
});

it("fails a resource of another provider", () => {
  const resources = policyResources([provider("aws"), { type: "aws:sns/topic:Topic", name: "t" }]);
  const made = resources.map((one) =>
    one.name === "t" ? { ...one, provider: { name: "default_7_48_0", props: {} } } : one,
  );
  expect(
    evaluate(made, contextOfTest, [oneProvider]).map(({ name, problem }) => [name, problem]),
  ).toEqual([["t", "is made with another provider than the layer's"]]);
});
