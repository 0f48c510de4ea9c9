import type { Unwrap } from "@pulumi/pulumi";
import type { AliasArgs, AliasState } from "@pulumi/aws/kms/alias.js";
import type { AliasListEntry, KMS } from "@aws-sdk/client-kms";

import { unlessGone } from "../api-error.ts";
import { nameToUse, prefixOf } from "../name-prefix.ts";
import { defineResource, type CheckFailure } from "../resource-type.ts";
import { isUnknown } from "../value.ts";

type Inputs = Unwrap<AliasArgs>;
type State = Unwrap<AliasState>;

const GONE = "NotFoundException";

/** Source: KMS API reference, CreateAlias, UpdateAlias, ListAliases. The ID is the name, `alias/` included. */
export const resource = defineResource<Inputs, State>({
  token: "aws:kms/alias:Alias",
  noun: "KMS Alias",
  autoname: { property: "name", maxLength: 255, unlessGiven: "namePrefix", prefix: "alias/" },
  properties: {
    name: { kind: "string", computed: true, replaces: true },
    namePrefix: { kind: "string", computed: true, replaces: true, conflictsWith: ["name"] },
    targetKeyId: {
      kind: "string",
      required: true,
      // The ID and the ARN of a key mean the same; AWS answers the ID.
      equal: (before, after) => keyIdOf(before) === keyIdOf(after),
    },
    region: { kind: "string", computed: true, replaces: true },
    arn: { kind: "string", output: true },
    targetKeyArn: { kind: "string", output: true, recomputed: ["targetKeyId"] },
  },
  validate: failures,

  async create(inputs, call) {
    const kms = await call.aws.kms();
    const name = nameToUse(inputs.name, inputs.namePrefix);
    await kms.createAlias({ AliasName: name, TargetKeyId: inputs.targetKeyId });
    return name;
  },

  async read(id, call, prior) {
    const alias = await find(await call.aws.kms(), id);
    if (alias === undefined) return undefined;
    return {
      arn: alias.AliasArn,
      name: alias.AliasName,
      namePrefix: prefixOf(alias.AliasName, prior.namePrefix),
      targetKeyArn: alias.AliasArn?.replace(/:alias\/.*$/, `:key/${alias.TargetKeyId ?? ""}`),
      targetKeyId: alias.TargetKeyId,
    };
  },

  async update(id, { inputs, changed }, call) {
    const kms = await call.aws.kms();
    if (changed("targetKeyId")) {
      await kms.updateAlias({ AliasName: id, TargetKeyId: inputs.targetKeyId });
    }
  },

  async delete(id, _state, call) {
    const kms = await call.aws.kms();
    await unlessGone(kms.deleteAlias({ AliasName: id }), GONE);
  },
});

/** KMS cannot look up one alias: DescribeKey answers the key and not the alias. */
async function find(kms: KMS, name: string): Promise<AliasListEntry | undefined> {
  let Marker: string | undefined;
  do {
    const page = await kms.listAliases({ Marker });
    const found = page.Aliases?.find(({ AliasName }) => AliasName === name);
    if (found !== undefined) return found;
    Marker = page.Truncated === true ? page.NextMarker : undefined;
  } while (Marker !== undefined);
  return undefined;
}

function keyIdOf(value: unknown): string {
  return String(value).replace(/^arn:[^/]*:key\//, "");
}

/** Source: KMS API reference, CreateAlias, `AliasName`; `alias/aws/` is for the keys of AWS services. */
function failures({ name, namePrefix }: Partial<Inputs>): CheckFailure[] {
  return Object.entries({ name, namePrefix }).flatMap(([property, value]) => {
    if (value === undefined || isUnknown(value)) return [];
    if (value.startsWith("alias/aws/")) {
      return [{ property, reason: `"${property}" cannot begin with "alias/aws/", which is AWS's` }];
    }
    if (/^alias\/[a-zA-Z0-9/_-]+$/.test(value)) return [];
    const rule = "must begin with 'alias/' and be comprised of only [a-zA-Z0-9/_-]";
    return [{ property, reason: `"${property}" ${rule}, got "${value}"` }];
  });
}
