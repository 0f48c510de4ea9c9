import { UNKNOWN } from "../unknown.ts";
import { findingsFor } from "../testing/findings-for.ts";
import {
  ec2DetailedMonitoring,
  ec2Imdsv2,
  ec2LtEncrypted,
  ec2NoPublicIp,
  ec2OneInterface,
  ec2ParavirtualType,
  userDataSecrets,
} from "./ec2.ts";

type Rule = typeof ec2Imdsv2;
const template = (rule: Rule, props: object) =>
  findingsFor(rule, [{ type: "aws:ec2/launchTemplate:LaunchTemplate", name: "web", props }]);
const instance = (rule: Rule, props: object) =>
  findingsFor(rule, [{ type: "aws:ec2/instance:Instance", name: "one", props }]);

describe("ec2-imdsv2", () => {
  const tokens =
    "web (metadataOptions.httpTokens) gives credentials of its role to requests without a token";
  it.each([
    { metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 } },
    { metadataOptions: { httpTokens: UNKNOWN } },
    { metadataOptions: { httpEndpoint: "disabled" } },
  ])("passes %j", (props) => {
    expect(template(ec2Imdsv2, props)).toEqual([]);
  });

  it.each([{}, { metadataOptions: {} }, { metadataOptions: { httpTokens: "optional" } }])(
    "fails %j",
    (props) => {
      expect(template(ec2Imdsv2, props)).toEqual([tokens]);
    },
  );

  it("fails two hops", () => {
    const metadataOptions = { httpTokens: "required", httpPutResponseHopLimit: 2 };
    expect(instance(ec2Imdsv2, { metadataOptions })).toEqual([
      "one (metadataOptions.httpPutResponseHopLimit) lets containers on the instance use the credentials of its role",
    ]);
  });
});

describe("ec2-lt-encrypted", () => {
  const disks = (...all: unknown[]) => ({ blockDeviceMappings: all.map((ebs) => ({ ebs })) });
  it.each([
    disks({ encrypted: "true" }),
    disks({ encrypted: true }),
    disks(UNKNOWN),
    { blockDeviceMappings: UNKNOWN },
    { blockDeviceMappings: [{ ebs: { encrypted: "true" } }, { virtualName: "ephemeral0" }] },
  ])("passes %j", (props) => {
    expect(template(ec2LtEncrypted, props)).toEqual([]);
  });

  it("fails a disk that says nothing, also where there is none", () => {
    const message = "has a disk that is not said to be encrypted";
    expect(template(ec2LtEncrypted, {})).toEqual([`web (blockDeviceMappings) ${message}`]);
    expect(template(ec2LtEncrypted, disks({ encrypted: "true" }, { encrypted: "false" }))).toEqual([
      `web (blockDeviceMappings[1].ebs.encrypted) ${message}`,
    ]);
    expect(instance(ec2LtEncrypted, { rootBlockDevice: {} })).toEqual([
      `one (rootBlockDevice.encrypted) ${message}`,
    ]);
    const volume = { type: "aws:ebs/volume:Volume", name: "disk", props: { encrypted: false } };
    expect(findingsFor(ec2LtEncrypted, [volume])).toEqual([`disk (encrypted) ${message}`]);
  });
});

it("gives no public address", () => {
  const interfaces = (associatePublicIpAddress: unknown) => ({
    networkInterfaces: [{ associatePublicIpAddress }],
  });
  for (const props of [{}, interfaces("false"), interfaces(UNKNOWN)]) {
    expect(template(ec2NoPublicIp, props)).toEqual([]);
  }
  for (const value of ["true", true]) {
    expect(template(ec2NoPublicIp, interfaces(value))).toEqual([
      "web (networkInterfaces[0].associatePublicIpAddress) gives instances a public address",
    ]);
  }
  expect(instance(ec2NoPublicIp, { associatePublicIpAddress: true })).toHaveLength(1);
});

it("wants one network interface", () => {
  expect(template(ec2OneInterface, { networkInterfaces: [{}] })).toEqual([]);
  expect(template(ec2OneInterface, { networkInterfaces: [{}, {}] })).toHaveLength(1);
});

it("wants a type of today", () => {
  expect(instance(ec2ParavirtualType, { instanceType: "m7g.large" })).toEqual([]);
  expect(instance(ec2ParavirtualType, { instanceType: "m1.small" })).toHaveLength(1);
});

it("wants to be measured each minute", () => {
  expect(template(ec2DetailedMonitoring, { monitoring: { enabled: true } })).toEqual([]);
  expect(instance(ec2DetailedMonitoring, { monitoring: true })).toEqual([]);
  expect(template(ec2DetailedMonitoring, { monitoring: { enabled: UNKNOWN } })).toEqual([]);
  expect(template(ec2DetailedMonitoring, {})).toHaveLength(1);
});

describe("user-data-secrets", () => {
  const encoded = (text: string) => Buffer.from(text).toString("base64");
  it.each([
    "#!/bin/bash\npassword=$(aws secretsmanager get-secret-value)\n",
    'DB_PASSWORD="$password"\n',
    "SECRET=arn:aws:secretsmanager:us-east-1:777788889999:secret:rds!db-1\n",
  ])("passes a script that fetches what it needs: %j", (text) => {
    expect(template(userDataSecrets, { userData: encoded(text) })).toEqual([]);
  });

  it.each([
    "DB_PASSWORD=correct-horse\n",
    "export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\n",
    "-----BEGIN RSA PRIVATE KEY-----\n",
  ])("fails a script with a secret in it, without repeating it: %j", (text) => {
    for (const userData of [text, encoded(text)]) {
      expect(template(userDataSecrets, { userData })).toEqual([
        "web (userData) holds what looks like a password or a key",
      ]);
    }
  });
});
