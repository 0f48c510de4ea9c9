import type { Unwrap } from "@pulumi/pulumi";
import type { LaunchTemplateArgs, LaunchTemplateState } from "@pulumi/aws/ec2/launchTemplate.js";
import type { LaunchTemplate, ResponseLaunchTemplateData } from "@aws-sdk/client-ec2";

import { unlessGone } from "../api-error.ts";
import { nameToUse, prefixFailures, prefixOf } from "../name-prefix.ts";
import { defineResource, type Call } from "../resource-type.ts";
import type { Values } from "../value.ts";
import { arnOf } from "./arn.ts";
import { fromApi, toApi } from "./launch-template-data.ts";
import { dataProperties } from "./launch-template-properties.ts";
import { tagsOf, tagSpecifications, updateTags } from "./tags.ts";

type Inputs = Unwrap<LaunchTemplateArgs>;
type State = Unwrap<LaunchTemplateState>;

/** AWS allows 128 characters, the official provider 125. */
const MAX_NAME = 125;
const GONE = ["InvalidLaunchTemplateId.NotFound", "InvalidLaunchTemplateName.NotFoundException"];

/** A change of these is a new version; description is of a version too. */
const VERSIONED = [...Object.keys(dataProperties), "description"] as (keyof Inputs & string)[];

const makesVersion = (changed: readonly string[]): boolean =>
  changed.some((name) => VERSIONED.includes(name as keyof Inputs & string));

/** Source: EC2 API reference, CreateLaunchTemplate, CreateLaunchTemplateVersion, ModifyLaunchTemplate. */
export const resource = defineResource<Inputs, State>({
  token: "aws:ec2/launchTemplate:LaunchTemplate",
  noun: "EC2 Launch Template",
  tags: true,
  autoname: { property: "name", maxLength: MAX_NAME, unlessGiven: "namePrefix" },
  properties: {
    ...dataProperties,
    name: { kind: "string", computed: true, replaces: true },
    namePrefix: { kind: "string", computed: true, replaces: true },
    description: { kind: "string" },
    defaultVersion: {
      kind: "number",
      computed: true,
      conflictsWith: ["updateDefaultVersion"],
      recomputed: (changed, inputs) =>
        inputs.updateDefaultVersion === true &&
        (makesVersion(changed) || changed.includes("updateDefaultVersion")),
    },
    updateDefaultVersion: { kind: "boolean", local: true },
    region: { kind: "string", computed: true, replaces: true },
    tags: { kind: "map" },
    arn: { kind: "string", output: true },
    latestVersion: { kind: "number", output: true, recomputed: makesVersion },
  },

  validate: (inputs) => prefixFailures(inputs, MAX_NAME - 26),

  async create(inputs, call) {
    const ec2 = await call.aws.ec2();
    const { LaunchTemplate } = await ec2.createLaunchTemplate({
      LaunchTemplateName: nameToUse(inputs.name, inputs.namePrefix),
      VersionDescription: inputs.description,
      LaunchTemplateData: toApi(dataProperties, inputs as Values),
      TagSpecifications: tagSpecifications("launch-template", inputs.tagsAll),
    });
    return LaunchTemplate?.LaunchTemplateId ?? "";
  },

  async read(id, call, prior) {
    const template = await find(id, call);
    if (template === undefined) return undefined;
    const ec2 = await call.aws.ec2();
    const { LaunchTemplateVersions } = await ec2.describeLaunchTemplateVersions({
      LaunchTemplateId: id,
      Versions: [String(template.LatestVersionNumber)],
    });
    const latest = LaunchTemplateVersions?.[0];
    // moto answers the template with the tags of its creation, whatever happened to them since.
    const Filters = [{ Name: "resource-id", Values: [id] }];
    const { Tags } = await ec2.describeTags({ Filters });
    return {
      ...(fromApi(dataProperties, ofInstances(latest?.LaunchTemplateData)) as Partial<State>),
      arn: arnOf(call, `launch-template/${id}`),
      name: template.LaunchTemplateName,
      namePrefix: prefixOf(template.LaunchTemplateName, prior.namePrefix),
      description: latest?.VersionDescription,
      defaultVersion: template.DefaultVersionNumber,
      latestVersion: template.LatestVersionNumber,
      tags: tagsOf(Tags),
    };
  },

  async update(id, { inputs, changed, before }, call) {
    const ec2 = await call.aws.ec2();
    let latest = before.latestVersion;
    if (changed(...VERSIONED)) {
      const { LaunchTemplateVersion } = await ec2.createLaunchTemplateVersion({
        LaunchTemplateId: id,
        VersionDescription: inputs.description,
        LaunchTemplateData: toApi(dataProperties, inputs as Values),
      });
      latest = LaunchTemplateVersion?.VersionNumber;
    }
    const followed = inputs.updateDefaultVersion === true ? latest : undefined;
    const chosen = changed("defaultVersion") ? inputs.defaultVersion : undefined;
    const wanted = followed ?? chosen;
    if (wanted !== undefined && wanted !== before.defaultVersion) {
      await ec2.modifyLaunchTemplate({ LaunchTemplateId: id, DefaultVersion: String(wanted) });
    }
    if (changed("tagsAll")) await updateTags(ec2, id, before.tagsAll, inputs.tagsAll);
  },

  async delete(id, _state, call) {
    const ec2 = await call.aws.ec2();
    await unlessGone(ec2.deleteLaunchTemplate({ LaunchTemplateId: id }), ...GONE);
  },
});

async function find(id: string, call: Call): Promise<LaunchTemplate | undefined> {
  const ec2 = await call.aws.ec2();
  const described = ec2.describeLaunchTemplates({ LaunchTemplateIds: [id] });
  const found = await unlessGone(described, ...GONE);
  return found?.LaunchTemplates?.[0];
}

/** moto puts the tags of the template itself beside those of what the template launches. */
function ofInstances(data: ResponseLaunchTemplateData = {}): ResponseLaunchTemplateData {
  const TagSpecifications = data.TagSpecifications?.filter(
    ({ ResourceType }) => ResourceType !== "launch-template",
  );
  return { ...data, TagSpecifications };
}
