import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { environment, type Ami } from "@strata/config";

/**
 * Id of the image in the region of the environment. Both ways ask AWS during the preview, so that an
 * image that does not exist there stops the run before anything is made.
 *
 * @throws pulumi.RunError when an image is pinned for another region
 */
export function imageId(ami: Ami, opts: pulumi.InvokeOptions): pulumi.Output<string> {
  if (ami.kind === "ssm") {
    // insecureValue: the id is public, and `value` would mark all that uses it as secret.
    return aws.ssm.getParameterOutput({ name: ami.parameter }, opts).insecureValue;
  }
  checkRegion(ami.region, environment(pulumi.getStack()).region);
  const image = aws.ec2.getAmiOutput(
    {
      // Without an owner, anybody's image could be chosen.
      owners: ["amazon"],
      mostRecent: true,
      filters: [{ name: "image-id", values: [ami.id] }],
    },
    opts,
  );
  return image.id;
}

function checkRegion(pinned: string, region: string): void {
  if (pinned === region) return;
  throw new pulumi.RunError(
    `compute:settings: the image is pinned for another region than ${region}, where the environment ` +
      "is. An image id is valid in one region only: pin one of this region, or use kind: ssm",
  );
}
