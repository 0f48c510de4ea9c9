import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { environment, type Ami, type AmiParameter } from "@strata/config";

/**
 * Id of the image in the region of the environment. Both ways ask AWS, and are awaited, so that an image
 * that does not exist there stops the program, at preview already, before it has made anything.
 *
 * @throws pulumi.RunError when there is no such image, or it is pinned for another region
 */
export async function imageId(ami: Ami, opts: pulumi.InvokeOptions): Promise<string> {
  const { region } = environment(pulumi.getStack());
  if (ami.kind === "pinned") checkRegion(ami.region, region);
  try {
    return await (ami.kind === "ssm" ? current(ami.parameter, opts) : pinned(ami.id, opts));
  } catch (error) {
    throw new pulumi.RunError(
      `compute:settings: the image (ami) cannot be found in ${region}: ${(error as Error).message}`,
    );
  }
}

async function current(parameter: AmiParameter, opts: pulumi.InvokeOptions): Promise<string> {
  // insecureValue: the id is public, and `value` would mark all that uses it as secret.
  const { insecureValue } = await aws.ssm.getParameter({ name: parameter }, opts);
  return insecureValue;
}

async function pinned(imageId: string, opts: pulumi.InvokeOptions): Promise<string> {
  const image = await aws.ec2.getAmi(
    {
      // Without an owner, anybody's image could be chosen.
      owners: ["amazon"],
      mostRecent: true,
      filters: [{ name: "image-id", values: [imageId] }],
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
