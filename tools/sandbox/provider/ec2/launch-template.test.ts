import { awsClients } from "../aws-clients.ts";
import { plannedUpdate } from "../state.ts";
import {
  decision,
  DEFAULT_TAGS,
  emulatedProvider,
  emulatorAddress,
  Life,
} from "../testing/emulated.ts";
import { apiErrorPattern } from "../testing/api-error-pattern.ts";
import { inputNames } from "../testing/input-names.ts";
import { unknown } from "../value.ts";
import { resource } from "./launch-template.ts";

const TOKEN = "aws:ec2/launchTemplate:LaunchTemplate";

const made: Life[] = [];

async function newTemplate(): Promise<Life> {
  const template = new Life(await emulatedProvider(), TOKEN);
  made.push(template);
  return template;
}

// All of them get the same automatic name: one that a failed test left would fail the next.
afterEach(async () => {
  for (const template of made.splice(0)) if (template.exists) await template.delete();
});

/** What the compute layer makes. */
const program = {
  imageId: "ami-12c6146b",
  instanceType: "t3.micro",
  userData: Buffer.from("#!/bin/sh\necho first\n").toString("base64"),
  updateDefaultVersion: true,
  vpcSecurityGroupIds: ["sg-1"],
  iamInstanceProfile: { arn: "arn:aws:iam::123456789012:instance-profile/web" },
  metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
  blockDeviceMappings: [
    {
      deviceName: "/dev/xvda",
      ebs: {
        encrypted: "true",
        kmsKeyId: "arn:aws:kms:us-east-1:123456789012:key/6f1d2a3b-0000-4000-8000-000000000000",
        volumeSize: 8,
        volumeType: "gp3",
        deleteOnTermination: "true",
      },
    },
  ],
  monitoring: { enabled: true },
  tagSpecifications: [
    { resourceType: "instance", tags: { Name: "web", owner: "compute" } },
    { resourceType: "volume", tags: { Name: "web" } },
  ],
};

/** Everything else, once. */
const rich = {
  ...program,
  instanceType: undefined,
  updateDefaultVersion: undefined,
  vpcSecurityGroupIds: undefined,
  securityGroupNames: ["web"],
  name: "rich",
  description: "rich",
  capacityReservationSpecification: {
    capacityReservationTarget: { capacityReservationId: "cr-1" },
  },
  cpuOptions: { amdSevSnp: "enabled", coreCount: 2, threadsPerCore: 1 },
  creditSpecification: { cpuCredits: "standard" },
  disableApiStop: true,
  disableApiTermination: true,
  ebsOptimized: "true",
  enclaveOptions: { enabled: true },
  hibernationOptions: { configured: true },
  instanceInitiatedShutdownBehavior: "terminate",
  instanceMarketOptions: {
    marketType: "spot",
    spotOptions: {
      blockDurationMinutes: 60,
      instanceInterruptionBehavior: "terminate",
      maxPrice: "0.05",
      spotInstanceType: "one-time",
      validUntil: "2030-01-02T03:04:05Z",
    },
  },
  instanceRequirements: {
    memoryMib: { min: 1024, max: 4096 },
    vcpuCount: { min: 2 },
    memoryGibPerVcpu: { min: 0.5 },
    acceleratorTotalMemoryMib: { max: 1 },
    totalLocalStorageGb: { min: 1.5 },
    cpuManufacturers: ["amd", "intel"],
    excludedInstanceTypes: ["t2.*"],
    requireHibernateSupport: true,
  },
  kernelId: "aki-1",
  keyName: "key",
  licenseSpecifications: [{ licenseConfigurationArn: "arn:aws:license-manager:::1" }],
  maintenanceOptions: { autoRecovery: "disabled" },
  networkInterfaces: [
    {
      associateCarrierIpAddress: "false",
      associatePublicIpAddress: "true",
      deleteOnTermination: "true",
      primaryIpv6: "false",
      description: "first",
      deviceIndex: 0,
      networkCardIndex: 0,
      enaQueueCount: 2,
      interfaceType: "interface",
      privateIpAddress: "10.0.0.5",
      ipv4Addresses: ["10.0.0.5", "10.0.0.6"],
      ipv6Addresses: ["2001:db8::1"],
      ipv4Prefixes: ["10.0.1.0/28"],
      ipv6Prefixes: ["2001:db8:1::/80"],
      securityGroups: ["sg-1", "sg-2"],
      subnetId: "subnet-1",
      connectionTrackingSpecification: { tcpEstablishedTimeout: 60 },
      enaSrdSpecification: {
        enaSrdEnabled: true,
        enaSrdUdpSpecification: { enaSrdUdpEnabled: true },
      },
    },
    { networkInterfaceId: "eni-1", ipv4AddressCount: 2, ipv6AddressCount: 1, deviceIndex: 1 },
    { ipv4PrefixCount: 1, ipv6PrefixCount: 1, deviceIndex: 2 },
  ],
  networkPerformanceOptions: { bandwidthWeighting: "vpc-1" },
  placement: { availabilityZone: "us-east-1a", groupName: "g", tenancy: "default" },
  privateDnsNameOptions: {
    enableResourceNameDnsARecord: true,
    enableResourceNameDnsAaaaRecord: true,
    hostnameType: "resource-name",
  },
  ramDiskId: "ari-1",
  secondaryInterfaces: [
    { deviceIndex: 3, interfaceType: "secondary", privateIpAddresses: ["10.1.0.5"] },
  ],
  tags: { Name: "rich" },
};

// EC2 API reference: CreateLaunchTemplateVersion and ModifyLaunchTemplate; the name cannot be changed
// (ForceNew in terraform-provider-aws, aws_launch_template).
const decisions: [string, object, string][] = [
  ["blockDeviceMappings", { blockDeviceMappings: [{ deviceName: "/dev/sda1" }] }, "update"],
  ["capacityReservationSpecification", pick("capacityReservationSpecification"), "update"],
  ["cpuOptions", pick("cpuOptions"), "update"],
  ["creditSpecification", pick("creditSpecification"), "update"],
  ["defaultVersion", { updateDefaultVersion: undefined, defaultVersion: 2 }, "update"],
  ["description", { description: "other" }, "update"],
  ["disableApiStop", pick("disableApiStop"), "update"],
  ["disableApiTermination", pick("disableApiTermination"), "update"],
  ["ebsOptimized", { ebsOptimized: "false" }, "update"],
  ["enclaveOptions", pick("enclaveOptions"), "update"],
  ["hibernationOptions", pick("hibernationOptions"), "update"],
  ["iamInstanceProfile", { iamInstanceProfile: { name: "other" } }, "update"],
  ["imageId", { imageId: "ami-2" }, "update"],
  ["instanceInitiatedShutdownBehavior", pick("instanceInitiatedShutdownBehavior"), "update"],
  ["instanceMarketOptions", pick("instanceMarketOptions"), "update"],
  ["instanceRequirements", { instanceType: undefined, ...pick("instanceRequirements") }, "update"],
  ["instanceType", { instanceType: "t3.small" }, "update"],
  ["kernelId", pick("kernelId"), "update"],
  ["keyName", pick("keyName"), "update"],
  ["licenseSpecifications", pick("licenseSpecifications"), "update"],
  ["maintenanceOptions", pick("maintenanceOptions"), "update"],
  ["metadataOptions", { metadataOptions: { httpTokens: "optional" } }, "update"],
  ["monitoring", { monitoring: { enabled: false } }, "update"],
  ["name", { name: "other" }, "delete, then create"],
  ["namePrefix", { namePrefix: "other-" }, "replace"],
  ["networkInterfaces", pick("networkInterfaces"), "update"],
  ["networkPerformanceOptions", pick("networkPerformanceOptions"), "update"],
  ["placement", pick("placement"), "update"],
  ["privateDnsNameOptions", pick("privateDnsNameOptions"), "update"],
  ["ramDiskId", pick("ramDiskId"), "update"],
  ["region", { region: "eu-west-1" }, "replace"],
  ["secondaryInterfaces", pick("secondaryInterfaces"), "update"],
  ["securityGroupNames", { vpcSecurityGroupIds: undefined, securityGroupNames: ["web"] }, "update"],
  ["tagSpecifications", { tagSpecifications: [] }, "update"],
  ["tags", { tags: { Name: "other" } }, "update"],
  ["updateDefaultVersion", { updateDefaultVersion: false }, "update"],
  ["userData", { userData: "b3RoZXI=" }, "update"],
  ["vpcSecurityGroupIds", { vpcSecurityGroupIds: ["sg-2"] }, "update"],
];

it.each(decisions)("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, program, { ...program, ...change })).toBe(expected);
});

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

it.each([
  ["the order of security groups", { vpcSecurityGroupIds: ["sg-2", "sg-1"] }],
  ["what AWS chooses of the metadata options", { metadataOptions: { httpTokens: "required" } }],
  ["another spelling of true", { ebsOptimized: "1" }],
])("does not care about %s", async (_what, change) => {
  const before = { ...program, vpcSecurityGroupIds: ["sg-1", "sg-2"], ebsOptimized: "true" };
  expect(await decision(TOKEN, before, { ...before, ...change })).toBe("nothing");
});

it.each([
  ["instanceType and instanceRequirements", pick("instanceRequirements")],
  ["vpcSecurityGroupIds and securityGroupNames", { securityGroupNames: ["web"] }],
  ["updateDefaultVersion and defaultVersion", { defaultVersion: 1 }],
  ["name and namePrefix", { name: "a", namePrefix: "b" }],
])("rejects %s together", async (_what, change) => {
  const template = await newTemplate();
  await expect(template.create({ ...program, ...change })).rejects.toThrow("conflicts with");
});

describe("a preview of an update", () => {
  const state = { ...program, latestVersion: 3, defaultVersion: 3 };
  const planned = (inputs: object, ...changed: string[]) =>
    plannedUpdate(resource, state, { ...program, ...inputs }, changed);

  it("does not know the version that new data will make", () => {
    const { latestVersion, defaultVersion } = planned({ imageId: "ami-2" }, "imageId");
    expect([latestVersion, defaultVersion]).toEqual([unknown, unknown]);
  });

  it("knows the default version where it does not follow", () => {
    const { latestVersion, defaultVersion } = planned({ updateDefaultVersion: false }, "imageId");
    expect([latestVersion, defaultVersion]).toEqual([unknown, 3]);
  });

  it("knows both where only tags change", () => {
    const { latestVersion, defaultVersion } = planned({}, "tags", "tagsAll");
    expect([latestVersion, defaultVersion]).toEqual([3, 3]);
  });
});

describe("against the emulator", () => {
  it("reads back what it made, and a second look finds no difference", async () => {
    const template = await newTemplate();
    const state = await template.create(program);
    expect(state).toMatchObject({
      ...program,
      arn: `arn:aws:ec2:us-east-1:123456789012:launch-template/${template.id}`,
      name: expect.stringMatching(/^sample-[0-9a-f]{7}$/),
      defaultVersion: 1,
      latestVersion: 1,
      tags: {},
      tagsAll: DEFAULT_TAGS,
    });
    expect(await template.refresh()).toEqual(state);
    expect((await template.diff(program)).differences).toEqual([]);
    await template.delete();
    expect(await template.refresh()).toBeUndefined();
    await expect(template.delete()).resolves.toBeUndefined();
  });

  it.each([
    ["minimal", {}],
    ["rich", rich],
  ])("keeps a %s program as it is", async (_which, inputs) => {
    const template = await newTemplate();
    const state = await template.create(inputs);
    expect(state).toMatchObject(heldByAws(inputs));
    expect(await template.refresh()).toEqual(state);
    expect((await template.diff(inputs)).differences).toEqual([]);
    const imported = await template.importBy(template.id);
    expect((await template.diff(imported?.inputs ?? {})).differences).toEqual([]);
  });

  it("makes a version of new data, and the default follows", async () => {
    const template = await newTemplate();
    const { id } = await template.create(program);
    const second = { ...program, userData: "c2Vjb25k", description: "second" };
    expect(await template.update(second)).toMatchObject({
      id,
      ...second,
      latestVersion: 2,
      defaultVersion: 2,
    });
    const tagged = { ...second, tags: { Name: "web" } };
    expect(await template.update(tagged)).toMatchObject({ latestVersion: 2, tags: tagged.tags });
    expect((await template.diff(tagged)).differences).toEqual([]);
  });

  it("leaves the default where it does not follow, until it is chosen", async () => {
    const template = await newTemplate();
    await template.create({ imageId: "ami-1" });
    const second = { imageId: "ami-2" };
    expect(await template.update(second)).toMatchObject({ latestVersion: 2, defaultVersion: 1 });
    expect(await template.update({ ...second, defaultVersion: 2 })).toMatchObject({
      latestVersion: 2,
      defaultVersion: 2,
    });
  });

  it("follows from the moment on when the program says so", async () => {
    const template = await newTemplate();
    await template.create({ imageId: "ami-1" });
    await template.update({ imageId: "ami-2" });
    const following = { imageId: "ami-2", updateDefaultVersion: true };
    expect(await template.update(following)).toMatchObject({ latestVersion: 2, defaultVersion: 2 });
  });

  it("sees the version that somebody made, and overrides it", async () => {
    const template = await newTemplate();
    await template.create(program);
    const ec2 = await awsClients(emulatorAddress(), "us-east-1").ec2();
    await ec2.createLaunchTemplateVersion({
      LaunchTemplateId: template.id,
      LaunchTemplateData: { ...(await dataOf(template.id)), ImageId: "ami-foreign" },
    });
    await template.refresh();
    expect((await template.diff(program)).differences).toEqual([
      { path: "imageId", kind: "update", replaces: false },
    ]);
    expect(await template.update(program)).toMatchObject({ ...program, latestVersion: 3 });
  });

  it("imports by id with inputs that ask for no change", async () => {
    const template = await newTemplate();
    await template.create({ ...program, updateDefaultVersion: undefined, namePrefix: "web-" });
    const imported = await template.importBy(template.id);
    expect(imported?.inputs).toMatchObject(heldByAws(program));
    expect(imported?.inputs.name).toMatch(/^web-[0-9a-f]{26}$/);
    expect((await template.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await template.delete();
    expect(await template.importBy(template.id)).toBeUndefined();
  });

  it("fails with code and message of the API", async () => {
    const first = await newTemplate();
    await first.create({ name: "taken" });
    const second = await newTemplate();
    await expect(second.create({ name: "taken" })).rejects.toThrow(
      apiErrorPattern(
        "creating EC2 Launch Template",
        "EC2: CreateLaunchTemplate",
        "InvalidLaunchTemplateName.AlreadyExistsException",
      ),
    );
  });
});

/** What can be read back of a program. */
function heldByAws(inputs: object): object {
  return JSON.parse(JSON.stringify({ ...inputs, updateDefaultVersion: undefined })) as object;
}

function pick(name: keyof typeof rich): object {
  return { [name]: rich[name] };
}

async function dataOf(id: string) {
  const ec2 = await awsClients(emulatorAddress(), "us-east-1").ec2();
  const { LaunchTemplateVersions } = await ec2.describeLaunchTemplateVersions({
    LaunchTemplateId: id,
    Versions: ["$Latest"],
  });
  const { TagSpecifications, ...data } = LaunchTemplateVersions?.[0]?.LaunchTemplateData ?? {};
  const own = TagSpecifications?.filter(({ ResourceType }) => ResourceType !== "launch-template");
  return JSON.parse(JSON.stringify({ ...data, TagSpecifications: own })) as object;
}
