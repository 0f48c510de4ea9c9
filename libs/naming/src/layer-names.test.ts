import * as pulumi from "@pulumi/pulumi";

import { layerNames } from "./layer-names.ts";

beforeAll(async () => {
  const mocks = { newResource: () => ({ id: "", state: {} }), call: () => ({}) };
  await pulumi.runtime.setMocks(mocks, "data", "local", false, "org");
});

it("puts project, environment and layer in front", () => {
  expect(layerNames().fixed("alarm", "rds-cpu")).toBe("strata-local-data-rds-cpu");
  expect(layerNames().tag("public-a")).toEqual({ Name: "strata-local-data-public-a" });
});

it("makes bucket names unique by account and region", () => {
  expect(layerNames().bucket("logs")).toBe("strata-local-data-logs-123456789012-us-east-1");
});

it("leaves room for what Pulumi appends", () => {
  const role = "x".repeat(14);
  expect(layerNames().base("targetGroup", "web")).toBe("strata-local-data-web");
  expect(layerNames().base("targetGroup", role)).toHaveLength(24);
  expect(layerNames().fixed("targetGroup", role)).toHaveLength(32);
});
