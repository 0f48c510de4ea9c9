import { observabilityContract } from "./observability-contract.ts";

it.each([
  ["appLogGroupName", "with space"],
  ["alarmArns", { rdsCpu: "not-an-arn" }],
  ["alarmArns", "arn:1"],
] as const)("rejects %s = %j by name", (key, value) => {
  expect(() => observabilityContract.check(key, value)).toThrow(
    new RegExp(`^contract "observability", output "${key}"`),
  );
});

it("promises exactly these outputs", () => {
  expect(Object.keys(observabilityContract.shape)).toEqual([
    "appLogGroupName",
    "flowLogGroupName",
    "alarmArns",
    "alarmTopicArns",
    "dashboardNames",
  ]);
});
