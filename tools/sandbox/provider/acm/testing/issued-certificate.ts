import { randomUUID } from "node:crypto";

import { awsClients } from "../../aws-clients.ts";
import { scratchZone } from "../../route53/testing/scratch-zone.ts";
import { emulatorAddress } from "../../testing/emulated.ts";

/** A certificate that its record in Route 53 had issued, made without the provider under test. */
export async function issuedCertificate(): Promise<{ arn: string; remove: () => Promise<void> }> {
  const acm = await awsClients(emulatorAddress(), "us-east-1").acm();
  const zone = await scratchZone(`${randomUUID()}.example.com`);
  const made = await acm.requestCertificate({ DomainName: zone.name, ValidationMethod: "DNS" });
  const CertificateArn = made.CertificateArn ?? "";
  const { Certificate } = await acm.describeCertificate({ CertificateArn });
  const record = Certificate?.DomainValidationOptions?.[0]?.ResourceRecord;
  await zone.add(record?.Name ?? "", "CNAME", record?.Value ?? "");
  const remove = async () => {
    await acm.deleteCertificate({ CertificateArn });
    await zone.remove();
  };
  return { arn: CertificateArn, remove };
}
