import type { Properties, Property } from "../property.ts";

const RANGE: Property = {
  kind: "object",
  fields: { min: { kind: "number" }, max: { kind: "number" } },
};

const SPECIFICATION: Property = {
  kind: "object",
  fields: {
    launchTemplateId: { kind: "string", computed: true },
    launchTemplateName: { kind: "string", computed: true },
    version: { kind: "string", computed: true },
  },
};

/** Source: Auto Scaling API reference, InstanceRequirements. */
const REQUIREMENTS: Properties = {
  acceleratorCount: RANGE,
  acceleratorManufacturers: { kind: "set" },
  acceleratorNames: { kind: "set" },
  acceleratorTotalMemoryMib: RANGE,
  acceleratorTypes: { kind: "set" },
  allowedInstanceTypes: { kind: "set" },
  bareMetal: { kind: "string" },
  baselineEbsBandwidthMbps: RANGE,
  burstablePerformance: { kind: "string" },
  cpuManufacturers: { kind: "set" },
  excludedInstanceTypes: { kind: "set" },
  instanceGenerations: { kind: "set" },
  localStorage: { kind: "string" },
  localStorageTypes: { kind: "set" },
  maxSpotPriceAsPercentageOfOptimalOnDemandPrice: { kind: "number" },
  memoryGibPerVcpu: RANGE,
  memoryMib: RANGE,
  networkBandwidthGbps: RANGE,
  networkInterfaceCount: RANGE,
  onDemandMaxPricePercentageOverLowestPrice: { kind: "number" },
  requireHibernateSupport: { kind: "boolean" },
  spotMaxPricePercentageOverLowestPrice: { kind: "number" },
  totalLocalStorageGb: RANGE,
  vcpuCount: RANGE,
};

/** Source: Auto Scaling API reference, MixedInstancesPolicy. AWS fills in the distribution. */
export const MIXED_INSTANCES_POLICY: Property = {
  kind: "object",
  computed: true,
  fields: {
    instancesDistribution: {
      kind: "object",
      computed: true,
      fields: {
        onDemandAllocationStrategy: { kind: "string", computed: true },
        onDemandBaseCapacity: { kind: "number", computed: true },
        onDemandPercentageAboveBaseCapacity: { kind: "number", computed: true },
        spotAllocationStrategy: { kind: "string", computed: true },
        spotInstancePools: { kind: "number", computed: true },
        spotMaxPrice: { kind: "string" },
      },
    },
    launchTemplate: {
      kind: "object",
      required: true,
      fields: {
        launchTemplateSpecification: { ...SPECIFICATION, required: true },
        overrides: {
          kind: "list",
          computed: true,
          of: {
            kind: "object",
            fields: {
              instanceRequirements: { kind: "object", fields: REQUIREMENTS },
              instanceType: { kind: "string" },
              launchTemplateSpecification: SPECIFICATION,
              weightedCapacity: { kind: "string" },
            },
          },
        },
      },
    },
  },
};
