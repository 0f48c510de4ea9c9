import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { environment } from "@strata/config";
import { boundaryArn } from "@strata/naming";

import { layerTags, type Tags } from "./mandatory-tags.ts";
import { claimProvider, onlyProvider } from "./only-provider.ts";
import { withGroupTags, withLaunchTags, type GroupTag, type LaunchTag } from "./tag-forms.ts";

/**
 * The only AWS provider of a layer: region, account guard and default tags of the environment that the
 * stack is named after. It also sees to it that no resource overrides a mandatory tag with its own, and that no
 * role of a real account is without the boundary of its layer. From then on, a resource of AWS with another
 * provider, or with none, stops the program.
 *
 * @throws pulumi.RunError for a stack that is no environment, and when it is called a second time
 */
export function layerProvider(): aws.Provider {
  const { region, accountId } = environment(pulumi.getStack());
  const tags = layerTags();
  claimProvider();
  // eslint-disable-next-line no-restricted-syntax -- the one place that makes a provider
  const provider = new aws.Provider("aws", {
    region: region as aws.Region,
    allowedAccountIds: [accountId],
    defaultTags: { tags },
  });
  pulumi.runtime.registerStackTransformation(onlyProvider(provider));
  pulumi.runtime.registerStackTransformation(({ type, props, opts }) => {
    const own = props as Readonly<Record<string, unknown>>;
    const withLists = listedTags(type, own, tags);
    const changed = isTagged(own) ? { tags: withoutMandatory(own.tags, tags) } : {};
    return { props: { ...own, ...changed, ...withLists, ...boundary(type) }, opts };
  });
  return provider;
}

/**
 * The mandatory tags where AWS wants them as lists, which the provider's default tags do not reach: whatever the
 * program gave, or forgot, they are there.
 */
function listedTags(type: string, props: Readonly<Record<string, unknown>>, mandatory: Tags) {
  switch (type) {
    case "aws:autoscaling/group:Group":
      return {
        tags: pulumi
          .output(props.tags as pulumi.Input<GroupTag[]>)
          .apply((own) => withGroupTags(own, mandatory)),
      };
    case "aws:ec2/launchTemplate:LaunchTemplate": {
      const given = props.tagSpecifications as pulumi.Input<LaunchTag[]>;
      return {
        tagSpecifications: pulumi.output(given).apply((own) => withLaunchTags(own, mandatory)),
      };
    }
    default:
      return {};
  }
}

/**
 * The most that a role may ever be allowed. Whoever may make roles could otherwise make one that may do anything. In
 * the sandbox there is no such policy, and nobody to bound.
 */
function boundary(type: string): { readonly permissionsBoundary?: string } {
  if (type !== "aws:iam/role:Role" || environment(pulumi.getStack()).kind === "sandbox") return {};
  return { permissionsBoundary: boundaryArn(pulumi.getProject(), pulumi.getStack()) };
}

/** Whether a resource has tags as a map. An auto scaling group has a list: `groupTags`. */
function isTagged(props: unknown): props is { readonly tags: pulumi.Input<Tags> } {
  const tags = (props as { readonly tags?: unknown }).tags;
  return typeof tags === "object" && tags !== null && !Array.isArray(tags);
}

// A resource's own tag beats the provider's default of the same key, so it is taken out.
function withoutMandatory(tags: pulumi.Input<Tags>, mandatory: Tags): pulumi.Input<Tags> {
  const strip = (own: Tags): Tags =>
    Object.fromEntries(Object.entries(own).filter(([key]) => !Object.hasOwn(mandatory, key)));
  return pulumi.Output.isInstance(tags) ? tags.apply(strip) : strip(tags as Tags);
}
