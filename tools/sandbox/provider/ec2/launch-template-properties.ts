import type { Properties, Property } from "../property.ts";
import { isSameBoolean } from "./launch-template-data.ts";

const string: Property = { kind: "string" };
const number: Property = { kind: "number" };
const boolean: Property = { kind: "boolean" };
const strings: Property = { kind: "set" };
/** "true" or "false" in quotes: leaving it out is not the same as false. */
const nullableBoolean: Property = { kind: "string", equal: isSameBoolean };
const chosen = { computed: true } as const;

function object(fields: Properties): Property {
  return { kind: "object", fields };
}

function list(fields: Properties): Property {
  return { kind: "list", of: object(fields) };
}

const range = object({ min: number, max: number });
const rangeWithMinimum: Property = {
  kind: "object",
  required: true,
  fields: { min: { kind: "number", required: true }, max: number },
};

const blockDeviceMapping: Properties = {
  deviceName: string,
  noDevice: string,
  virtualName: string,
  ebs: object({
    deleteOnTermination: nullableBoolean,
    encrypted: nullableBoolean,
    iops: { ...number, ...chosen },
    kmsKeyId: string,
    snapshotId: string,
    throughput: { ...number, ...chosen },
    volumeInitializationRate: number,
    volumeSize: { ...number, ...chosen },
    volumeType: { ...string, ...chosen },
  }),
};

const networkInterface: Properties = {
  associateCarrierIpAddress: nullableBoolean,
  associatePublicIpAddress: nullableBoolean,
  connectionTrackingSpecification: object({
    tcpEstablishedTimeout: number,
    udpStreamTimeout: number,
    udpTimeout: number,
  }),
  deleteOnTermination: nullableBoolean,
  description: string,
  deviceIndex: number,
  enaQueueCount: number,
  enaSrdSpecification: object({
    enaSrdEnabled: boolean,
    enaSrdUdpSpecification: object({ enaSrdUdpEnabled: boolean }),
  }),
  interfaceType: string,
  ipv4AddressCount: number,
  ipv4Addresses: strings,
  ipv4PrefixCount: number,
  ipv4Prefixes: strings,
  ipv6AddressCount: number,
  ipv6Addresses: strings,
  ipv6PrefixCount: number,
  ipv6Prefixes: strings,
  networkCardIndex: number,
  networkInterfaceId: string,
  primaryIpv6: nullableBoolean,
  privateIpAddress: string,
  securityGroups: strings,
  subnetId: string,
};

const instanceRequirements: Properties = {
  acceleratorCount: range,
  acceleratorManufacturers: strings,
  acceleratorNames: strings,
  acceleratorTotalMemoryMib: range,
  acceleratorTypes: strings,
  allowedInstanceTypes: strings,
  bareMetal: string,
  baselineEbsBandwidthMbps: range,
  burstablePerformance: string,
  cpuManufacturers: strings,
  excludedInstanceTypes: strings,
  instanceGenerations: strings,
  localStorage: string,
  localStorageTypes: strings,
  maxSpotPriceAsPercentageOfOptimalOnDemandPrice: number,
  memoryGibPerVcpu: range,
  memoryMib: rangeWithMinimum,
  networkBandwidthGbps: range,
  networkInterfaceCount: range,
  onDemandMaxPricePercentageOverLowestPrice: number,
  requireHibernateSupport: boolean,
  spotMaxPricePercentageOverLowestPrice: number,
  totalLocalStorageGb: range,
  vcpuCount: rangeWithMinimum,
};

/**
 * What a version of a launch template holds: a change of any of these makes a new version.
 *
 * Source: terraform-provider-aws, aws_launch_template; EC2 API reference, RequestLaunchTemplateData.
 */
export const dataProperties = {
  blockDeviceMappings: list(blockDeviceMapping),
  capacityReservationSpecification: object({
    capacityReservationPreference: string,
    capacityReservationTarget: object({
      capacityReservationId: string,
      capacityReservationResourceGroupArn: string,
    }),
  }),
  cpuOptions: object({
    amdSevSnp: string,
    coreCount: number,
    nestedVirtualization: string,
    threadsPerCore: number,
  }),
  creditSpecification: object({ cpuCredits: string }),
  disableApiStop: boolean,
  disableApiTermination: boolean,
  ebsOptimized: nullableBoolean,
  enclaveOptions: object({ enabled: boolean }),
  hibernationOptions: object({ configured: { kind: "boolean", required: true } }),
  iamInstanceProfile: object({ arn: string, name: string }),
  imageId: string,
  instanceInitiatedShutdownBehavior: string,
  instanceMarketOptions: object({
    marketType: string,
    spotOptions: object({
      blockDurationMinutes: number,
      instanceInterruptionBehavior: string,
      maxPrice: string,
      spotInstanceType: string,
      validUntil: { ...string, ...chosen },
    }),
  }),
  instanceRequirements: object(instanceRequirements),
  instanceType: { ...string, conflictsWith: ["instanceRequirements"] },
  kernelId: string,
  keyName: string,
  licenseSpecifications: {
    kind: "set",
    of: object({ licenseConfigurationArn: { kind: "string", required: true } }),
  },
  maintenanceOptions: object({ autoRecovery: string }),
  metadataOptions: {
    ...object({
      httpEndpoint: { ...string, ...chosen },
      httpProtocolIpv6: { ...string, ...chosen },
      httpPutResponseHopLimit: { ...number, ...chosen },
      httpTokens: { ...string, ...chosen },
      instanceMetadataTags: { ...string, ...chosen },
    }),
    ...chosen,
  },
  monitoring: object({ enabled: boolean }),
  networkInterfaces: list(networkInterface),
  networkPerformanceOptions: object({ bandwidthWeighting: string }),
  placement: object({
    affinity: string,
    availabilityZone: string,
    groupId: string,
    groupName: string,
    hostId: string,
    hostResourceGroupArn: string,
    partitionNumber: number,
    spreadDomain: string,
    tenancy: string,
  }),
  privateDnsNameOptions: object({
    enableResourceNameDnsARecord: boolean,
    enableResourceNameDnsAaaaRecord: boolean,
    hostnameType: string,
  }),
  ramDiskId: string,
  secondaryInterfaces: list({
    deleteOnTermination: boolean,
    deviceIndex: number,
    interfaceType: string,
    networkCardIndex: number,
    privateIpAddressCount: number,
    privateIpAddresses: strings,
    secondarySubnetId: string,
  }),
  securityGroupNames: { ...strings, conflictsWith: ["vpcSecurityGroupIds"] },
  tagSpecifications: list({ resourceType: string, tags: { kind: "map" } }),
  userData: string,
  vpcSecurityGroupIds: strings,
} as const satisfies Properties;
