import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import { rdsFinalSnapshot, rdsPort, rdsZone } from "./instance-placement.ts";

const all = [rdsPort, rdsZone, rdsFinalSnapshot];
const database = (props: object): LiteralResource => ({
  type: "aws:rds/instance:Instance",
  name: "main",
  props: {
    port: 3306,
    availabilityZone: "us-east-1a",
    multiAz: false,
    skipFinalSnapshot: false,
    finalSnapshotIdentifier: "last",
    ...props,
  },
});
const found = (props: object) => all.flatMap((rule) => findingsFor(rule, [database(props)]));

it("passes a database that can be made and deleted, and what is not known yet", () => {
  expect(found({})).toEqual([]);
  expect(found({ skipFinalSnapshot: true, finalSnapshotIdentifier: undefined })).toEqual([]);
  expect(found({ port: undefined, availabilityZone: undefined, multiAz: true })).toEqual([]);
  for (const literal of unknowns(database({}))) {
    expect(all.flatMap((rule) => findingsFor(rule, [literal]))).toEqual([]);
  }
});

it.each([
  [{ port: 1149 }, "main (port) is 1149, which RDS refuses"],
  [{ port: 65_536 }, "main (port) is 65536, which RDS refuses"],
  [
    { multiAz: true },
    "main (availabilityZone) is given, and a database in several zones takes none",
  ],
  [
    { availabilityZone: "us-west-2a" },
    "main (availabilityZone) is us-west-2a, and the database in us-east-1",
  ],
  [
    { finalSnapshotIdentifier: undefined },
    "main (finalSnapshotIdentifier) is missing: the database can never be deleted or replaced",
  ],
  [
    { finalSnapshotIdentifier: undefined, skipFinalSnapshot: undefined },
    "main (finalSnapshotIdentifier) is missing: the database can never be deleted or replaced",
  ],
])("fails %j", (props, finding) => {
  expect(found(props)).toEqual([finding]);
});
