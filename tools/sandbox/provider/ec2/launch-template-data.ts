import type { RequestLaunchTemplateData, ResponseLaunchTemplateData } from "@aws-sdk/client-ec2";

import { elementOf } from "../equality.ts";
import type { Properties, Property } from "../property.ts";
import { isList, isObject, type Value, type Values } from "../value.ts";

/**
 * The data of a launch template, as the provider and as the API spell it. Both have the same shape: a name differs by
 * its capital first letter, and by what stands in the tables below.
 */

const API_NAMES: Readonly<Record<string, string>> = {
  vpcSecurityGroupIds: "SecurityGroupIds",
  securityGroupNames: "SecurityGroups",
  // Of a network interface.
  securityGroups: "Groups",
  ipv4AddressCount: "SecondaryPrivateIpAddressCount",
  ipv4Addresses: "PrivateIpAddresses",
  // Of the instance requirements.
  vcpuCount: "VCpuCount",
  memoryMib: "MemoryMiB",
  memoryGibPerVcpu: "MemoryGiBPerVCpu",
  acceleratorTotalMemoryMib: "AcceleratorTotalMemoryMiB",
  totalLocalStorageGb: "TotalLocalStorageGB",
  // Of the private DNS name options.
  enableResourceNameDnsAaaaRecord: "EnableResourceNameDnsAAAARecord",
};

/** Lists of strings that are lists of objects with this one field in the API. */
const WRAPPED: Readonly<Record<string, string>> = {
  ipv4Addresses: "PrivateIpAddress",
  ipv4Prefixes: "Ipv4Prefix",
  ipv6Addresses: "Ipv6Address",
  ipv6Prefixes: "Ipv6Prefix",
  privateIpAddresses: "PrivateIpAddress",
};

/** Booleans that the provider has as strings, because leaving them out is not the same as false. */
const NULLABLE_BOOLEANS = new Set([
  "ebsOptimized",
  "encrypted",
  "deleteOnTermination",
  "associateCarrierIpAddress",
  "associatePublicIpAddress",
  "primaryIpv6",
]);

export function isNullableBoolean(name: string, property: Property): boolean {
  return property.kind === "string" && NULLABLE_BOOLEANS.has(name);
}

/** Compares `"1"` and `"true"` as one, as the provider does. */
export function isSameBoolean(before: Value, after: Value): boolean {
  return toBoolean(before) === toBoolean(after);
}

/** Parameters of CreateLaunchTemplate and CreateLaunchTemplateVersion. */
export function toApi(properties: Properties, inputs: Values): RequestLaunchTemplateData {
  return toApiObject(properties, inputs) as RequestLaunchTemplateData;
}

export function fromApi(properties: Properties, data: ResponseLaunchTemplateData): Values {
  return fromApiObject(properties, data as Values);
}

function apiName(name: string): string {
  return API_NAMES[name] ?? `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function toApiObject(properties: Properties, values: Values): Record<string, unknown> {
  const entries = Object.entries(properties).flatMap(([name, property]) => {
    const value = values[name];
    if (value === undefined || value === null || value === "") return [];
    return [[apiName(name), toApiValue(name, property, value, values)]];
  });
  return Object.fromEntries(entries) as Record<string, unknown>;
}

function toApiValue(name: string, property: Property, value: Value, around: Values): unknown {
  if (isNullableBoolean(name, property)) return toBoolean(value);
  if (name === "validUntil") return new Date(String(value));
  const field = WRAPPED[name];
  if (isList(value) && field !== undefined) {
    const primary = (item: Value) =>
      name === "ipv4Addresses" ? { Primary: item === around.privateIpAddress } : {};
    return value.map((item) => ({ ...primary(item), [field]: item }));
  }
  if (property.kind === "map" && isObject(value)) {
    return Object.entries(value).map(([Key, Value]) => ({ Key, Value }));
  }
  if (property.kind === "object" && isObject(value)) {
    return toApiObject(property.fields ?? {}, value);
  }
  if (isList(value)) return value.map((item) => toApiValue("", elementOf(property), item, around));
  return value;
}

function fromApiObject(properties: Properties, api: Values): Values {
  const entries = Object.entries(properties).flatMap(([name, property]) => {
    const value = api[apiName(name)];
    if (value === undefined || value === null) return [];
    return [[name, fromApiValue(name, property, value)]];
  });
  return Object.fromEntries(entries) as Values;
}

function fromApiValue(name: string, property: Property, api: Value): Value {
  if (isNullableBoolean(name, property)) return String(api);
  if ((api as unknown) instanceof Date) return withoutMilliseconds(api as unknown as Date);
  const field = WRAPPED[name];
  if (isList(api) && field !== undefined) {
    return api.map((item) => (isObject(item) ? item[field] : item));
  }
  if (property.kind === "map" && isList(api)) {
    const tags = api as readonly { Key: string; Value: string }[];
    return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
  }
  if (property.kind === "object" && isObject(api)) {
    return fromApiObject(property.fields ?? {}, api);
  }
  if (isList(api)) return api.map((item) => fromApiValue("", elementOf(property), item));
  return api;
}

function toBoolean(value: Value): boolean | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  return value === true || value === "true" || value === "1";
}

/** The provider's format of times, RFC 3339 in whole seconds. */
function withoutMilliseconds(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, "Z");
}
