import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import {
  rdsCertificateAuthority,
  rdsEngineVersion,
  rdsInstanceClass,
  rdsLicense,
} from "./instance-engine.ts";

const all = [rdsEngineVersion, rdsInstanceClass, rdsLicense, rdsCertificateAuthority];
const database = (props: object): LiteralResource => ({
  type: "aws:rds/instance:Instance",
  name: "main",
  props: {
    engine: "mysql",
    engineVersion: "8.4",
    engineLifecycleSupport: "open-source-rds-extended-support-disabled",
    instanceClass: "db.t4g.micro",
    licenseModel: "general-public-license",
    caCertIdentifier: "rds-ca-rsa2048-g1",
    ...props,
  },
});
const found = (props: object) => all.flatMap((rule) => findingsFor(rule, [database(props)]));

it("passes what RDS offers, and what is not known yet", () => {
  expect(found({})).toEqual([]);
  expect(found({ engineVersion: "8.4.9", instanceClass: "db.r7g.12xlarge" })).toEqual([]);
  expect(found({ engineVersion: "8.0", engineLifecycleSupport: undefined })).toEqual([]);
  expect(found({ engine: "postgres", engineVersion: "17", licenseModel: undefined })).toEqual([]);
  for (const literal of unknowns(database({}))) {
    expect(all.flatMap((rule) => findingsFor(rule, [literal]))).toEqual([]);
  }
});

it.each([
  [{ engine: "mysql8" }, 'main (engine) is "mysql8", which RDS does not have'],
  [{ engineVersion: "8.1" }, 'main (engineVersion) is "8.1", which RDS for MySQL has not'],
  [
    { engineVersion: "8.0.40" },
    "main (engineVersion) is 8.0, whose standard support ended on 2026-07-31, and extended support is off",
  ],
  [
    { instanceClass: "t3.micro" },
    'main (instanceClass) is "t3.micro", which is no class of RDS: they begin with db.',
  ],
  [
    { instanceClass: "db.m4.large" },
    "main (instanceClass) is db.m4.large, of a generation that takes no new databases",
  ],
  [
    { licenseModel: "bring-your-own-license" },
    "main (licenseModel) is bring-your-own-license, and the engine has only general-public-license",
  ],
  [
    { caCertIdentifier: "rds-ca-2019" },
    'main (caCertIdentifier) is "rds-ca-2019", which is expired or none',
  ],
])("fails %j", (props, finding) => {
  expect(found(props)).toEqual([finding]);
});
