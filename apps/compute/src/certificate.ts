import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { layerNames } from "@strata/naming";

export interface CertificateArgs {
  /** Name that the certificate is for. */
  readonly domainName: string;
  /** Public zone that answers for the name. */
  readonly hostedZoneId: string;
}

/** A certificate for one name, which renews itself as long as its record stands in the zone. Cost: none. */
export class Certificate extends pulumi.ComponentResource {
  /** Known once the certificate is valid. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: CertificateArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:compute:Certificate", name, {}, opts);

    const certificate = new aws.acm.Certificate(
      name,
      {
        domainName: args.domainName,
        validationMethod: "DNS",
        keyAlgorithm: "RSA_2048",
        tags: layerNames().tag(name),
      },
      { parent: this },
    );
    // One name, so one record that proves that it is ours.
    const proof = certificate.domainValidationOptions[0]!;
    const record = new aws.route53.Record(
      `${name}-validation`,
      {
        zoneId: args.hostedZoneId,
        name: proof.resourceRecordName,
        type: proof.resourceRecordType,
        records: [proof.resourceRecordValue],
        ttl: 300,
        // Another certificate for the same name has the same record.
        allowOverwrite: true,
      },
      { parent: this },
    );
    const validation = new aws.acm.CertificateValidation(
      name,
      { certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn] },
      { parent: this },
    );

    this.arn = validation.certificateArn;
    this.registerOutputs({ arn: this.arn });
  }
}
