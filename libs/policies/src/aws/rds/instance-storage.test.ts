import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import { rdsStorage, rdsStorageKey } from "./instance-storage.ts";

const all = [rdsStorage, rdsStorageKey];
const KEY = "arn:aws:kms:us-east-1:777788889999:key/1";
const database = (props: object): LiteralResource => ({
  type: "aws:rds/instance:Instance",
  name: "main",
  props: {
    engine: "mysql",
    allocatedStorage: 400,
    maxAllocatedStorage: 1000,
    storageType: "gp3",
    iops: 12_000,
    storageThroughput: 500,
    storageEncrypted: true,
    kmsKeyId: KEY,
    ...props,
  },
});
const plain = { iops: undefined, storageThroughput: undefined, maxAllocatedStorage: undefined };
const found = (props: object) => all.flatMap((rule) => findingsFor(rule, [database(props)]));

it("passes storage that RDS offers, and what is not known yet", () => {
  expect(found({})).toEqual([]);
  expect(found({ ...plain, allocatedStorage: 20, storageType: undefined })).toEqual([]);
  expect(found({ ...plain, allocatedStorage: 100, storageType: "io2", iops: 1000 })).toEqual([]);
  expect(found({ ...plain, allocatedStorage: 20, maxAllocatedStorage: 22 })).toEqual([]);
  expect(found({ ...plain, allocatedStorage: 20, maxAllocatedStorage: 20 })).toEqual([]);
  for (const literal of unknowns(database({}))) {
    expect(all.flatMap((rule) => findingsFor(rule, [literal]))).toEqual([]);
  }
});

it.each([
  [{ allocatedStorage: undefined }, "(allocatedStorage) is missing, which RDS refuses"],
  [{ storageType: "gp4" }, '(storageType) is "gp4": RDS has gp2, gp3, io1 and io2'],
  [
    { maxAllocatedStorage: 439 },
    "(maxAllocatedStorage) is 439 GiB, and with 400 GiB allocated RDS takes 440",
  ],
  [{ ...plain, storageType: "io1" }, "(iops) is missing, which io1 needs"],
  [
    { ...plain, iops: 20_001, storageType: "io1" },
    "(iops) is 20001, and io1 takes 1000 to 50 for each GiB",
  ],
  [{ ...plain, iops: 3000, allocatedStorage: 399 }, "(iops) cannot be set for gp3 below 400 GiB"],
  [{ ...plain, iops: 3000, storageType: "gp2" }, "(iops) cannot be set for gp2"],
  [{ storageEncrypted: false }, "(kmsKeyId) is given, and storageEncrypted is off"],
  [{ kmsKeyId: KEY.replace("us-east-1", "eu-west-1") }, "(kmsKeyId) is a key of eu-west-1"],
])("fails %j", (props, finding) => {
  expect(found(props)).toEqual([expect.stringContaining(finding)]);
});
