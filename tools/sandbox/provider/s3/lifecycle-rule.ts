import type { Unwrap } from "@pulumi/pulumi";
import type { BucketLifecycleConfigurationArgs } from "@pulumi/aws/s3/bucketLifecycleConfiguration.js";
import type {
  LifecycleRule,
  LifecycleRuleFilter,
  TransitionStorageClass,
} from "@aws-sdk/client-s3";

import { tagList, tagRecord } from "../tag-list.ts";

type Rule = NonNullable<Unwrap<BucketLifecycleConfigurationArgs>["rules"]>[number];

/** One rule as S3 takes it. */
export function lifecycleRule(rule: Rule): LifecycleRule {
  const { abortIncompleteMultipartUpload: abort, expiration, noncurrentVersionExpiration } = rule;
  const usesPrefix = rule.prefix !== undefined && rule.prefix !== "";
  return {
    ID: rule.id,
    Status: rule.status as "Enabled" | "Disabled",
    ...(usesPrefix ? { Prefix: rule.prefix } : { Filter: filterOf(rule.filter) }),
    AbortIncompleteMultipartUpload: abort && { DaysAfterInitiation: abort.daysAfterInitiation },
    Expiration: expiration && {
      Date: dateOf(expiration.date),
      Days: expiration.days,
      ExpiredObjectDeleteMarker: expiration.expiredObjectDeleteMarker,
    },
    NoncurrentVersionExpiration: noncurrentVersionExpiration && {
      NewerNoncurrentVersions: noncurrentVersionExpiration.newerNoncurrentVersions,
      NoncurrentDays: noncurrentVersionExpiration.noncurrentDays,
    },
    NoncurrentVersionTransitions: rule.noncurrentVersionTransitions?.map((transition) => ({
      NewerNoncurrentVersions: transition.newerNoncurrentVersions,
      NoncurrentDays: transition.noncurrentDays,
      StorageClass: transition.storageClass as TransitionStorageClass,
    })),
    Transitions: rule.transitions?.map(({ date, days, storageClass }) => ({
      Date: dateOf(date),
      Days: days,
      StorageClass: storageClass as TransitionStorageClass,
    })),
  };
}

/** One rule of S3 as a program would write it. */
export function lifecycleRuleInputs(rule: LifecycleRule): Rule {
  const abort = rule.AbortIncompleteMultipartUpload;
  const { Expiration: expiration, NoncurrentVersionExpiration: noncurrent } = rule;
  return {
    id: rule.ID ?? "",
    status: rule.Status ?? "",
    prefix: rule.Prefix,
    filter: filterInputs(rule.Filter),
    abortIncompleteMultipartUpload: abort && { daysAfterInitiation: abort.DaysAfterInitiation },
    expiration: expiration && {
      date: textOf(expiration.Date),
      days: expiration.Days,
      expiredObjectDeleteMarker: expiration.ExpiredObjectDeleteMarker,
    },
    noncurrentVersionExpiration: noncurrent && {
      newerNoncurrentVersions: noncurrent.NewerNoncurrentVersions,
      noncurrentDays: noncurrent.NoncurrentDays ?? 0,
    },
    noncurrentVersionTransitions: rule.NoncurrentVersionTransitions?.map((transition) => ({
      newerNoncurrentVersions: transition.NewerNoncurrentVersions,
      noncurrentDays: transition.NoncurrentDays ?? 0,
      storageClass: transition.StorageClass ?? "",
    })),
    transitions: rule.Transitions?.map(
      ({ Date: date, Days: days, StorageClass: storageClass }) => ({
        date: textOf(date),
        days,
        storageClass: storageClass ?? "",
      }),
    ),
  };
}

/** S3 wants a filter where there is no prefix; one that asks for nothing, or the empty prefix, is for all objects. */
function filterOf(filter: Rule["filter"]): LifecycleRuleFilter {
  const { and, tag, prefix, objectSizeGreaterThan, objectSizeLessThan } = filter ?? {};
  const wanted: LifecycleRuleFilter = {
    ObjectSizeGreaterThan: objectSizeGreaterThan,
    ObjectSizeLessThan: objectSizeLessThan,
    Prefix: prefix,
    Tag: tag && { Key: tag.key, Value: tag.value },
    And: and && {
      ObjectSizeGreaterThan: and.objectSizeGreaterThan,
      ObjectSizeLessThan: and.objectSizeLessThan,
      Prefix: and.prefix,
      Tags: tagList(and.tags),
    },
  };
  const asks = Object.values(wanted).some((one) => one !== undefined);
  return filter === undefined || asks ? wanted : { Prefix: "" };
}

function filterInputs(filter: LifecycleRuleFilter | undefined): Rule["filter"] {
  if (filter === undefined) return undefined;
  const { And: and, Tag: tag } = filter;
  return {
    objectSizeGreaterThan: filter.ObjectSizeGreaterThan,
    objectSizeLessThan: filter.ObjectSizeLessThan,
    prefix: filter.Prefix,
    tag: tag && { key: tag.Key ?? "", value: tag.Value ?? "" },
    and: and && {
      objectSizeGreaterThan: and.ObjectSizeGreaterThan,
      objectSizeLessThan: and.ObjectSizeLessThan,
      prefix: and.Prefix,
      tags: and.Tags === undefined ? undefined : tagRecord(and.Tags),
    },
  };
}

function dateOf(text: string | undefined): Date | undefined {
  return text === undefined || text === "" ? undefined : new Date(text);
}

/** RFC 3339 without the fraction that a program would not write. */
function textOf(date: Date | undefined): string | undefined {
  return date?.toISOString().replace(/\.000Z$/, "Z");
}
