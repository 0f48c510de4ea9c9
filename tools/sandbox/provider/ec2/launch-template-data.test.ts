import fc from "fast-check";

import { elementOf, isSame } from "../equality.ts";
import type { Properties, Property } from "../property.ts";
import type { Value, Values } from "../value.ts";
import { fromApi, isNullableBoolean, isSameBoolean, toApi } from "./launch-template-data.ts";
import { dataProperties } from "./launch-template-properties.ts";

/** Any value that the table allows. */
function valueOf(name: string, property: Property): fc.Arbitrary<Value> {
  if (isNullableBoolean(name, property)) return fc.constantFrom("true", "false");
  if (name === "validUntil") return fc.constantFrom("2030-01-02T03:04:05Z", "2031-12-31T00:00:00Z");
  switch (property.kind) {
    case "number":
      return fc.integer({ min: 1, max: 100 });
    case "boolean":
      return fc.boolean();
    case "object":
      return valuesOf(property.fields ?? {});
    case "map":
      return fc.dictionary(fc.constantFrom("Name", "owner"), word) as fc.Arbitrary<Values>;
    case "list":
    case "set":
      return fc.uniqueArray(valueOf("", elementOf(property)), {
        maxLength: 3,
        selector: (item) => JSON.stringify(item),
      });
    default:
      return word;
  }
}

const word = fc.stringMatching(/^[a-z]{1,4}$/);

function valuesOf(properties: Properties): fc.Arbitrary<Values> {
  const entries = Object.entries(properties).map(
    ([name, property]) => [name, valueOf(name, property)] as const,
  );
  return fc.record(Object.fromEntries(entries), { requiredKeys: [] }) as fc.Arbitrary<Values>;
}

it("survives the API: all data is read back as it was written", () => {
  fc.assert(
    fc.property(valuesOf(dataProperties), (data) => {
      const read = fromApi(dataProperties, toApi(dataProperties, data) as object);
      expect(read).toEqual(data);
      for (const [name, property] of Object.entries<Property>(dataProperties)) {
        expect(isSame(property, read[name], data[name])).toBe(true);
      }
    }),
  );
});

// EC2 API reference, RequestLaunchTemplateData and the types it refers to.
it("speaks the API's words", () => {
  const data = {
    vpcSecurityGroupIds: ["sg-1"],
    ebsOptimized: "true",
    networkInterfaces: [
      {
        associatePublicIpAddress: "false",
        securityGroups: ["sg-1"],
        privateIpAddress: "10.0.0.5",
        ipv4Addresses: ["10.0.0.5", "10.0.0.6"],
        ipv6Addresses: ["2001:db8::1"],
      },
    ],
    instanceRequirements: { memoryMib: { min: 1 }, vcpuCount: { min: 2 } },
    privateDnsNameOptions: { enableResourceNameDnsAaaaRecord: true },
    tagSpecifications: [{ resourceType: "instance", tags: { Name: "web" } }],
    blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true", iops: 3000 } }],
  };
  expect(toApi(dataProperties, data)).toEqual({
    SecurityGroupIds: ["sg-1"],
    EbsOptimized: true,
    NetworkInterfaces: [
      {
        AssociatePublicIpAddress: false,
        Groups: ["sg-1"],
        PrivateIpAddress: "10.0.0.5",
        PrivateIpAddresses: [
          { PrivateIpAddress: "10.0.0.5", Primary: true },
          { PrivateIpAddress: "10.0.0.6", Primary: false },
        ],
        Ipv6Addresses: [{ Ipv6Address: "2001:db8::1" }],
      },
    ],
    InstanceRequirements: { MemoryMiB: { Min: 1 }, VCpuCount: { Min: 2 } },
    PrivateDnsNameOptions: { EnableResourceNameDnsAAAARecord: true },
    TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "Name", Value: "web" }] }],
    BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { Encrypted: true, Iops: 3000 } }],
  });
});

it.each([
  ["true", "1", true],
  ["true", "true", true],
  ["false", "0", true],
  ["true", "false", false],
  ["", "false", false],
])("compares %j and %j as booleans that may be missing", (before, after, same) => {
  expect(isSameBoolean(before, after)).toBe(same);
});
