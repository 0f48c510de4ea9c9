import { emulatedProvider } from "../testing/emulated.ts";
import { newestFirst } from "./get-ami.ts";
import { ec2OfTests } from "./testing/scratch-vpc.ts";

const TOKEN = "aws:ec2/getAmi:getAmi";

async function find(args: object) {
  const provider = await emulatedProvider();
  const { result } = await provider.invoke(TOKEN, args as never);
  return result;
}

it("finds a pinned image, as the compute layer does", async () => {
  const ec2 = await ec2OfTests();
  const { Images } = await ec2.describeImages({ Owners: ["amazon"] });
  const [some] = Images ?? [];
  const filters = [{ name: "image-id", values: [some?.ImageId] }];
  expect(await find({ owners: ["amazon"], mostRecent: true, filters })).toMatchObject({
    id: some?.ImageId,
    imageId: some?.ImageId,
    name: some?.Name,
    architecture: some?.Architecture,
    arn: `arn:aws:ec2:us-east-1::image/${some?.ImageId}`,
    filters,
    mostRecent: true,
    owners: ["amazon"],
    region: "us-east-1",
    rootSnapshotId: some?.BlockDeviceMappings?.[0]?.Ebs?.SnapshotId,
    stateReason: { code: "UNSET", message: "UNSET" },
    blockDeviceMappings: [
      {
        deviceName: some?.RootDeviceName,
        ebs: expect.objectContaining({ volume_size: "15", delete_on_termination: "false" }),
      },
    ],
  });
});

describe("of own images", () => {
  const ids: string[] = [];

  beforeAll(async () => {
    const ec2 = await ec2OfTests();
    for (const Name of ["strata-web-1", "strata-web-2", "strata-db-1"]) {
      const { ImageId = "" } = await ec2.registerImage({ Name, Architecture: "arm64" });
      await ec2.createTags({ Resources: [ImageId], Tags: [{ Key: "image", Value: Name }] });
      ids.push(ImageId);
    }
  });

  afterAll(async () => {
    const ec2 = await ec2OfTests();
    const { Images = [] } = await ec2.describeImages({ ImageIds: ids });
    for (const ImageId of ids) await ec2.deregisterImage({ ImageId });
    for (const { BlockDeviceMappings } of Images) {
      const SnapshotId = BlockDeviceMappings?.[0]?.Ebs?.SnapshotId;
      await ec2.deleteSnapshot({ SnapshotId });
    }
  });

  it("finds by name and by tag", async () => {
    const own = { owners: ["self"] };
    const found = await Promise.all([
      find({ ...own, nameRegex: "^strata-db" }),
      find({ ...own, tags: { image: "strata-db-1" } }),
      find({ ...own, filters: [{ name: "name", values: ["strata-db-*"] }] }),
    ]);
    expect(new Set(found.map((image) => image.id)).size).toBe(1);
    expect(found[0]?.tags).toEqual({ image: "strata-db-1" });
  });

  it("takes the newest where the program says so, and fails with several where not", async () => {
    const web = { owners: ["self"], nameRegex: "^strata-web" };
    expect((await find({ ...web, mostRecent: true })).name).toMatch(/^strata-web-/);
    await expect(find(web)).rejects.toThrow(
      "reading EC2 AMIs: Your query returned more than one result. Please try a more specific",
    );
  });
});

// The emulator's images are all of one second.
it("takes the time of creation, not the order of the answer", () => {
  const image = (ImageId: string, CreationDate?: string) => ({ ImageId, CreationDate });
  const images = [
    image("undated"),
    image("old", "2024-12-31T23:59:59.000Z"),
    image("new", "2026-01-01T00:00:00.000Z"),
    image("as new", "2026-01-01T00:00:00.000Z"),
  ];
  const ids = newestFirst(images).map(({ ImageId }) => ImageId);
  expect(ids).toEqual(["new", "as new", "old", "undated"]);
});

it.each([
  ["nothing fits", { owners: ["self"], nameRegex: "^no-such" }, "Your query returned no results."],
  [
    "a stranger's image could come",
    { mostRecent: true, nameRegex: "^amzn" },
    "Most Recent Image Not Filtered",
  ],
  [
    "the API knows no such image",
    { owners: ["amazon"], filters: [{ name: "image-id", values: ["ami-0a1b2c3d4e5f60718"] }] },
    "Your query returned no results.",
  ],
])("fails when %s", async (_when, args, message) => {
  await expect(find(args)).rejects.toThrow(message);
});
