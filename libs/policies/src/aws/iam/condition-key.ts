import { conditionKeysOf, isService } from "./service-data.ts";

/** Source: IAM user guide, "AWS global condition context keys". */
const GLOBAL = new Set(
  `assumedroot calledvia calledviafirst calledvialast chatbotsourcearn currenttime ec2instancesourceprivateipv4
  ec2instancesourcevpc epochtime federatedprovider ismcpserviceaction multifactorauthage multifactorauthpresent
  principalaccount principalarn principalisawsservice principalorgid principalorgpaths principalservicename
  principalservicenameslist principaltype referer requestedregion resourceaccount resourceorgid resourceorgpaths
  securetransport sourceaccount sourcearn sourceidentity sourceip sourceorgid sourceorgpaths sourceowner sourcevpc
  sourcevpcarn sourcevpce tagkeys tokenissuetime useragent userid username viaawsservice vpceaccount vpceorgid
  vpceorgpaths vpcsourceip calledviaawsmcp viaawsmcpservice`.split(/\s+/),
);

/** Keys that AWS gives to requests of some services, beside those of the actions. */
const OF_SESSIONS = [
  "ec2:roledelivery",
  "ec2:sourceinstancearn",
  "lambda:sourcefunctionarn",
  "ssm:sourceinstancearn",
];

/** Whether AWS has a condition key, as far as that can be told. Keys of identity providers have any name. */
export function isConditionKey(key: string): boolean {
  const [prefix = "", ...rest] = key.toLowerCase().split(":");
  const name = rest.join(":");
  if (name === "") return false;
  if (prefix === "aws")
    return GLOBAL.has(name) || /^(principal|request|resource)tag\/.+/.test(name);
  if (prefix.includes(".") || prefix === "saml" || OF_SESSIONS.includes(`${prefix}:${name}`))
    return true;
  return isService(prefix) && conditionKeysOf(prefix).some((one) => fits(one, `${prefix}:${name}`));
}

function fits(form: string, key: string): boolean {
  const parts = form.toLowerCase().split(/\$\{[^}]*\}|<[^>]*>/);
  const expression = parts.map((part) => part.replace(/[.*+?^$()|[\]\\]/g, "\\$&")).join(".+");
  return new RegExp(`^${expression}$`).test(key);
}
