import { stackRule } from "../../rule.ts";
import { at } from "../../unknown.ts";
import { isSet, ofType } from "../inputs.ts";
import { theOne } from "../references.ts";
import { refusal } from "../refusal.ts";

const GROUP = "aws:autoscaling/group:Group";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const GUIDE = "https://docs.aws.amazon.com/autoscaling/ec2/userguide";

export const autoscalingLaunchable = stackRule({
  id: "autoscaling-group-launchable",
  ...refusal,
  source: `${GUIDE}/ts-as-launch-template.html`,
  types: [GROUP],
  fix: "Give the launch template an imageId, and an instanceType unless the group lists types.",
  checkStack: (resources) =>
    ofType(resources, GROUP).flatMap((resource) =>
      ["launchTemplate", "mixedInstancesPolicy"].flatMap((property) => {
        const template = theOne(resource, property, resources, TEMPLATE);
        if (template === undefined) return [];
        const { imageId, instanceRequirements, instanceType } = template.props;
        const overrides = at(resource.props, property, "launchTemplate", "overrides");
        const hasType = [instanceType, instanceRequirements, overrides].some(isSet);
        return [
          ...(isSet(imageId) ? [] : ["no image"]),
          ...(hasType ? [] : ["no instance type"]),
        ].map((what) => ({
          resource,
          property,
          message: `starts instances from ${template.name}, which has ${what}`,
        }));
      }),
    ),
});

export const autoscalingMarket = stackRule({
  id: "autoscaling-group-market",
  ...refusal,
  source: `${GUIDE}/ec2-auto-scaling-mixed-instances-groups.html`,
  types: [GROUP],
  fix: "Leave instanceMarketOptions out of the template: instancesDistribution says how many are spot instances.",
  checkStack: (resources) =>
    ofType(resources, GROUP).flatMap((resource) => {
      const property = "mixedInstancesPolicy";
      const template = theOne(resource, property, resources, TEMPLATE);
      const market = at(template?.props, "instanceMarketOptions", "marketType");
      if (market !== "spot") return [];
      const message = `is of ${template?.name}, which asks for spot instances itself`;
      return [{ resource, property, message }];
    }),
});
