import type { Rule } from "../../rule.ts";

import { flowLogDestination, flowLogFormat, flowLogOnce, flowLogOptions, flowLogTraffic } from "./flow-log.ts";
import { eipDomain, eipOneTarget, internetGatewayOnce, natGatewayAddress, natGatewayPrivateIp, natGatewayWayOut, routeTableAssociationOnce, routeTableAssociationVpc } from "./gateway.ts";
import { launchTemplateDevices, launchTemplateImage, launchTemplateInstanceType, launchTemplateMetadata, launchTemplateMetadataTags, launchTemplateName, launchTemplateNetwork, launchTemplateProfile, launchTemplateTags, launchTemplateUserData, launchTemplateVolume, launchTemplateVolumeKey } from "./launch-template.ts";
import { networkAclPeer, networkAclPorts, networkAclRuleNumber, networkAclSize } from "./network-acl.ts";
import { routeDestination, routeTableMixed, routeTargetKind, routeTwice } from "./route.ts";
import { securityGroupCidr, securityGroupDescription, securityGroupMixed, securityGroupName, securityGroupPeer, securityGroupPorts, securityGroupProtocol, securityGroupRuleTwice, securityGroupSize } from "./security-group.ts";
import { subnetCidr, subnetInVpc, subnetIpv6, subnetOverlap, subnetZone } from "./subnet.ts";
import { vpcEndpointAddresses, vpcEndpointKind, vpcEndpointOnce, vpcEndpointPrivateDns, vpcEndpointService, vpcEndpointZones } from "./vpc-endpoint.ts";
import { vpcCidr, vpcDns, vpcTenancy } from "./vpc.ts";

/** One line a rule, by the alphabet. */
export const ec2Rules: readonly Rule[] = [
  eipDomain,
  eipOneTarget,
  flowLogDestination,
  flowLogFormat,
  flowLogOnce,
  flowLogOptions,
  flowLogTraffic,
  internetGatewayOnce,
  launchTemplateDevices,
  launchTemplateImage,
  launchTemplateInstanceType,
  launchTemplateMetadata,
  launchTemplateMetadataTags,
  launchTemplateName,
  launchTemplateNetwork,
  launchTemplateProfile,
  launchTemplateTags,
  launchTemplateUserData,
  launchTemplateVolume,
  launchTemplateVolumeKey,
  natGatewayAddress,
  natGatewayPrivateIp,
  natGatewayWayOut,
  networkAclPeer,
  networkAclPorts,
  networkAclRuleNumber,
  networkAclSize,
  routeDestination,
  routeTableAssociationOnce,
  routeTableAssociationVpc,
  routeTableMixed,
  routeTargetKind,
  routeTwice,
  securityGroupCidr,
  securityGroupDescription,
  securityGroupMixed,
  securityGroupName,
  securityGroupPeer,
  securityGroupPorts,
  securityGroupProtocol,
  securityGroupRuleTwice,
  securityGroupSize,
  subnetCidr,
  subnetInVpc,
  subnetIpv6,
  subnetOverlap,
  subnetZone,
  vpcCidr,
  vpcDns,
  vpcEndpointAddresses,
  vpcEndpointKind,
  vpcEndpointOnce,
  vpcEndpointPrivateDns,
  vpcEndpointService,
  vpcEndpointZones,
  vpcTenancy,
];
