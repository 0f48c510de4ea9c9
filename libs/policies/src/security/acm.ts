import { resourceRule } from "../rule.ts";
import { isUnknown } from "../unknown.ts";
import { isMissing, securityHub } from "./flag.ts";

const CERTIFICATE = "aws:acm/certificate:Certificate";
const facts = { group: "security", enforcement: "mandatory" } as const;

export const acmRenewal = resourceRule({
  ...facts,
  id: "acm-renewal",
  controls: ["ACM.1"],
  source: securityHub("ACM.1"),
  types: [CERTIFICATE],
  fix: 'Set validationMethod to "DNS": AWS then renews by itself.',
  check: ({ props }) => {
    const method = props["validationMethod"];
    return isUnknown(method) || method === "DNS" || !isMissing(props["certificateAuthorityArn"])
      ? undefined
      : { property: "validationMethod", message: "ends one day unless somebody renews it" };
  },
});

export const acmKey = resourceRule({
  ...facts,
  id: "acm-key",
  controls: ["ACM.2"],
  source: securityHub("ACM.2"),
  types: [CERTIFICATE],
  fix: "Set keyAlgorithm to RSA_2048 or stronger.",
  check: ({ props }) =>
    props["keyAlgorithm"] === "RSA_1024"
      ? { property: "keyAlgorithm", message: "has a key that is too short" }
      : undefined,
});

export const acmWildcard = resourceRule({
  ...facts,
  id: "acm-wildcard",
  controls: ["CKV2_AWS_71"],
  source: "https://docs.aws.amazon.com/acm/latest/userguide/acm-bestpractices.html",
  types: [CERTIFICATE],
  fix: "Name each host: whoever has the key could stand in for all hosts of the domain.",
  check: ({ props }) => {
    const names = props["subjectAlternativeNames"];
    const all = [props["domainName"], ...(Array.isArray(names) ? (names as unknown[]) : [])];
    return all.some((name) => typeof name === "string" && name.startsWith("*."))
      ? { property: "domainName", message: "is for every host of a domain" }
      : undefined;
  },
});
