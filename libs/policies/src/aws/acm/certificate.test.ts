import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import * as rules from "./certificate.ts";

const certificate = (props: object): LiteralResource => ({
  type: "aws:acm/certificate:Certificate",
  name: "web",
  props: {
    domainName: "www.example.com",
    subjectAlternativeNames: ["*.example.com", "xn--bcher-kva.example"],
    validationMethod: "DNS",
    keyAlgorithm: "RSA_2048",
    validationOptions: [{ domainName: "www.example.com", validationDomain: "example.com" }],
    ...props,
  },
});

it("passes a usual certificate, whatever is not known of it", () => {
  for (const rule of Object.values(rules)) {
    for (const one of [certificate({}), ...unknowns(certificate({}))]) {
      expect(findingsFor(rule, [one])).toEqual([]);
    }
  }
});

it.each<[keyof typeof rules, object]>([
  ["acmName", { domainName: `${"a".repeat(64)}.example.com` }],
  ["acmName", { domainName: `${"a".repeat(30)}.${"b".repeat(30)}.example.com` }],
  ["acmName", { subjectAlternativeNames: [`${"a".repeat(64)}.example.com`] }],
  ["acmName", { subjectAlternativeNames: [`${"a.".repeat(124)}example.com`] }],
  ["acmName", { domainName: "www.*.example.com" }],
  ["acmName", { domainName: "w*.example.com" }],
  ["acmName", { domainName: "localhost" }],
  ["acmName", { domainName: "https://example.com" }],
  ["acmName", { domainName: "my_app.example.com" }],
  [
    "acmNames",
    { subjectAlternativeNames: Array.from({ length: 100 }, (_, i) => `a${i}.example.com`) },
  ],
  ["acmKey", { keyAlgorithm: "RSA_4096" }],
  ["acmValidation", { validationMethod: "dns" }],
  ["acmValidation", { options: { certificateTransparencyLoggingPreference: "OFF" } }],
  [
    "acmValidation",
    { validationOptions: [{ domainName: "www.example.com", validationDomain: "example.org" }] },
  ],
  [
    "acmValidation",
    { validationOptions: [{ domainName: "a.example.com", validationDomain: "example.com" }] },
  ],
])("%s fails %j", (rule, props) => {
  expect(findingsFor(rules[rule], [certificate(props)])).toHaveLength(1);
});

it("leaves keys of an own authority alone", () => {
  const own = { certificateAuthorityArn: "arn:aws:acm-pca:x", keyAlgorithm: "RSA_4096" };
  expect(findingsFor(rules.acmKey, [certificate(own)])).toEqual([]);
});
