import { isList, isObject, type Value } from "../value.ts";

/** Names that differ by more than their first letter. Source: WAFV2 API reference, Statement, Rule. */
const SPECIAL: Readonly<Record<string, string>> = {
  arn: "ARN",
  asn: "ASN",
  asnLists: "AsnList",
  awsManagedRulesBotControlRuleSet: "AWSManagedRulesBotControlRuleSet",
  cloudwatchMetricsEnabled: "CloudWatchMetricsEnabled",
  forwardedIp: "ForwardedIP",
  forwardedIpConfig: "ForwardedIPConfig",
  httpMethod: "HTTPMethod",
  ip: "IP",
  ipSetForwardedIpConfig: "IPSetForwardedIPConfig",
  ipSetReferenceStatement: "IPSetReferenceStatement",
  ja3Fingerprint: "JA3Fingerprint",
  ja4Fingerprint: "JA4Fingerprint",
};
const BACK = new Map(Object.entries(SPECIAL).map(([ours, wire]) => [wire, ours]));

/** A structure with the names of the API; the text to search for is bytes there. */
export function toWire<T>(value: unknown): T {
  return written(value as Value) as T;
}

/** The same with the names of the provider. */
export function fromWire<T>(value: unknown): T {
  return read(value as Value) as T;
}

function written(value: Value): unknown {
  if (isList(value)) return value.map(written);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(
    entries.map(([name, item]) => [
      SPECIAL[name] ?? name.charAt(0).toUpperCase() + name.slice(1),
      name === "searchString" ? Buffer.from(String(item)) : written(item),
    ]),
  );
}

function read(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(read);
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(
    ([, item]: [string, unknown]) => item !== undefined && item !== null,
  );
  return Object.fromEntries(
    entries.map(([name, item]: [string, unknown]) => [
      BACK.get(name) ?? name.charAt(0).toLowerCase() + name.slice(1),
      read(item),
    ]),
  );
}
