/*
 * Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3" and "… for AWS Key Management
 * Service". The layout is that of Pulumi's own object-store backend (pkg/backend/diy), and of `state/` beside it.
 */
import { lockFolder } from "../state/stack-lock.ts";
import { recordKey } from "../state/run-record.ts";
import { stateKey } from "../state/state-store.ts";
import type { Deployment, LayerScope } from "./layer-scope.ts";
import type { Statement } from "./policy-document.ts";

/** Reading the states of the environment: a layer reads the outputs of others, and the guard reads who reads what. */
export function stateReads(deployment: Deployment, { partition }: LayerScope): Statement[] {
  const { bucket, object } = backend(deployment, partition);
  const { environment } = deployment;
  return [
    {
      Sid: "StateList",
      Effect: "Allow",
      Action: ["s3:GetBucketLocation", "s3:ListBucket"],
      Resource: [bucket],
    },
    {
      Sid: "StateRead",
      Effect: "Allow",
      Action: ["s3:GetObject"],
      Resource: [
        object(".pulumi/meta.yaml"),
        object(copies(stateKey("*", environment))),
        object(recordKey("*", environment)),
        object(`${lockFolder("*", environment)}/*`),
      ],
    },
    ...key(deployment, partition, "StateKey", ["kms:Decrypt"]),
  ];
}

/** Changing the state of the layer itself. */
export function stateWrites(deployment: Deployment, { partition }: LayerScope): Statement[] {
  const { object } = backend(deployment, partition);
  const { layer, environment } = deployment;
  return [
    {
      Sid: "StateWrite",
      Effect: "Allow",
      Action: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      Resource: [
        object(copies(stateKey(layer, environment))),
        object(`.pulumi/history/${layer}/${environment}/*`),
        object(`.pulumi/backups/${layer}/${environment}/*`),
        object(`${lockFolder(layer, environment)}/*`),
        object(recordKey(layer, environment)),
      ],
    },
    ...key(deployment, partition, "StateEncrypt", ["kms:Encrypt"]),
  ];
}

/** The state, and what the engine keeps beside it: `.json.bak`, `.json.gz`, `.pulumi-tags`. */
function copies(stateKey: string): string {
  return stateKey.replace(/\.json$/, ".*");
}

function backend({ backendUrl }: Deployment, partition: string) {
  const { protocol, hostname, pathname } = new URL(backendUrl);
  if (protocol !== "s3:") {
    throw new Error(
      `the backend ${backendUrl} is no S3 bucket: roles are generated for s3://<bucket>[/<prefix>]?region=<region> only`,
    );
  }
  const bucket = `arn:${partition}:s3:::${hostname}`;
  const prefix = pathname.replace(/\/+$/, "");
  return { bucket, object: (key: string) => `${bucket}${prefix}/${key}` };
}

/**
 * The key of the secrets in the states, by alias or by id, as `awskms://` names it. Another provider needs no
 * permission.
 */
function key(
  { secretsProvider, region, accountId }: Deployment,
  partition: string,
  Sid: string,
  Action: readonly string[],
): Statement[] {
  const [, named] = /^awskms:\/\/\/?([^?]+)/.exec(secretsProvider) ?? [];
  if (named === undefined) return [];
  const keys = `arn:${partition}:kms:${region}:${accountId}:key/`;
  if (!named.startsWith("alias/")) {
    const Resource = [named.startsWith("arn:") ? named : `${keys}${named}`];
    return [{ Sid, Effect: "Allow", Action, Resource }];
  }
  const Condition = { "ForAnyValue:StringEquals": { "kms:ResourceAliases": named } };
  return [{ Sid, Effect: "Allow", Action, Resource: [`${keys}*`], Condition }];
}
