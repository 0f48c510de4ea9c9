import { stackRule, type StackProblem } from "../../rule.ts";
import { hasUnknown, listAt } from "../../unknown.ts";
import { ofType, repeated, text, texts } from "../inputs.ts";
import { refusal } from "../refusal.ts";

const GROUP = "aws:rds/subnetGroup:SubnetGroup";
const SUBNET = "aws:ec2/subnet:Subnet";

export const rdsSubnetGroup = stackRule({
  ...refusal,
  id: "rds-subnet-group",
  source:
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
  types: [GROUP],
  fix: "Give it subnets in at least two zones, each once, and another name than default.",
  checkStack: (resources) =>
    ofType(resources, GROUP).flatMap((group): StackProblem[] => {
      const found = (property: string, message: string) => [{ resource: group, property, message }];
      if (text(group.props["name"])?.toLowerCase() === "default") {
        return found("name", 'is "default", which RDS keeps for itself');
      }
      const ids = group.props["subnetIds"];
      if (!Array.isArray(ids) || hasUnknown(ids)) return [];
      if (ids.length < 2) {
        return found("subnetIds", `has ${ids.length} subnets: RDS wants two zones at least`);
      }
      const [twice] = repeated(texts(ids));
      if (twice !== undefined) return found("subnetIds", `has ${twice} more than once`);
      const zones = listAt(ids).map((id) => {
        const subnet = ofType(resources, SUBNET).find(({ identities }) =>
          identities.includes(String(id)),
        );
        return text(subnet?.props["availabilityZone"]);
      });
      if (zones.includes(undefined) || new Set(zones).size > 1) return [];
      return found("subnetIds", `are all in ${zones[0]}: RDS wants two zones at least`);
    }),
});
