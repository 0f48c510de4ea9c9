import { resourceRule, type Problem } from "../rule.ts";
import { at, isUnknown, listAt } from "../unknown.ts";
import { isOff, isOn, numberOf, securityHub } from "./flag.ts";

const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const INSTANCE = "aws:ec2/instance:Instance";
const VOLUME = "aws:ebs/volume:Volume";
const facts = { group: "security", enforcement: "mandatory" } as const;

export const ec2Imdsv2 = resourceRule({
  ...facts,
  id: "ec2-imdsv2",
  controls: ["EC2.8", "EC2.170", "CIS 5.7"],
  source: securityHub("EC2.8"),
  types: [TEMPLATE, INSTANCE],
  fix: 'Set metadataOptions to httpTokens "required" and httpPutResponseHopLimit 1.',
  check: ({ props }): Problem[] => {
    const options = (name: string) => at(props, "metadataOptions", name);
    if (options("httpEndpoint") === "disabled") return [];
    const hops = numberOf(options("httpPutResponseHopLimit"));
    const tokens = options("httpTokens");
    return [
      ...(isUnknown(tokens) || tokens === "required"
        ? []
        : [
            {
              property: "metadataOptions.httpTokens",
              message: "gives credentials of its role to requests without a token",
            },
          ]),
      ...(hops === undefined || hops <= 1
        ? []
        : [
            {
              property: "metadataOptions.httpPutResponseHopLimit",
              message: "lets containers on the instance use the credentials of its role",
            },
          ]),
    ];
  },
});

export const ec2LtEncrypted = resourceRule({
  ...facts,
  id: "ec2-lt-encrypted",
  controls: ["EC2.3", "EC2.181"],
  source: securityHub("EC2.181"),
  types: [TEMPLATE, INSTANCE, VOLUME],
  fix: "Say encrypted: true for each disk; the account's default does not count.",
  check: ({ type, props }): Problem[] => {
    const message = "has a disk that is not said to be encrypted";
    const unencrypted = (disk: unknown, property: string) =>
      isOff(at(disk, "encrypted")) ? [{ property, message }] : [];
    if (type === VOLUME) return unencrypted(props, "encrypted");
    if (type === INSTANCE) {
      const root = props["rootBlockDevice"];
      if (isUnknown(root)) return [];
      const disks = listAt(props, "ebsBlockDevices");
      return [
        ...unencrypted(root, "rootBlockDevice.encrypted"),
        ...disks.flatMap((one, index) => unencrypted(one, `ebsBlockDevices[${index}].encrypted`)),
      ];
    }
    if (isUnknown(props["blockDeviceMappings"])) return [];
    const disks = listAt(props, "blockDeviceMappings");
    if (disks.length === 0) return [{ property: "blockDeviceMappings", message }];
    return disks.flatMap((one, index) => {
      const disk = at(one, "ebs");
      const isDisk = disk !== undefined && !isUnknown(disk);
      return isDisk ? unencrypted(disk, `blockDeviceMappings[${index}].ebs.encrypted`) : [];
    });
  },
});

export const ec2NoPublicIp = resourceRule({
  ...facts,
  id: "ec2-no-public-ip",
  controls: ["EC2.9", "EC2.25"],
  source: securityHub("EC2.25"),
  types: [TEMPLATE, INSTANCE],
  fix: "Leave associatePublicIpAddress out, and put instances into private subnets.",
  check: ({ props }): Problem[] => {
    const message = "gives instances a public address";
    const property = "associatePublicIpAddress";
    return [
      ...(isOn(props[property]) ? [{ property, message }] : []),
      ...listAt(props, "networkInterfaces").flatMap((one, index) =>
        isOn(at(one, property))
          ? [{ property: `networkInterfaces[${index}].${property}`, message }]
          : [],
      ),
    ];
  },
});

export const ec2OneInterface = resourceRule({
  ...facts,
  id: "ec2-one-interface",
  controls: ["EC2.17"],
  source: securityHub("EC2.17"),
  types: [TEMPLATE, INSTANCE],
  fix: "Keep one network interface: a second one is a way around the rules of the first.",
  check: ({ props }) =>
    listAt(props, "networkInterfaces").length > 1
      ? { property: "networkInterfaces", message: "has several network interfaces" }
      : undefined,
});

export const ec2ParavirtualType = resourceRule({
  ...facts,
  id: "ec2-paravirtual-type",
  controls: ["EC2.24"],
  source: securityHub("EC2.24"),
  types: [TEMPLATE, INSTANCE],
  fix: "Take an instance type of a current generation.",
  check: ({ props }) => {
    const [family] = String(props["instanceType"]).split(".");
    return PARAVIRTUAL.includes(family ?? "")
      ? { property: "instanceType", message: "is of a type that can be virtualized the old way" }
      : undefined;
  },
});

export const ec2DetailedMonitoring = resourceRule({
  ...facts,
  id: "ec2-detailed-monitoring",
  controls: ["CKV_AWS_126"],
  source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-detailed-monitoring.html",
  types: [TEMPLATE, INSTANCE],
  fix: "Set monitoring.enabled to true: scaling then sees each minute instead of five.",
  check: ({ type, props }) => {
    const value = type === TEMPLATE ? at(props, "monitoring", "enabled") : props["monitoring"];
    return isOff(value)
      ? { property: "monitoring", message: "is measured every five minutes only" }
      : undefined;
  },
});

export const userDataSecrets = resourceRule({
  ...facts,
  id: "user-data-secrets",
  controls: ["CKV_AWS_46", "AVD-AWS-0029"],
  source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html",
  types: [TEMPLATE, INSTANCE],
  fix: "Let the script fetch the secret by its ARN when the instance starts.",
  check: ({ props }) => {
    const property = ["userData", "userDataBase64"].find((name) => {
      const value = props[name];
      if (typeof value !== "string") return false;
      const texts = [value, Buffer.from(value, "base64").toString("utf8")];
      return texts.some((text) => SECRETS.some((pattern) => pattern.test(text)));
    });
    return property === undefined
      ? undefined
      : { property, message: "holds what looks like a password or a key" };
  },
});

/** EC2.24. */
const PARAVIRTUAL = ["c1", "c3", "hs1", "m1", "m2", "m3", "t1"];

/** What is assigned is a value, no variable, and not the output of a command. */
const SECRETS = [
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /aws_secret_access_key\s*[=:]\s*["']?[A-Za-z0-9/+]{40}/i,
  /\b[A-Z_]*(password|passwd|secret)\s*=\s*["']?(?![$"'`\s]|arn:)[^\s"'$]{6,}/i,
];
