import { at, isUnknown, listAt, refersTo, stackRule, type PolicyResource } from "@strata/policies";

const ofType = (resources: readonly PolicyResource[], type: string) =>
  resources.filter((one) => one.type === type);
const facts = { group: "security", enforcement: "mandatory" } as const;

const vpcFlowLog = stackRule({
  ...facts,
  id: "vpc-flow-log",
  controls: ["EC2.6", "CIS 3.7"],
  source: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-6",
  types: ["aws:ec2/vpc:Vpc"],
  fix: "Give the VPC a flow log.",
  checkStack: (resources) => {
    const logs = ofType(resources, "aws:ec2/flowLog:FlowLog");
    return ofType(resources, "aws:ec2/vpc:Vpc")
      .filter((vpc) => !logs.some((log) => refersTo(log, "vpcId", vpc)))
      .map((resource) => ({ resource, message: "has no flow log" }));
  },
});

const wafLogging = stackRule({
  ...facts,
  id: "waf-logging",
  controls: ["WAF.11"],
  source: "https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html#waf-11",
  types: ["aws:wafv2/webAcl:WebAcl"],
  fix: "Give the web ACL a WebAclLoggingConfiguration.",
  checkStack: (resources) => {
    const type = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration";
    const logs = ofType(resources, type);
    return ofType(resources, "aws:wafv2/webAcl:WebAcl")
      .filter((acl) => !logs.some((log) => refersTo(log, "resourceArn", acl)))
      .map((resource) => ({ resource, message: "logs nothing" }));
  },
});

const rdsSubnetsInside = stackRule({
  ...facts,
  id: "rds-subnets-inside",
  controls: ["RDS.46"],
  source: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-46",
  types: ["aws:rds/subnetGroup:SubnetGroup"],
  fix: "Put databases into subnets whose route table has no internet gateway.",
  checkStack: (resources) => {
    const gateways = ofType(resources, "aws:ec2/internetGateway:InternetGateway");
    const routes = ofType(resources, "aws:ec2/route:Route");
    const associations = ofType(resources, "aws:ec2/routeTableAssociation:RouteTableAssociation");
    const open = ofType(resources, "aws:ec2/routeTable:RouteTable").filter(
      (table) =>
        gateways.some((gateway) => refersTo(table, "routes", gateway)) ||
        routes.some(
          (route) =>
            refersTo(route, "routeTableId", table) &&
            gateways.some((gateway) => refersTo(route, "gatewayId", gateway)),
        ),
    );
    const openSubnets = associations
      .filter((one) => open.some((table) => refersTo(one, "routeTableId", table)))
      .map(({ props }) => at(props, "subnetId"))
      .filter((id) => !isUnknown(id));
    return ofType(resources, "aws:rds/subnetGroup:SubnetGroup")
      .filter(({ props }) => listAt(props, "subnetIds").some((id) => openSubnets.includes(id)))
      .map((resource) => ({ resource, message: "has a subnet with a way in from the internet" }));
  },
});

/** Rules on what lies in several layers; the engine, which sees one layer at a time, cannot ask them. */
export const environmentRules = [vpcFlowLog, wafLogging, rdsSubnetsInside];
