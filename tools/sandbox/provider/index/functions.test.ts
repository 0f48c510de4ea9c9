import { awsClients } from "../aws-clients.ts";
import { SandboxProvider } from "../provider.ts";
import { emulatedProvider, emulatorAddress } from "../testing/emulated.ts";
import { REGION_NAMES } from "./region-names.ts";

async function answer(name: string, args: object = {}, region?: string) {
  const provider =
    region === undefined ? await emulatedProvider() : new SandboxProvider(emulatorAddress());
  if (region !== undefined) await provider.configure({ region });
  const { result } = await provider.invoke(`aws:index/${name}:${name}`, args as never);
  return result;
}

describe("getAvailabilityZones", () => {
  it("lists the zones of the region by name, ids beside them", async () => {
    expect(await answer("getAvailabilityZones", { state: "available" })).toMatchObject({
      id: "us-east-1",
      region: "us-east-1",
      state: "available",
      names: ["a", "b", "c", "d", "e", "f"].map((letter) => `us-east-1${letter}`),
      zoneIds: ["6", "1", "2", "4", "3", "5"].map((number) => `use1-az${number}`),
    });
  });

  it("leaves out what the program excludes, and asks other regions", async () => {
    const { names } = await answer("getAvailabilityZones", {
      excludeNames: ["us-east-1a"],
      excludeZoneIds: ["use1-az1"],
    });
    expect(names).toEqual(["us-east-1c", "us-east-1d", "us-east-1e", "us-east-1f"]);
    const irish = await answer("getAvailabilityZones", { region: "eu-west-1" });
    expect(irish.names).toEqual(["eu-west-1a", "eu-west-1b", "eu-west-1c"]);
  });

  it("filters", async () => {
    const filters = [{ name: "zone-name", values: ["us-east-1b"] }];
    expect(await answer("getAvailabilityZones", { filters })).toMatchObject({
      names: ["us-east-1b"],
      filters,
    });
    expect((await answer("getAvailabilityZones", { state: "impaired" })).names).toEqual([]);
  });
});

describe("getRegion", () => {
  it("is the provider's, or the one asked for", async () => {
    expect(await answer("getRegion")).toEqual({
      description: "US East (N. Virginia)",
      endpoint: "ec2.us-east-1.amazonaws.com",
      id: "us-east-1",
      name: "us-east-1",
      region: "us-east-1",
    });
    const names = await Promise.all([
      answer("getRegion", { region: "eu-west-1" }),
      answer("getRegion", { name: "eu-west-2" }),
      answer("getRegion", { endpoint: "ec2.cn-north-1.amazonaws.com.cn" }),
    ]);
    expect(names.map(({ region }) => region)).toEqual(["eu-west-1", "eu-west-2", "cn-north-1"]);
  });

  it.each([
    [{ name: "mars-north-1" }, 'there is no AWS region "mars-north-1"'],
    [{ endpoint: "ec2.example.com" }, 'no AWS region has the endpoint "ec2.example.com"'],
    [
      { name: "eu-west-1", endpoint: "ec2.eu-west-2.amazonaws.com" },
      "is the endpoint of eu-west-2, not of eu-west-1",
    ],
  ])("fails for %j", async (args, message) => {
    await expect(answer("getRegion", args)).rejects.toThrow(message);
  });

  it("knows all regions that the emulator knows", async () => {
    const ec2 = await awsClients(emulatorAddress(), "us-east-1").ec2();
    const { Regions = [] } = await ec2.describeRegions({ AllRegions: true });
    const unknown = Regions.filter(({ RegionName = "" }) => !(RegionName in REGION_NAMES));
    expect(unknown).toEqual([]);
  });
});

// Source: the partitions table of the AWS SDKs.
it.each([
  ["us-east-1", "aws", "amazonaws.com", "com.amazonaws"],
  ["cn-north-1", "aws-cn", "amazonaws.com.cn", "cn.com.amazonaws"],
  ["us-gov-west-1", "aws-us-gov", "amazonaws.com", "com.amazonaws"],
])("getPartition of %s", async (region, partition, dnsSuffix, reverseDnsPrefix) => {
  expect(await answer("getPartition", {}, region)).toEqual({
    id: partition,
    partition,
    dnsSuffix,
    reverseDnsPrefix,
  });
});

it("getCallerIdentity says whose account it is", async () => {
  expect(await answer("getCallerIdentity")).toEqual({
    accountId: "123456789012",
    arn: expect.stringMatching(/^arn:aws:sts::123456789012:/),
    id: "123456789012",
    userId: expect.stringMatching(/./),
  });
});
