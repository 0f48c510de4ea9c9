import { resourceRule, stackRule, type StackProblem } from "../../rule.ts";
import { at, isUnknown, listAt } from "../../unknown.ts";
import { isSet, number, ofType, repeated, text } from "../inputs.ts";
import { refusal } from "../refusal.ts";
import { bucketOf, mayHave, partsOf, VERSIONING } from "./bucket.ts";
import { rulesOf } from "./bucket-logging.ts";

const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const SOURCE =
  "https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html";

/** From the warmest to the coldest: objects go down only. */
const CLASSES = [
  "STANDARD_IA",
  "INTELLIGENT_TIERING",
  "ONEZONE_IA",
  "GLACIER_IR",
  "GLACIER",
  "DEEP_ARCHIVE",
];
/** Days that an object must have before S3 takes it there. */
const LEAST: Readonly<Record<string, number>> = { STANDARD_IA: 30, ONEZONE_IA: 30 };
const ACTIONS = [
  "abortIncompleteMultipartUpload",
  "expiration",
  "noncurrentVersionExpiration",
  "noncurrentVersionTransitions",
  "transitions",
];

export const s3Lifecycle = resourceRule({
  ...refusal,
  id: "s3-lifecycle-values",
  source: SOURCE,
  types: [LIFECYCLE],
  fix:
    "Give each rule an id of its own and something to do; days from 1, STANDARD_IA from 30, colder classes " +
    "later, expiration last; several filters within and.",
  check: (resource) => {
    const rules = rulesOf(resource);
    const ids = rules.map(([rule]) => text(at(rule, "id"))).filter((id) => id !== undefined);
    return [
      ...repeated(ids).map((id) => ({ property: "rules", message: `has two rules "${id}"` })),
      ...(rules.length > 1000 ? [{ property: "rules", message: "has more than 1000 rules" }] : []),
      ...rules.flatMap(([rule, property]) =>
        isUnknown(rule) ? [] : ruleProblems(rule).map((message) => ({ property, message })),
      ),
    ];
  },
});

function ruleProblems(rule: unknown): readonly string[] {
  if (ACTIONS.every((name) => !isSet(at(rule, name)))) return ["does nothing"];
  if ((text(at(rule, "id"))?.length ?? 0) > 255) return ["has an id of more than 255 characters"];
  return [...filterProblems(rule), ...dayProblems(rule), ...transitionProblems(rule)];
}

function filterProblems(rule: unknown): string[] {
  const filter = at(rule, "filter");
  const parts = ["prefix", "tag", "objectSizeGreaterThan", "objectSizeLessThan", "and"].filter(
    (name) => isSet(at(filter, name)),
  );
  const problems =
    parts.length > 1 ? [`has several filters, ${parts.join(" and ")}, outside of and`] : [];
  const hasTags = isSet(at(filter, "tag")) || isSet(at(filter, "and", "tags"));
  if (hasTags && isSet(at(rule, "abortIncompleteMultipartUpload"))) {
    problems.push("ends uploads by a tag, which they have not");
  }
  if (hasTags && at(rule, "expiration", "expiredObjectDeleteMarker") === true) {
    problems.push("ends delete markers by a tag, which they have not");
  }
  return problems;
}

function dayProblems(rule: unknown): string[] {
  const expiration = at(rule, "expiration");
  const given = ["date", "days", "expiredObjectDeleteMarker"].filter((name) => {
    const value = at(expiration, name);
    return isSet(value) && value !== false && value !== 0;
  });
  const days: readonly (readonly [string, unknown])[] = [
    ["expiration.days", given.length > 0 ? undefined : at(expiration, "days")],
    [
      "abortIncompleteMultipartUpload",
      at(rule, "abortIncompleteMultipartUpload", "daysAfterInitiation"),
    ],
    ["noncurrentVersionExpiration", at(rule, "noncurrentVersionExpiration", "noncurrentDays")],
  ];
  return [
    ...(given.length > 1 ? [`has several ends of objects: ${given.join(", ")}`] : []),
    ...days
      .filter(([, value]) => (number(value) ?? 1) < 1)
      .map(([name, value]) => `has ${number(value)} days for ${name}: 1 is the least`),
  ];
}

function transitionProblems(rule: unknown): string[] {
  const lists = [
    ["transitions", "days", at(rule, "expiration", "days")],
    [
      "noncurrentVersionTransitions",
      "noncurrentDays",
      at(rule, "noncurrentVersionExpiration", "noncurrentDays"),
    ],
  ] as const;
  return lists.flatMap(([list, unit, end]) => {
    const steps = listAt(rule, list).map((one) => ({
      storage: text(at(one, "storageClass")),
      days: number(at(one, unit)),
    }));
    const order = steps
      .flatMap(({ storage, days }) =>
        storage === undefined || days === undefined ? [] : [{ storage, days }],
      )
      .sort((a, b) => a.days - b.days || CLASSES.indexOf(a.storage) - CLASSES.indexOf(b.storage));
    const last = order.at(-1);
    const until = number(end);
    const unknown = steps.flatMap(({ storage }) =>
      storage === undefined || CLASSES.includes(storage)
        ? []
        : [`moves to "${storage}", which there is not`],
    );
    return [
      ...unknown,
      ...order.flatMap(({ storage, days }, index) => {
        const least = LEAST[storage] ?? 0;
        const before = order[index - 1];
        const problems =
          days < least ? [`moves to ${storage} after ${days} days: ${least} is the least`] : [];
        if (before !== undefined && CLASSES.indexOf(before.storage) >= CLASSES.indexOf(storage)) {
          problems.push(`moves from ${before.storage} to ${storage}, which is not colder`);
        }
        return problems;
      }),
      ...(last !== undefined && until !== undefined && until > 0 && until <= last.days
        ? [`deletes after ${until} days what it moves to ${last.storage} after ${last.days}`]
        : []),
    ];
  });
}

export const s3LifecycleVersions = stackRule({
  ...refusal,
  id: "s3-lifecycle-versions",
  source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html",
  types: [LIFECYCLE],
  fix: "Switch versioning on, or end the objects themselves with expiration.days.",
  checkStack: (resources) =>
    ofType(resources, LIFECYCLE).flatMap((lifecycle): StackProblem[] => {
      const bucket = bucketOf(resources, lifecycle);
      if (bucket === undefined || mayHave(resources, VERSIONING)) return [];
      const rules = rulesOf(lifecycle);
      const endsObjects = rules.some(([rule]) => isSet(at(rule, "expiration", "days")));
      const isVersioned = partsOf(resources, bucket, VERSIONING).some(
        ({ props }) => at(props, "versioningConfiguration", "status") !== "Disabled",
      );
      const onlyVersions = rules.some(([rule]) => isSet(at(rule, "noncurrentVersionExpiration")));
      if (isVersioned || endsObjects || !onlyVersions) return [];
      const message = `ends old versions, and ${bucket.name} keeps none: nothing is ever deleted`;
      return [{ resource: lifecycle, property: "rules", message }];
    }),
});

export const s3Versioning = stackRule({
  ...refusal,
  id: "s3-object-lock",
  source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html",
  types: [VERSIONING],
  fix: "Leave versioning Enabled where objectLockEnabled is true.",
  checkStack: (resources) =>
    ofType(resources, VERSIONING).flatMap((versioning): StackProblem[] => {
      const bucket = bucketOf(resources, versioning);
      const status = text(at(versioning.props, "versioningConfiguration", "status"));
      if (bucket?.props["objectLockEnabled"] !== true) return [];
      if (status === undefined || status === "Enabled") return [];
      const message = `is ${status}, and ${bucket.name} has object lock, which needs versions`;
      return [{ resource: versioning, property: "versioningConfiguration.status", message }];
    }),
});
