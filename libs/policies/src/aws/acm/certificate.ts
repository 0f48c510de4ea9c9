import { resourceRule } from "../../rule.ts";
import { at, listAt } from "../../unknown.ts";
import { isSet, text } from "../inputs.ts";
import { refusal } from "../refusal.ts";
import { noneOf, problemAt, type Path } from "../value-problem.ts";

const CERTIFICATE = "aws:acm/certificate:Certificate";
const SOURCE = "https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html";

/** Characters of the first name, which stands in the certificate as its common name. */
const FIRST_NAME = 64;
const NAME = 253;
const LABEL = 63;
/** AWS gives 10 unless asked for more, and never more than this. */
const NAMES = 100;

export const acmName = resourceRule({
  id: "acm-certificate-name",
  ...refusal,
  source: SOURCE,
  types: [CERTIFICATE],
  fix:
    "Write whole names, as www.example.com or *.example.com: the first of at most 64 characters, " +
    "labels of at most 63.",
  check: ({ props }) => {
    const names: readonly (readonly [Path, unknown])[] = [
      [["domainName"], props["domainName"]],
      ...listAt(props, "subjectAlternativeNames").map(
        (name, i) => [["subjectAlternativeNames", i], name] as const,
      ),
    ];
    return names.flatMap(([path, value]) => {
      const name = text(value);
      if (!isSet(name)) return [];
      const wrong = nameProblem(name!, path[0] === "domainName" ? FIRST_NAME : NAME);
      return wrong === undefined ? [] : [problemAt(path, wrong)];
    });
  },
});

export const acmNames = resourceRule({
  id: "acm-certificate-names",
  ...refusal,
  source: "https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html",
  types: [CERTIFICATE],
  fix: `Keep a certificate to ${NAMES} names, 10 unless the quota was raised; a wildcard covers one level.`,
  check: ({ props }) => {
    const names = listAt(props, "subjectAlternativeNames");
    const all = new Set([...names, props["domainName"]]);
    return all.size > NAMES
      ? problemAt(["subjectAlternativeNames"], `make ${all.size} names, above ${NAMES}`)
      : undefined;
  },
});

export const acmKey = resourceRule({
  id: "acm-certificate-key",
  ...refusal,
  source: SOURCE,
  types: [CERTIFICATE],
  fix: "Choose RSA_2048, EC_prime256v1 or EC_secp384r1: ACM issues no other keys, it only imports them.",
  check: ({ props }) =>
    isSet(props["certificateAuthorityArn"]) || isSet(props["privateKey"])
      ? []
      : noneOf(props, ["keyAlgorithm"], ["RSA_2048", "EC_prime256v1", "EC_secp384r1"]),
});

export const acmValidation = resourceRule({
  id: "acm-certificate-validation",
  ...refusal,
  source: "https://docs.aws.amazon.com/acm/latest/APIReference/API_DomainValidationOption.html",
  types: [CERTIFICATE],
  fix: "Validate each name under itself or a domain above it, and name only domains of the certificate.",
  check: ({ props }) => {
    const names = [props["domainName"], ...listAt(props, "subjectAlternativeNames")];
    const isKnown = names.every((name) => name === undefined || typeof name === "string");
    return [
      ...noneOf(props, ["validationMethod"], ["DNS", "EMAIL", "HTTP"]),
      ...noneOf(
        props,
        ["options", "certificateTransparencyLoggingPreference"],
        ["ENABLED", "DISABLED"],
      ),
      ...listAt(props, "validationOptions").flatMap((option, i) => {
        const [name, above] = ["domainName", "validationDomain"].map((k) => text(at(option, k)));
        const path = ["validationOptions", i];
        if (name === undefined || above === undefined) return [];
        if (isKnown && !names.includes(name)) {
          return [
            problemAt([...path, "domainName"], `is ${name}, which the certificate is not for`),
          ];
        }
        return name === above || name.endsWith(`.${above}`)
          ? []
          : [problemAt([...path, "validationDomain"], `is ${above}, not above ${name}`)];
      }),
    ];
  },
});

function nameProblem(name: string, longest: number): string | undefined {
  if (name.length > longest) return `has ${name.length} characters, above ${longest}`;
  const labels = name.replace(/^\*\./, "").split(".");
  if (labels.some((label) => label.includes("*"))) {
    return "has a * that is not the whole first label";
  }
  if (labels.length < 2) return "has one label, and is no whole name";
  if (labels.some((label) => label.length > LABEL)) return `has a label above ${LABEL} characters`;
  const isName = labels.every((label) => /^(?!-)[A-Za-z0-9-]+(?<!-)$/.test(label));
  return isName ? undefined : "has characters that no name of a host has";
}
