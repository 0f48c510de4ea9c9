import { mayReferToAnything, refersTo } from "../resource.ts";
import { stackRule } from "../rule.ts";

const BUCKET = "aws:s3/bucket:Bucket";
const BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const SWITCHES = [
  "blockPublicAcls",
  "blockPublicPolicy",
  "ignorePublicAcls",
  "restrictPublicBuckets",
];

export const s3BlockPublic = stackRule({
  id: "s3-block-public",
  group: "security",
  enforcement: "mandatory",
  controls: ["S3.2", "S3.3", "S3.8", "CIS 2.1.4"],
  source: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-8",
  types: [BUCKET],
  fix: `Give the bucket a BucketPublicAccessBlock with ${SWITCHES.join(", ")} true.`,
  checkStack: (resources) => {
    const blocks = resources.filter(({ type }) => type === BLOCK);
    return resources
      .filter(({ type }) => type === BUCKET)
      .flatMap((bucket) => {
        const block =
          blocks.find((one) => refersTo(one, "bucket", bucket)) ??
          blocks.find((one) => mayReferToAnything(one, "bucket"));
        if (block === undefined) {
          return [{ resource: bucket, message: "has no public access block" }];
        }
        return SWITCHES.filter((name) => block.props[name] === false || !(name in block.props)).map(
          (property) => ({
            resource: block,
            property,
            message: `leaves ${bucket.name} open to being public`,
          }),
        );
      });
  },
});
