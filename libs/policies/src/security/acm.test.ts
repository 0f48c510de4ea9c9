import { findingsFor } from "../testing/findings-for.ts";
import { acmKey, acmRenewal, acmWildcard } from "./acm.ts";

const certificate = (rule: typeof acmKey, props: object) =>
  findingsFor(rule, [{ type: "aws:acm/certificate:Certificate", name: "web", props }]);
const good = { domainName: "www.example.com", validationMethod: "DNS", keyAlgorithm: "RSA_2048" };

it.each([acmKey, acmRenewal, acmWildcard])("passes a certificate: $id", (rule) => {
  expect(certificate(rule, good)).toEqual([]);
});

it("fails one that somebody has to renew", () => {
  expect(certificate(acmRenewal, { ...good, validationMethod: "EMAIL" })).toEqual([
    "web (validationMethod) ends one day unless somebody renews it",
  ]);
  expect(certificate(acmRenewal, { privateKey: "x" })).toHaveLength(1);
});

it("fails a short key", () => {
  expect(certificate(acmKey, { ...good, keyAlgorithm: "RSA_1024" })).toEqual([
    "web (keyAlgorithm) has a key that is too short",
  ]);
});

it.each([{ domainName: "*.example.com" }, { subjectAlternativeNames: ["a.b", "*.b"] }])(
  "fails a certificate for all hosts: %j",
  (change) => {
    expect(certificate(acmWildcard, { ...good, ...change })).toEqual([
      "web (domainName) is for every host of a domain",
    ]);
  },
);
