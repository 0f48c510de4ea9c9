import { resourceRule, type Problem } from "../../rule.ts";
import { at, isUnknown, listAt } from "../../unknown.ts";
import { isSet, text } from "../inputs.ts";
import { instanceTypeForm, isBurstable } from "../instance-type.ts";
import { refusal } from "../refusal.ts";
import { tagProblems } from "../tag-problem.ts";
import { noneOf, outside, problemAt, repeatedPlaces, unlike } from "../value-problem.ts";

const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const API = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference";
const GUIDE = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide";
const CREATE = `${API}/API_RequestLaunchTemplateData.html`;

const USER_DATA_BYTES = 16 * 1024;
const NAME = /^[a-zA-Z0-9().\-/_]+$/;
const TAGGED = ["instance", "volume", "network-interface", "spot-instances-request", "elastic-gpu"];

export const launchTemplateName = resourceRule({
  id: "launch-template-name",
  ...refusal,
  source: `${API}/API_CreateLaunchTemplate.html`,
  types: [TEMPLATE],
  fix: "Choose a name of 3 to 128 letters, digits and ().-/_, and a description of at most 255 characters.",
  check: ({ props }) => [
    ...unlike(props, ["name"], NAME, "only letters, digits and ().-/_"),
    ...unlike(props, ["name"], /^.{3,128}$/s, "3 to 128 characters"),
    ...unlike(props, ["namePrefix"], NAME, "only letters, digits and ().-/_"),
    ...unlike(props, ["description"], /^.{0,255}$/s, "at most 255 characters"),
  ],
});

export const launchTemplateUserData = resourceRule({
  id: "launch-template-user-data",
  ...refusal,
  source: `${GUIDE}/user-data.html`,
  types: [TEMPLATE],
  fix: 'Encode it with Buffer.from(text).toString("base64"), and keep the text below 16 KiB: fetch the rest from S3.',
  check: ({ props }) => {
    const data = text(props["userData"]);
    if (!isSet(data)) return undefined;
    const bytes = Buffer.from(data!, "base64");
    const isBase64 = bytes.toString("base64").replace(/=+$/, "") === data!.replace(/\s|=+$/g, "");
    if (!isBase64) return problemAt(["userData"], "is not encoded as Base64");
    return bytes.length > USER_DATA_BYTES
      ? problemAt(["userData"], `has ${bytes.length} bytes, and EC2 takes ${USER_DATA_BYTES}`)
      : undefined;
  },
});

export const launchTemplateImage = resourceRule({
  id: "launch-template-image",
  ...refusal,
  source: CREATE,
  types: [TEMPLATE],
  fix: "Name an image (ami- and 8 or 17 hexadecimal digits), or an SSM parameter as resolve:ssm:<name>.",
  check: ({ props }) =>
    unlike(
      props,
      ["imageId"],
      /^(ami-([0-9a-f]{8}|[0-9a-f]{17})|resolve:ssm:[\w./:-]+)$/,
      "ami- and 8 or 17 hexadecimal digits, or resolve:ssm:<parameter>",
    ),
});

export const launchTemplateInstanceType = resourceRule({
  id: "launch-template-instance-type",
  ...refusal,
  source: "https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html",
  types: [TEMPLATE],
  fix: "Write family and size, as t3.micro; creditSpecification is for T types only, standard or unlimited.",
  check: ({ props }) => {
    const type = text(props["instanceType"]);
    const credits = at(props, "creditSpecification", "cpuCredits");
    const path = ["creditSpecification", "cpuCredits"];
    const isPlain = isSet(type) && instanceTypeForm.test(type!) && !isBurstable(type!);
    return [
      ...unlike(props, ["instanceType"], instanceTypeForm, "family and size, as t3.micro"),
      ...noneOf(props, path, ["standard", "unlimited"]),
      ...(isPlain && typeof credits === "string"
        ? [problemAt(path, `is for T types, and ${type} is none`)]
        : []),
    ];
  },
});

export const launchTemplateMetadata = resourceRule({
  id: "launch-template-metadata",
  ...refusal,
  source: `${API}/API_LaunchTemplateInstanceMetadataOptionsRequest.html`,
  types: [TEMPLATE],
  fix:
    "Set httpTokens to optional or required, the others to enabled or disabled, and " +
    "httpPutResponseHopLimit to 1 to 64.",
  check: ({ props }) => {
    const options = "metadataOptions";
    return [
      ...noneOf(props, [options, "httpTokens"], ["optional", "required"]),
      ...["httpEndpoint", "httpProtocolIpv6", "instanceMetadataTags"].flatMap((name) =>
        noneOf(props, [options, name], ["enabled", "disabled"]),
      ),
      ...outside(props, [options, "httpPutResponseHopLimit"], [1, 64]),
    ];
  },
});

export const launchTemplateDevices = resourceRule({
  id: "launch-template-devices",
  ...refusal,
  source: `${GUIDE}/device_naming.html`,
  types: [TEMPLATE],
  fix:
    "Name each volume once, as /dev/xvda or /dev/sdf; it is a volume (ebs), an instance store " +
    "(virtualName) or noDevice.",
  check: ({ props }) => {
    const mappings = listAt(props, "blockDeviceMappings");
    const name = /^(\/dev\/(sd[a-z]{1,2}|xvd[a-z]{1,2}|hd[a-z])\d{0,2}|xvd[a-z]{1,2})$/;
    return [
      ...mappings.flatMap((mapping, i): Problem[] => {
        if (isUnknown(mapping)) return [];
        const path = ["blockDeviceMappings", i];
        const kinds = ["ebs", "noDevice", "virtualName"].filter((kind) => isSet(at(mapping, kind)));
        return [
          ...unlike(props, [...path, "deviceName"], name, "as /dev/xvda or /dev/sdf"),
          ...(isSet(at(mapping, "deviceName"))
            ? []
            : [problemAt([...path, "deviceName"], "is missing")]),
          ...(kinds.length > 1 ? [problemAt(path, `is ${kinds.join(" and ")} at once`)] : []),
        ];
      }),
      ...repeatedPlaces(mappings.map((mapping) => text(at(mapping, "deviceName")))).map((i) =>
        problemAt(["blockDeviceMappings", i, "deviceName"], "is the name of another device"),
      ),
    ];
  },
});

/** Limits of each type of volume: GiB, IOPS, IOPS for each GiB. */
const VOLUMES: Readonly<Record<string, Volume>> = {
  gp2: { size: [1, 16384] },
  gp3: { size: [1, 65536], iops: [3000, 80000], perGib: 500 },
  io1: { size: [4, 16384], iops: [100, 64000], perGib: 50, isIopsNeeded: true },
  io2: { size: [4, 65536], iops: [100, 256000], perGib: 1000, isIopsNeeded: true },
  sc1: { size: [125, 16384] },
  st1: { size: [125, 16384] },
  standard: { size: [1, 1024] },
};
/** MiB/s of gp3. */
const THROUGHPUT = [125, 2000] as const;
const THROUGHPUT_PER_IOPS = 0.25;
const ROOTS = ["/dev/xvda", "/dev/sda1"];

interface Volume {
  readonly size: readonly [number, number];
  readonly iops?: readonly [number, number];
  readonly perGib?: number;
  readonly isIopsNeeded?: boolean;
}

export const launchTemplateVolume = resourceRule({
  id: "launch-template-volume",
  ...refusal,
  source: "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html",
  types: [TEMPLATE],
  fix:
    "Keep to the sizes of the type; iops is for gp3, io1 and io2, throughput for gp3, and a root " +
    "volume is no hard disk.",
  check: ({ props }) =>
    listAt(props, "blockDeviceMappings").flatMap((mapping, i): Problem[] => {
      const path = ["blockDeviceMappings", i, "ebs"];
      const ebs = at(mapping, "ebs");
      const [iops, size, throughput] = ["iops", "volumeSize", "throughput"].map((k) => at(ebs, k));
      const type = at(ebs, "volumeType");
      const volume = VOLUMES[text(type) ?? ""];
      if (volume === undefined) return noneOf(props, [...path, "volumeType"], Object.keys(VOLUMES));
      const isRoot = ROOTS.includes(text(at(mapping, "deviceName")) ?? "");
      const problem = (name: string, message: string) => [problemAt([...path, name], message)];
      const isAbove = (value: unknown, factor: number, other: unknown, least: number) =>
        typeof value === "number" &&
        typeof other === "number" &&
        value > least &&
        value > factor * other;
      return [
        ...outside(props, [...path, "volumeSize"], volume.size, ` GiB of ${text(type)}`),
        ...(volume.iops === undefined
          ? isSet(iops)
            ? problem("iops", `is set, and ${text(type)} has no such setting`)
            : []
          : outside(props, [...path, "iops"], volume.iops)),
        ...(volume.isIopsNeeded === true && !isSet(iops)
          ? problem("iops", `is missing, and ${text(type)} needs it`)
          : []),
        ...(isAbove(iops, volume.perGib ?? Infinity, size, volume.iops?.[0] ?? 0)
          ? problem("iops", `is above ${volume.perGib} for each GiB`)
          : []),
        ...(type === "gp3"
          ? [
              ...outside(props, [...path, "throughput"], THROUGHPUT, " MiB/s"),
              ...(isAbove(throughput, THROUGHPUT_PER_IOPS, iops ?? 3000, THROUGHPUT[0])
                ? problem("throughput", `is above ${THROUGHPUT_PER_IOPS} MiB/s for each IOPS`)
                : []),
            ]
          : isSet(throughput)
            ? problem("throughput", `is set, and ${text(type)} has no such setting`)
            : []),
        ...(isRoot && (type === "st1" || type === "sc1")
          ? problem("volumeType", `is ${type}, from which no instance boots`)
          : []),
      ];
    }),
});

export const launchTemplateVolumeKey = resourceRule({
  id: "launch-template-volume-key",
  ...refusal,
  source: `${API}/API_LaunchTemplateEbsBlockDeviceRequest.html`,
  types: [TEMPLATE],
  fix: 'Set encrypted to "true" beside kmsKeyId.',
  check: ({ props }) =>
    listAt(props, "blockDeviceMappings").flatMap((mapping, i) => {
      const { encrypted, key } = {
        encrypted: at(mapping, "ebs", "encrypted"),
        key: at(mapping, "ebs", "kmsKeyId"),
      };
      const isOff = [undefined, false, "false", ""].includes(encrypted as undefined);
      return isSet(key) && isOff
        ? [problemAt(["blockDeviceMappings", i, "ebs", "kmsKeyId"], "is of a volume in plain text")]
        : [];
    }),
});

export const launchTemplateNetwork = resourceRule({
  id: "launch-template-network",
  ...refusal,
  source: `${API}/API_RunInstances.html`,
  types: [TEMPLATE],
  fix:
    "Put the groups into networkInterfaces[].securityGroups; a public address is for the one " +
    "interface at deviceIndex 0.",
  check: ({ props }) => {
    const interfaces = listAt(props, "networkInterfaces");
    if (interfaces.length === 0) return undefined;
    const indexes = interfaces.map((one) => at(one, "deviceIndex") ?? 0);
    const keys = indexes.map((one, i) =>
      typeof one === "number"
        ? `${one} ${String(at(interfaces[i], "networkCardIndex") ?? 0)}`
        : undefined,
    );
    const isPublic = (one: unknown) => String(at(one, "associatePublicIpAddress")) === "true";
    return [
      ...["vpcSecurityGroupIds", "securityGroupNames"]
        .filter((name) => isSet(props[name]))
        .map((name) =>
          problemAt([name], "are set beside network interfaces, which have their own"),
        ),
      ...repeatedPlaces(keys).map((i) =>
        problemAt(["networkInterfaces", i, "deviceIndex"], "is the place of another interface"),
      ),
      ...interfaces.flatMap((one, i) =>
        isPublic(one) &&
        (interfaces.length > 1 || (typeof indexes[i] === "number" && indexes[i] !== 0))
          ? [
              problemAt(
                ["networkInterfaces", i, "associatePublicIpAddress"],
                "asks for a public address, which only a single interface at 0 can have",
              ),
            ]
          : [],
      ),
    ];
  },
});

export const launchTemplateTags = resourceRule({
  id: "launch-template-tags",
  ...refusal,
  source: `${API}/API_LaunchTemplateTagSpecificationRequest.html`,
  types: [TEMPLATE],
  fix: `Tag each of ${TAGGED.join(", ")} once, with keys of at most 128 and values of at most 256 characters.`,
  check: ({ props }) => {
    const specifications = listAt(props, "tagSpecifications");
    return [
      ...specifications.flatMap((_, i) =>
        noneOf(props, ["tagSpecifications", i, "resourceType"], TAGGED),
      ),
      ...repeatedPlaces(specifications.map((one) => text(at(one, "resourceType")))).map((i) =>
        problemAt(["tagSpecifications", i, "resourceType"], "is tagged in another item already"),
      ),
      ...specifications.flatMap((one, i) => {
        const tags = at(one, "tags");
        if (isUnknown(tags)) return [];
        return tagProblems(Object.entries(tags ?? {})).map((message) =>
          problemAt(["tagSpecifications", i, "tags"], message),
        );
      }),
    ];
  },
});

export const launchTemplateMetadataTags = resourceRule({
  id: "launch-template-metadata-tags",
  ...refusal,
  source: `${GUIDE}/work-with-tags-in-IMDS.html`,
  types: [TEMPLATE],
  fix: "Leave instanceMetadataTags disabled, or use keys without spaces and slashes.",
  check: ({ props }) => {
    if (at(props, "metadataOptions", "instanceMetadataTags") !== "enabled") return undefined;
    const form = /^(?!\.{1,2}$|_index$)[a-zA-Z0-9+\-=.,_:@]{1,255}$/;
    return listAt(props, "tagSpecifications").flatMap((one, i) => {
      const tags = at(one, "tags");
      if (at(one, "resourceType") !== "instance" || isUnknown(tags)) return [];
      return Object.keys(tags ?? {})
        .filter((key) => !form.test(key))
        .map((key) =>
          problemAt(
            ["tagSpecifications", i, "tags"],
            `have the key "${key}", which the metadata of an instance cannot show`,
          ),
        );
    });
  },
});

export const launchTemplateProfile = resourceRule({
  id: "launch-template-profile",
  ...refusal,
  source: `${API}/API_LaunchTemplateIamInstanceProfileSpecificationRequest.html`,
  types: [TEMPLATE],
  fix: "Name the instance profile by its arn or by its name; a role is not one, it stands in one.",
  check: ({ props }) => {
    if (isUnknown(props["iamInstanceProfile"])) return undefined;
    const [arn, name] = ["arn", "name"].map((key) => at(props, "iamInstanceProfile", key));
    return [
      ...(isSet(arn) && isSet(name)
        ? [problemAt(["iamInstanceProfile"], "is named by ARN and by name at once")]
        : []),
      ...unlike(
        props,
        ["iamInstanceProfile", "arn"],
        /^arn:[\w-]+:iam::\d{12}:instance-profile\//,
        "the ARN of an instance profile",
      ),
      ...unlike(props, ["iamInstanceProfile", "name"], /^[\w+=,.@-]{1,128}$/, "a name, no ARN"),
    ];
  },
});
