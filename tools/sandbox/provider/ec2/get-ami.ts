import type { GetAmiArgs, GetAmiResult } from "@pulumi/aws/ec2/getAmi.js";
import type { BlockDeviceMapping, Image } from "@aws-sdk/client-ec2";

import { defineFunction } from "../function-type.ts";
import { tagsOf } from "./tags.ts";

type Result = { -readonly [K in keyof GetAmiResult]: GetAmiResult[K] };

/**
 * One image by owner, filters and name.
 *
 * @throws Error when none fits, when several do and `mostRecent` is not set, and when `mostRecent` could hand a
 * stranger's image to the program. Source: terraform-provider-aws, data source aws_ami.
 */
export const fn = defineFunction<GetAmiArgs, Partial<Result>>({
  token: "aws:ec2/getAmi:getAmi",
  noun: "EC2 AMIs",
  async call(args, call) {
    refuseStrangers(args);
    const ec2 = await call.aws.ec2();
    const { Images = [] } = await ec2.describeImages({
      Owners: args.owners,
      ExecutableUsers: args.executableUsers,
      Filters: [...(args.filters ?? []), ...tagFilters(args.tags)].map(({ name, values }) => ({
        Name: name,
        Values: values,
      })),
      IncludeDeprecated: args.includeDeprecated ?? false,
    });
    const name = args.nameRegex === undefined ? undefined : new RegExp(args.nameRegex);
    const fitting = Images.filter((image) => name === undefined || name.test(image.Name ?? ""));
    const image = theOne(fitting, args.mostRecent === true);
    return {
      includeDeprecated: false,
      mostRecent: false,
      ...args,
      ...describe(image),
      region: call.region,
      arn: `arn:${call.partition}:ec2:${call.region}::image/${image.ImageId}`,
    };
  },
});

function refuseStrangers(args: GetAmiArgs): void {
  const owned = (args.owners ?? []).length > 0;
  const filtered = args.filters?.some(({ name }) => name === "image-id" || name === "owner-id");
  if (args.mostRecent !== true || args.allowUnsafeFilter === true || owned || filtered) return;
  throw new Error(
    'Most Recent Image Not Filtered: "mostRecent" is true and the results are not filtered by owner or ' +
      "image ID, so a third party may introduce a new image which will be returned. " +
      'Set "owners", or filter by "owner-id" or "image-id"',
  );
}

function tagFilters(tags: Readonly<Record<string, string>> | undefined) {
  return Object.entries(tags ?? {}).map(([key, value]) => ({
    name: `tag:${key}`,
    values: [value],
  }));
}

function theOne(images: readonly Image[], mostRecent: boolean): Image {
  const [newest] = newestFirst(images);
  if (newest === undefined) {
    throw new Error(
      "Your query returned no results. Please change your search criteria and try again.",
    );
  }
  if (images.length > 1 && !mostRecent) {
    throw new Error(
      "Your query returned more than one result. Please try a more specific search criteria, " +
        'or set "mostRecent" to true.',
    );
  }
  return newest;
}

/** Images by the time of their creation; of those of one time, the API's order. */
export function newestFirst(images: readonly Image[]): Image[] {
  const creation = (image: Image) => Date.parse(image.CreationDate ?? "") || 0;
  return [...images].sort((a, b) => creation(b) - creation(a));
}

/** An image in the provider's words; what the API leaves out is empty there. */
function describe(image: Image) {
  const mappings = image.BlockDeviceMappings ?? [];
  const root = mappings.find(({ DeviceName }) => DeviceName === image.RootDeviceName);
  return {
    id: image.ImageId ?? "",
    imageId: image.ImageId ?? "",
    architecture: image.Architecture ?? "",
    blockDeviceMappings: mappings.map(mappingOf),
    bootMode: image.BootMode ?? "",
    creationDate: image.CreationDate ?? "",
    deprecationTime: image.DeprecationTime ?? "",
    description: image.Description ?? "",
    enaSupport: image.EnaSupport ?? false,
    hypervisor: image.Hypervisor ?? "",
    imageLocation: image.ImageLocation ?? "",
    imageOwnerAlias: image.ImageOwnerAlias ?? "",
    imageType: image.ImageType ?? "",
    imdsSupport: image.ImdsSupport ?? "",
    kernelId: image.KernelId ?? "",
    lastLaunchedTime: image.LastLaunchedTime ?? "",
    name: image.Name ?? "",
    ownerId: image.OwnerId ?? "",
    platform: image.Platform ?? "",
    platformDetails: image.PlatformDetails ?? "",
    productCodes: (image.ProductCodes ?? []).map(({ ProductCodeId, ProductCodeType }) => ({
      productCodeId: ProductCodeId ?? "",
      productCodeType: ProductCodeType ?? "",
    })),
    public: image.Public ?? false,
    ramdiskId: image.RamdiskId ?? "",
    rootDeviceName: image.RootDeviceName ?? "",
    rootDeviceType: image.RootDeviceType ?? "",
    rootSnapshotId: root?.Ebs?.SnapshotId ?? "",
    sriovNetSupport: image.SriovNetSupport ?? "",
    state: image.State ?? "",
    stateReason: {
      code: image.StateReason?.Code ?? "UNSET",
      message: image.StateReason?.Message ?? "UNSET",
    },
    tags: tagsOf(image.Tags),
    tpmSupport: image.TpmSupport ?? "",
    usageOperation: image.UsageOperation ?? "",
    virtualizationType: image.VirtualizationType ?? "",
  };
}

function mappingOf({ DeviceName, NoDevice, VirtualName, Ebs }: BlockDeviceMapping) {
  const text = (value: boolean | number | string | undefined, absent: string) =>
    String(value ?? absent);
  const ebs: Record<string, string> =
    Ebs === undefined
      ? {}
      : {
          delete_on_termination: text(Ebs.DeleteOnTermination, "false"),
          encrypted: text(Ebs.Encrypted, "false"),
          iops: text(Ebs.Iops, "0"),
          snapshot_id: text(Ebs.SnapshotId, ""),
          throughput: text(Ebs.Throughput, "0"),
          volume_size: text(Ebs.VolumeSize, "0"),
          volume_type: text(Ebs.VolumeType, ""),
        };
  return {
    deviceName: DeviceName ?? "",
    noDevice: NoDevice ?? "",
    virtualName: VirtualName ?? "",
    ebs,
  };
}
