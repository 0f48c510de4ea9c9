import { dataContract } from "./data-contract.ts";

it.each([
  ["dbInstanceIdentifier", "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ"],
  ["dbInstanceIdentifier", ""],
  ["rdsEndpoint", "host-without-port"],
  ["dbPort", 0],
  ["dbSecretArn", "secret value"],
  ["dbMaxConnections", 0.5],
] as const)("rejects %s = %j by name", (key, value) => {
  expect(() => dataContract.check(key, value)).toThrow(
    new RegExp(`^contract "data", output "${key}"`),
  );
});

it("takes the identifier of a database", () => {
  expect(dataContract.check("dbInstanceIdentifier", "strata-dev-data-main")).toBeDefined();
});

it("promises exactly these outputs", () => {
  expect(Object.keys(dataContract.shape)).toEqual([
    "dataBucketName",
    "dataBucketArn",
    "logsBucketName",
    "logsBucketArn",
    "dbInstanceIdentifier",
    "dbInstanceArn",
    "dbResourceId",
    "rdsEndpoint",
    "rdsAddress",
    "dbPort",
    "dbName",
    "dbInstanceClass",
    "dbAllocatedStorageGiB",
    "dbMaxConnections",
    "dbSecretArn",
    "dbLogGroupNames",
    "kmsKeyArns",
  ]);
});
