import { resourceRule } from "../../rule.ts";
import { text } from "../inputs.ts";
import { refusal } from "../refusal.ts";
import { BUCKET } from "./bucket.ts";

const BEGINNINGS = ["xn--", "sthree-", "amzn-s3-demo-"];
const ENDS = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

export const s3BucketName = resourceRule({
  ...refusal,
  id: "s3-bucket-name",
  source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
  types: [BUCKET],
  fix:
    "Take 3 to 63 lower case letters, digits and hyphens, a letter or digit at both ends, and no dots, " +
    "with which TLS does not work.",
  check: ({ props }) => {
    const name = text(props["bucket"]);
    if (name === undefined) return undefined;
    const found = (message: string) => ({ property: "bucket", message });
    const begin = BEGINNINGS.find((one) => name.startsWith(one));
    if (begin !== undefined) return found(`begins with "${begin}", which S3 keeps for itself`);
    const end = ENDS.find((one) => name.endsWith(one));
    if (end !== undefined) return found(`ends with "${end}", which S3 keeps for itself`);
    if (name.endsWith("-an") && props["bucketNamespace"] !== "account-regional") {
      return found('ends with "-an", which is for the namespace of an account');
    }
    if (name.includes(".")) return found("has a dot, with which no certificate of S3 fits");
    if (/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name)) return undefined;
    return found("is no name that S3 takes for a bucket");
  },
});
