import type { Unwrap } from "@pulumi/pulumi";
import type {
  CertificateValidationArgs,
  CertificateValidationState,
} from "@pulumi/aws/acm/certificateValidation.js";
import type { ACM, CertificateDetail } from "@aws-sdk/client-acm";

import { unlessGone } from "../api-error.ts";
import { defineResource } from "../resource-type.ts";

type Inputs = Unwrap<CertificateValidationArgs>;
type State = Unwrap<CertificateValidationState>;

const PENDING = "PENDING_VALIDATION";

/**
 * Nothing that AWS holds: it waits until the certificate is issued. Source: ACM API reference, DescribeCertificate; ACM
 * User Guide, "DNS validation". The provider has no import for it.
 */
export const resource = defineResource<Inputs, State>({
  token: "aws:acm/certificateValidation:CertificateValidation",
  noun: "ACM Certificate Validation",
  properties: {
    certificateArn: { kind: "string", required: true, replaces: true },
    region: { kind: "string", computed: true, replaces: true },
    validationRecordFqdns: { kind: "set", replaces: true, local: true },
  },

  async create({ certificateArn: arn, validationRecordFqdns: fqdns = [] }, call) {
    const acm = await call.aws.acm();
    const certificate = await described(acm, arn);
    if (certificate.Type !== "AMAZON_ISSUED") {
      const type = String(certificate.Type);
      throw new Error(`ACM Certificate (${arn}) has type ${type}, no validation necessary`);
    }
    if (fqdns.length > 0) checkRecords(certificate, fqdns);
    // The records may be made by operations that are still under way.
    const issued = await call.untilReleased(
      async () => issuedOf(await described(acm, arn)),
      PENDING,
    );
    return idOf(issued.IssuedAt);
  },

  async read(_id, call, { certificateArn }) {
    if (certificateArn === undefined) return undefined;
    const acm = await call.aws.acm();
    const found = await unlessGone(described(acm, certificateArn), "ResourceNotFoundException");
    return found?.Status === "ISSUED" ? { certificateArn: found.CertificateArn } : undefined;
  },

  async delete() {
    // AWS holds nothing that could be deleted.
  },
});

async function described(acm: ACM, arn: string): Promise<CertificateDetail> {
  const { Certificate = {} } = await acm.describeCertificate({ CertificateArn: arn });
  return Certificate;
}

/** The program names its records, so that none can be forgotten. */
function checkRecords(certificate: CertificateDetail, fqdns: readonly string[]): void {
  const named = new Set(fqdns.map(withoutDot));
  const missing = (certificate.DomainValidationOptions ?? []).filter(
    ({ ResourceRecord: record }) => record !== undefined && !named.has(withoutDot(record.Name)),
  );
  if (missing.length === 0) return;
  throw new Error(
    missing
      .map(
        ({ DomainName, ResourceRecord: record }) =>
          `missing ${DomainName} DNS validation record: ${withoutDot(record?.Name)}`,
      )
      .join("\n"),
  );
}

/** @throws Error of this name while the certificate waits for its records, any other where it failed. */
function issuedOf(certificate: CertificateDetail): CertificateDetail {
  const { CertificateArn: arn, Status: status, FailureReason: reason } = certificate;
  if (status === "ISSUED") return certificate;
  if (status !== PENDING) {
    const why = reason === undefined ? "" : `: ${reason}`;
    throw new Error(`ACM Certificate (${arn}) is ${status}, not ISSUED${why}`);
  }
  const open = (certificate.DomainValidationOptions ?? []).flatMap(({ ResourceRecord: record }) =>
    record === undefined ? [] : [`${record.Name} ${record.Type} ${record.Value}`],
  );
  throw Object.assign(
    new Error(
      `ACM Certificate (${arn}) is ${PENDING}: Route 53 does not hold all of its validation records. ` +
        `Make these in a public hosted zone of the domain: ${[...new Set(open)].sort().join(", ")}`,
    ),
    { name: PENDING },
  );
}

function withoutDot(name: string | undefined): string {
  return (name ?? "").replace(/\.$/, "");
}

/** The provider's id: the time of issue as Go prints it. */
function idOf(issuedAt: Date | undefined): string {
  const time = (issuedAt ?? new Date(0)).toISOString().replace("T", " ");
  return time.replace(/(\.\d+?)?0*Z$/, "$1 +0000 UTC");
}
