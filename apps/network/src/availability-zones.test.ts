import { checkZones } from "./availability-zones.ts";

const names = ["us-east-1a", "us-east-1b", "us-east-1d"];

it("accepts zones that are available", () => {
  expect(() => checkZones("us-east-1", ["a", "d"], names)).not.toThrow();
});

it("rejects zones that are not, and lists those that are", () => {
  expect(() => checkZones("us-east-1", ["a", "c", "f"], names)).toThrow(
    "network:settings: zones c, f are not available to this account in us-east-1; use some of a, b, d",
  );
});
