import type { LiteralResource } from "../findings-for.ts";
import type { MistakesOf } from "../mistake.ts";

const certificate = (props: object): LiteralResource => ({
  type: "aws:acm/certificate:Certificate",
  name: "web",
  props: { domainName: "www.example.com", validationMethod: "DNS", ...props },
});

export const acmMistakes: MistakesOf = {
  service: "acm",
  mistakes: [
    {
      title: "a label of 64 characters",
      rule: "acm-certificate-name",
      resources: [certificate({ subjectAlternativeNames: [`${"a".repeat(64)}.example.com`] })],
    },
    {
      title: "a first name of more than 64 characters",
      rule: "acm-certificate-name",
      resources: [certificate({ domainName: `${"a".repeat(40)}.${"b".repeat(20)}.example.com` })],
    },
    {
      title: "a name of more than 253 characters",
      rule: "acm-certificate-name",
      resources: [certificate({ subjectAlternativeNames: [`${"a.".repeat(125)}example.com`] })],
    },
    {
      title: "a wildcard in the middle of a name",
      rule: "acm-certificate-name",
      resources: [certificate({ domainName: "www.*.example.com" })],
    },
    {
      title: "a URL instead of a name",
      rule: "acm-certificate-name",
      resources: [certificate({ domainName: "https://www.example.com" })],
    },
    {
      title: "101 names",
      rule: "acm-certificate-names",
      resources: [
        certificate({
          subjectAlternativeNames: Array.from({ length: 100 }, (_, i) => `a${i}.example.com`),
        }),
      ],
    },
    {
      title: "a key that ACM does not make",
      rule: "acm-certificate-key",
      resources: [certificate({ keyAlgorithm: "RSA_4096" })],
    },
    {
      title: "no to certificate transparency in the wrong word",
      rule: "acm-certificate-validation",
      resources: [
        certificate({ options: { certificateTransparencyLoggingPreference: "disabled" } }),
      ],
    },
  ],
};
