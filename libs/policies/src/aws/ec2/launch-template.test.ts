import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import * as rules from "./launch-template.ts";

type Rule = (typeof rules)[keyof typeof rules];
const ebs = { volumeType: "gp3", volumeSize: 20, iops: 4000, throughput: 500, encrypted: "true" };
const device = (change: object, of: object = {}) => ({
  blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { ...ebs, ...change }, ...of }],
});
const usual = {
  name: "strata-prod-web",
  imageId: "ami-0123456789abcdef0",
  instanceType: "t3.micro",
  userData: Buffer.from("#!/bin/bash\necho ok\n").toString("base64"),
  vpcSecurityGroupIds: ["sg-1"],
  iamInstanceProfile: { arn: "arn:aws:iam::777788889999:instance-profile/web" },
  metadataOptions: { httpTokens: "required", httpEndpoint: "enabled", httpPutResponseHopLimit: 1 },
  creditSpecification: { cpuCredits: "standard" },
  tagSpecifications: [{ resourceType: "instance", tags: { "cost/center": "1" } }],
  ...device({}),
};
const template = (props: object): LiteralResource => ({
  type: "aws:ec2/launchTemplate:LaunchTemplate",
  name: "web",
  props,
});
const found = (rule: Rule, change: object) =>
  findingsFor(rule, [template({ ...usual, ...change })]);

it("passes a usual template, whatever is not known of it", () => {
  for (const rule of Object.values(rules)) {
    for (const resource of [template(usual), ...unknowns(template(usual))]) {
      expect(findingsFor(rule, [resource])).toEqual([]);
    }
    expect(found(rule, { imageId: "resolve:ssm:/aws/service/ami-amazon-linux-latest/x" })).toEqual(
      [],
    );
    expect(
      found(rule, device({ volumeType: "gp2", iops: undefined, throughput: undefined })),
    ).toEqual([]);
  }
});

it.each<[keyof typeof rules, object]>([
  ["launchTemplateName", { name: "ab" }],
  ["launchTemplateName", { name: "web servers" }],
  ["launchTemplateName", { description: "x".repeat(256) }],
  ["launchTemplateUserData", { userData: "#!/bin/bash\necho ok\n" }],
  ["launchTemplateUserData", { userData: Buffer.alloc(16385).toString("base64") }],
  ["launchTemplateImage", { imageId: "ami-12345" }],
  ["launchTemplateImage", { imageId: "/aws/service/ami-amazon-linux-latest/x" }],
  ["launchTemplateInstanceType", { instanceType: "t3-micro" }],
  ["launchTemplateInstanceType", { instanceType: "m7g.large" }],
  ["launchTemplateInstanceType", { creditSpecification: { cpuCredits: "none" } }],
  ["launchTemplateMetadata", { metadataOptions: { httpPutResponseHopLimit: 65 } }],
  ["launchTemplateMetadata", { metadataOptions: { httpTokens: "enabled" } }],
  ["launchTemplateMetadata", { metadataOptions: { httpEndpoint: "on" } }],
  ["launchTemplateDevices", device({}, { deviceName: "/dev/nvme0n1" })],
  ["launchTemplateDevices", device({}, { deviceName: undefined })],
  ["launchTemplateDevices", device({}, { virtualName: "ephemeral0" })],
  [
    "launchTemplateDevices",
    {
      blockDeviceMappings: [
        { deviceName: "/dev/sdf", ebs },
        { deviceName: "/dev/sdf", ebs },
      ],
    },
  ],
  ["launchTemplateVolume", device({ volumeType: "gp4" })],
  ["launchTemplateVolume", device({ volumeSize: 70000 })],
  ["launchTemplateVolume", device({ iops: 100, throughput: undefined })],
  ["launchTemplateVolume", device({ iops: 20000 })],
  ["launchTemplateVolume", device({ throughput: 100 })],
  ["launchTemplateVolume", device({ throughput: 1200 })],
  ["launchTemplateVolume", device({ volumeType: "gp2", throughput: undefined })],
  ["launchTemplateVolume", device({ volumeType: "io2" })],
  ["launchTemplateVolume", device({ volumeType: "io2", iops: undefined, throughput: undefined })],
  [
    "launchTemplateVolume",
    device({ volumeType: "st1", volumeSize: 200, iops: undefined, throughput: undefined }),
  ],
  ["launchTemplateVolumeKey", device({ kmsKeyId: "alias/x", encrypted: "false" })],
  ["launchTemplateNetwork", { networkInterfaces: [{ deviceIndex: 0 }] }],
  [
    "launchTemplateNetwork",
    { vpcSecurityGroupIds: [], networkInterfaces: [{ deviceIndex: 0 }, { deviceIndex: 0 }] },
  ],
  [
    "launchTemplateNetwork",
    {
      vpcSecurityGroupIds: [],
      networkInterfaces: [{ deviceIndex: 1, associatePublicIpAddress: "true" }],
    },
  ],
  ["launchTemplateTags", { tagSpecifications: [{ resourceType: "instances", tags: {} }] }],
  [
    "launchTemplateTags",
    { tagSpecifications: [{ resourceType: "volume", tags: { "aws:a": "" } }] },
  ],
  [
    "launchTemplateTags",
    { tagSpecifications: [{ resourceType: "volume" }, { resourceType: "volume" }] },
  ],
  ["launchTemplateMetadataTags", { metadataOptions: { instanceMetadataTags: "enabled" } }],
  ["launchTemplateProfile", { iamInstanceProfile: { ...usual.iamInstanceProfile, name: "web" } }],
  ["launchTemplateProfile", { iamInstanceProfile: { arn: "arn:aws:iam::777788889999:role/web" } }],
  ["launchTemplateProfile", { iamInstanceProfile: { name: usual.iamInstanceProfile.arn } }],
])("%s fails %j", (rule, change) => {
  expect(found(rules[rule], change)).toHaveLength(1);
});

it("never repeats user data", () => {
  const [finding = ""] = found(rules.launchTemplateUserData, { userData: "export TOKEN=hunter2" });
  expect(finding).not.toContain("hunter2");
});
