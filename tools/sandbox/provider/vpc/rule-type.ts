import type { Unwrap } from "@pulumi/pulumi";
import type {
  SecurityGroupIngressRuleArgs,
  SecurityGroupIngressRuleState,
} from "@pulumi/aws/vpc/securityGroupIngressRule.js";
import type { IpPermission, SecurityGroupRuleRequest } from "@aws-sdk/client-ec2";

import { unlessGone } from "../api-error.ts";
import { arnOf } from "../ec2/arn.ts";
import { protocolName } from "../ec2/security-group-rules.ts";
import { tagsOf, tagSpecifications, updateTags } from "../ec2/tags.ts";
import type { Property } from "../property.ts";
import { defineResource, type CheckFailure, type ResourceType } from "../resource-type.ts";

type Inputs = Unwrap<SecurityGroupIngressRuleArgs>;
type State = Unwrap<SecurityGroupIngressRuleState>;

const GONE = ["InvalidSecurityGroupRuleId.NotFound", "InvalidGroup.NotFound"];
const PEERS = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"] as const;
const PORTS = ["fromPort", "toPort"] as const;

/** A rule keeps the kind of its peer: ModifySecurityGroupRules cannot make an IPv4 rule an IPv6 one. */
const PEER: Property = {
  kind: "string",
  replaces: (before, after) => (before ?? "") === "" || (after ?? "") === "",
};

/**
 * One rule beside a security group without inline rules, for one direction: both types differ in nothing else.
 *
 * Source: EC2 API reference, Authorize… and RevokeSecurityGroup{Ingress,Egress}, ModifySecurityGroupRules.
 */
export function ruleType(direction: "Ingress" | "Egress"): ResourceType<Inputs, State> {
  const isEgress = direction === "Egress";
  return defineResource<Inputs, State>({
    token: `aws:vpc/securityGroup${direction}Rule:SecurityGroup${direction}Rule`,
    noun: `VPC Security Group ${direction} Rule`,
    tags: true,
    properties: {
      securityGroupId: { kind: "string", required: true, replaces: true },
      ipProtocol: {
        kind: "string",
        required: true,
        equal: (before, after) => protocolName(String(before)) === protocolName(String(after)),
      },
      fromPort: { kind: "number" },
      toPort: { kind: "number" },
      cidrIpv4: PEER,
      cidrIpv6: PEER,
      prefixListId: PEER,
      referencedSecurityGroupId: PEER,
      description: { kind: "string" },
      region: { kind: "string", computed: true, replaces: true },
      tags: { kind: "map" },
      arn: { kind: "string", output: true },
      securityGroupRuleId: { kind: "string", output: true },
    },

    validate(inputs) {
      const failures: CheckFailure[] = [];
      const given = PEERS.filter((name) => inputs[name] !== undefined);
      if (given.length !== 1) {
        const reason = `exactly one of ${PEERS.map((name) => `"${name}"`).join(", ")} must be set`;
        failures.push({ property: given[1] ?? PEERS[0], reason });
      }
      for (const property of PORTS) {
        const port: unknown = inputs[property];
        if (typeof port !== "number" || (port >= -1 && port <= 65_535)) continue;
        failures.push({ property, reason: `"${property}" must be between -1 and 65535` });
      }
      return failures;
    },

    async create(inputs, call) {
      const ec2 = await call.aws.ec2();
      const request = {
        GroupId: inputs.securityGroupId,
        IpPermissions: [permissionOf(inputs)],
        TagSpecifications: tagSpecifications("security-group-rule", inputs.tagsAll),
      };
      const { SecurityGroupRules } = await (isEgress
        ? ec2.authorizeSecurityGroupEgress(request)
        : ec2.authorizeSecurityGroupIngress(request));
      return SecurityGroupRules?.[0]?.SecurityGroupRuleId ?? "";
    },

    async read(id, call, prior) {
      const ec2 = await call.aws.ec2();
      const described = ec2.describeSecurityGroupRules({ SecurityGroupRuleIds: [id] });
      const rule = (await unlessGone(described, ...GONE))?.SecurityGroupRules?.[0];
      if (rule?.IsEgress !== isEgress) return undefined;
      // AWS answers -1 where a rule has no ports. Where the program says 0 for them, that stays a difference for ever.
      const port = (value: number | undefined, known: number | undefined) =>
        value === -1 && known !== -1 && known !== 0 ? undefined : value;
      const { UserId, GroupId } = rule.ReferencedGroupInfo ?? {};
      const foreign = UserId !== undefined && UserId !== call.accountId;
      return {
        arn: arnOf(call, `security-group-rule/${id}`),
        cidrIpv4: rule.CidrIpv4,
        cidrIpv6: rule.CidrIpv6,
        description: rule.Description,
        fromPort: port(rule.FromPort, prior.fromPort),
        ipProtocol: rule.IpProtocol,
        prefixListId: rule.PrefixListId,
        referencedSecurityGroupId: foreign ? `${UserId}/${GroupId}` : GroupId,
        securityGroupId: rule.GroupId,
        securityGroupRuleId: id,
        tags: tagsOf(rule.Tags),
        toPort: port(rule.ToPort, prior.toPort),
      };
    },

    async update(id, { inputs, changed, before }, call) {
      const ec2 = await call.aws.ec2();
      if (changed("ipProtocol", "description", ...PORTS, ...PEERS)) {
        await ec2.modifySecurityGroupRules({
          GroupId: inputs.securityGroupId,
          SecurityGroupRules: [{ SecurityGroupRuleId: id, SecurityGroupRule: requestOf(inputs) }],
        });
      }
      if (changed("tagsAll")) await updateTags(ec2, id, before.tagsAll, inputs.tagsAll);
    },

    async delete(id, { securityGroupId: GroupId }, call) {
      const ec2 = await call.aws.ec2();
      const request = { GroupId, SecurityGroupRuleIds: [id] };
      const revoked = isEgress
        ? ec2.revokeSecurityGroupEgress(request)
        : ec2.revokeSecurityGroupIngress(request);
      await unlessGone<unknown>(revoked, ...GONE, "InvalidPermission.NotFound");
    },
  });
}

/** How Authorize… names a rule. */
function permissionOf(rule: Inputs): IpPermission {
  const Description = rule.description;
  const [UserId, GroupId] = (rule.referencedSecurityGroupId ?? "").includes("/")
    ? (rule.referencedSecurityGroupId ?? "").split("/")
    : [undefined, rule.referencedSecurityGroupId];
  return {
    IpProtocol: rule.ipProtocol,
    FromPort: rule.fromPort,
    ToPort: rule.toPort,
    IpRanges: rule.cidrIpv4 === undefined ? undefined : [{ CidrIp: rule.cidrIpv4, Description }],
    Ipv6Ranges:
      rule.cidrIpv6 === undefined ? undefined : [{ CidrIpv6: rule.cidrIpv6, Description }],
    PrefixListIds:
      rule.prefixListId === undefined
        ? undefined
        : [{ PrefixListId: rule.prefixListId, Description }],
    UserIdGroupPairs: GroupId === undefined ? undefined : [{ UserId, GroupId, Description }],
  };
}

/** How ModifySecurityGroupRules names it: what is left out is taken away. */
function requestOf(rule: Inputs): SecurityGroupRuleRequest {
  return {
    IpProtocol: rule.ipProtocol,
    FromPort: rule.fromPort,
    ToPort: rule.toPort,
    CidrIpv4: rule.cidrIpv4,
    CidrIpv6: rule.cidrIpv6,
    PrefixListId: rule.prefixListId,
    ReferencedGroupId: rule.referencedSecurityGroupId,
    Description: rule.description,
  };
}
