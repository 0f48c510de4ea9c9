import { randomUUID } from "node:crypto";

import type { Unwrap } from "@pulumi/pulumi";
import type { CertificateArgs, CertificateState } from "@pulumi/aws/acm/certificate.js";
import type {
  CertificateDetail,
  CertificateOptions,
  KeyAlgorithm,
  ValidationMethod,
} from "@aws-sdk/client-acm";

import { unlessGone } from "../api-error.ts";
import { defineResource, type CheckFailure } from "../resource-type.ts";
import { tagChanges, tagList, tagRecord } from "../tag-list.ts";
import { isList, isUnknown, type Value, type Values } from "../value.ts";

type Inputs = Unwrap<CertificateArgs>;
type State = Unwrap<CertificateState>;

const GONE = "ResourceNotFoundException";
const BROUGHT = ["certificateBody", "certificateChain", "privateKey"] as const;

/** Source: ACM API reference, RequestCertificate, ImportCertificate, UpdateCertificateOptions. The ID is the ARN. */
export const resource = defineResource<Inputs, State>({
  token: "aws:acm/certificate:Certificate",
  noun: "ACM Certificate",
  tags: true,
  properties: {
    certificateAuthorityArn: {
      kind: "string",
      replaces: true,
      conflictsWith: ["certificateBody", "privateKey", "validationMethod"],
    },
    certificateBody: { kind: "string", local: true, conflictsWith: ["domainName"] },
    certificateChain: { kind: "string", local: true, conflictsWith: ["domainName"] },
    privateKey: { kind: "string", local: true, secret: true, conflictsWith: ["domainName"] },
    domainName: { kind: "string", computed: true, replaces: true },
    earlyRenewalDuration: {
      kind: "string",
      local: true,
      conflictsWith: [...BROUGHT, "validationMethod"],
    },
    keyAlgorithm: {
      kind: "string",
      computed: true,
      replaces: true,
      simulated: "moto makes RSA keys of 2048 bits, whatever it is asked for",
      conflictsWith: BROUGHT,
    },
    options: {
      kind: "object",
      computed: true,
      fields: {
        certificateTransparencyLoggingPreference: { kind: "string", default: "ENABLED" },
        export: { kind: "string", computed: true },
      },
    },
    region: { kind: "string", computed: true, replaces: true },
    subjectAlternativeNames: {
      kind: "set",
      computed: true,
      replaces: true,
      equal: sameNames,
      conflictsWith: BROUGHT,
    },
    tags: { kind: "map" },
    validationMethod: {
      kind: "string",
      computed: true,
      replaces: true,
      conflictsWith: BROUGHT,
    },
    validationOptions: {
      kind: "set",
      local: true,
      replaces: true,
      of: {
        kind: "object",
        fields: {
          domainName: { kind: "string", required: true },
          validationDomain: { kind: "string", required: true },
        },
      },
      conflictsWith: BROUGHT,
    },
    arn: { kind: "string", output: true },
    domainValidationOptions: { kind: "set", output: true },
    notAfter: { kind: "string", output: true, recomputed: BROUGHT },
    notBefore: { kind: "string", output: true, recomputed: BROUGHT },
    pendingRenewal: { kind: "boolean", output: true },
    renewalEligibility: { kind: "string", output: true },
    renewalSummaries: { kind: "list", output: true },
    status: { kind: "string", output: true },
    type: { kind: "string", output: true },
    validationEmails: { kind: "list", output: true },
  },
  validate: (inputs) => [...sourceFailures(inputs), ...nameFailures(inputs)],

  async create(inputs, call) {
    const acm = await call.aws.acm();
    const Tags = tagList(inputs.tagsAll);
    if (inputs.domainName === undefined) {
      const { CertificateArn: arn = "" } = await acm.importCertificate({
        ...broughtBy(inputs),
        Tags,
      });
      return arn;
    }
    const { CertificateArn: arn = "" } = await acm.requestCertificate({
      DomainName: inputs.domainName,
      // AWS takes 32 characters; each request is a certificate of its own.
      IdempotencyToken: randomUUID().replaceAll("-", ""),
      CertificateAuthorityArn: inputs.certificateAuthorityArn,
      KeyAlgorithm: inputs.keyAlgorithm as KeyAlgorithm | undefined,
      Options: optionsOf(inputs),
      SubjectAlternativeNames: namesOf(inputs),
      ValidationMethod: inputs.validationMethod as ValidationMethod | undefined,
      Tags,
    });
    return arn;
  },

  async read(arn, call) {
    const acm = await call.aws.acm();
    const found = await unlessGone(acm.describeCertificate({ CertificateArn: arn }), GONE);
    const certificate = found?.Certificate;
    // The provider makes another one of a certificate that nobody validated in time.
    if (certificate === undefined || certificate.Status === "VALIDATION_TIMED_OUT")
      return undefined;
    const { Tags } = await acm.listTagsForCertificate({ CertificateArn: arn });
    const requested = certificate.Type === "AMAZON_ISSUED";
    return {
      certificateAuthorityArn: certificate.CertificateAuthorityArn,
      domainName: certificate.DomainName,
      keyAlgorithm: certificate.KeyAlgorithm?.replaceAll("-", "_"),
      ...(certificate.Options === undefined ? {} : { options: optionsFrom(certificate.Options) }),
      subjectAlternativeNames: [...(certificate.SubjectAlternativeNames ?? [])].sort(),
      validationMethod: requested
        ? certificate.DomainValidationOptions?.[0]?.ValidationMethod
        : "NONE",
      arn: certificate.CertificateArn,
      domainValidationOptions: domainValidationsOf(certificate),
      notAfter: timeOf(certificate.NotAfter),
      notBefore: timeOf(certificate.NotBefore),
      pendingRenewal: false,
      renewalEligibility: certificate.RenewalEligibility,
      renewalSummaries: [],
      status: certificate.Status,
      type: certificate.Type,
      validationEmails: [],
      tags: tagRecord(Tags),
    };
  },

  async update(arn, { before, inputs, changed }, call) {
    const acm = await call.aws.acm();
    const CertificateArn = arn;
    if (changed(...BROUGHT)) {
      await acm.importCertificate({ CertificateArn, ...broughtBy(inputs) });
    }
    if (changed("options")) {
      await acm.updateCertificateOptions({ CertificateArn, Options: optionsOf(inputs) });
    }
    if (changed("tagsAll")) {
      const { gone, set } = tagChanges(before.tagsAll, inputs.tagsAll);
      const Tags = gone.map((Key) => ({ Key }));
      if (gone.length > 0) await acm.removeTagsFromCertificate({ CertificateArn, Tags });
      if (set.length > 0) await acm.addTagsToCertificate({ CertificateArn, Tags: set });
    }
  },

  async delete(arn, _state, call) {
    const acm = await call.aws.acm();
    const CertificateArn = arn;
    await call.untilReleased(
      () => unlessGone(acm.deleteCertificate({ CertificateArn }), GONE),
      "ResourceInUseException",
    );
  },
});

/** A certificate is requested for a domain, or brought with its key. Source: aws_acm_certificate of the provider. */
function sourceFailures(inputs: Partial<Inputs>): CheckFailure[] {
  const { domainName, privateKey, certificateBody, certificateAuthorityArn: authority } = inputs;
  const method = inputs.validationMethod as Value;
  if ((domainName === undefined) === (privateKey === undefined)) {
    const reason = 'one of "domainName" and "privateKey" must be given, and not both';
    return [{ property: "domainName", reason }];
  }
  if (domainName === undefined) {
    const reason = '"privateKey" needs the "certificateBody" that it belongs to';
    return certificateBody === undefined ? [{ property: "certificateBody", reason }] : [];
  }
  if (authority === undefined && method === undefined) {
    const reason =
      'a certificate for a domain needs "validationMethod" or "certificateAuthorityArn"';
    return [{ property: "validationMethod", reason }];
  }
  if (method === undefined || isUnknown(method) || method === "DNS") return [];
  const reason =
    method === "EMAIL" || method === "HTTP"
      ? `the emulator validates by DNS only, not by ${method}`
      : `expected "validationMethod" to be one of DNS, EMAIL, HTTP, got ${String(method)}`;
  return [{ property: "validationMethod", reason }];
}

function nameFailures({ domainName, subjectAlternativeNames }: Partial<Inputs>): CheckFailure[] {
  const names: [string, Value][] = [["domainName", domainName as Value]];
  const others = subjectAlternativeNames as Value;
  if (isList(others)) {
    names.push(
      ...others.map((name, i): [string, Value] => [`subjectAlternativeNames[${i}]`, name]),
    );
  }
  return names
    .filter(([, name]) => typeof name === "string" && name.endsWith("."))
    .map(([property, name]) => ({
      property,
      reason: `"${property}" cannot end with a period: "${String(name)}"`,
    }));
}

/** ACM adds the domain to the alternative names, whether the program repeats it or not. */
function sameNames(before: Value, after: Value, beside: Values): boolean {
  const all = (names: Value) =>
    [...new Set([...(isList(names) ? names : []), beside.domainName ?? ""].map(String))].sort();
  return !isUnknown(beside.domainName) && all(before).join() === all(after).join();
}

function namesOf({ domainName, subjectAlternativeNames }: Inputs): string[] | undefined {
  const others = (subjectAlternativeNames ?? []).filter((name) => name !== domainName);
  return others.length === 0 ? undefined : others;
}

function optionsOf({ options }: Inputs): CertificateOptions | undefined {
  return (
    options && {
      CertificateTransparencyLoggingPreference:
        options.certificateTransparencyLoggingPreference as "ENABLED",
      Export: options.export as "DISABLED" | undefined,
    }
  );
}

function optionsFrom(options: CertificateOptions): NonNullable<State["options"]> {
  const { CertificateTransparencyLoggingPreference: logging, Export } = options;
  return {
    ...(logging === undefined ? {} : { certificateTransparencyLoggingPreference: logging }),
    ...(Export === undefined ? {} : { export: Export }),
  };
}

function broughtBy({ certificateBody, certificateChain, privateKey }: Inputs) {
  const bytes = (text: string | undefined) => Buffer.from(text ?? "");
  return {
    Certificate: bytes(certificateBody),
    PrivateKey: bytes(privateKey),
    CertificateChain: certificateChain === undefined ? undefined : bytes(certificateChain),
  };
}

/** By domain, because the order of the API is another one every time. */
function domainValidationsOf(certificate: CertificateDetail): State["domainValidationOptions"] {
  return (certificate.DomainValidationOptions ?? [])
    .flatMap(({ DomainName = "", ResourceRecord: record }) =>
      record === undefined
        ? []
        : [
            {
              domainName: DomainName,
              resourceRecordName: record.Name,
              resourceRecordType: record.Type,
              resourceRecordValue: record.Value,
            },
          ],
    )
    .sort((a, b) => a.domainName.localeCompare(b.domainName)) as State["domainValidationOptions"];
}

/** The provider's format of times, RFC 3339 in whole seconds. */
function timeOf(date: Date | undefined): string | undefined {
  return date?.toISOString().replace(/\.\d{3}Z$/, "Z");
}
