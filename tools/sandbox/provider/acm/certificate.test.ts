import { createPrivateKey } from "node:crypto";

import { awsClients } from "../aws-clients.ts";
import { apiErrorPattern } from "../testing/api-error-pattern.ts";
import {
  decision,
  DEFAULT_TAGS,
  emulatedProvider,
  emulatorAddress,
  Life,
} from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { sampleNetwork } from "../testing/sample-network.ts";
import { resource } from "./certificate.ts";

const TOKEN = "aws:acm/certificate:Certificate";
const program = {
  domainName: "www.example.com",
  subjectAlternativeNames: ["example.com"],
  validationMethod: "DNS",
  tags: { Name: "web" },
};
const brought = {
  certificateBody: "pem",
  privateKey: "pem",
  domainName: undefined,
  subjectAlternativeNames: undefined,
  validationMethod: undefined,
};

// ForceNew: terraform-provider-aws, aws_acm_certificate. ACM changes the options and, by another import, what was
// brought.
const decisions: [string, object, string][] = [
  ["certificateAuthorityArn", { certificateAuthorityArn: "arn:aws:acm-pca:1" }, "replace"],
  ["domainName", { domainName: "api.example.com" }, "replace"],
  ["keyAlgorithm", { keyAlgorithm: "EC_prime256v1" }, "replace"],
  ["region", { region: "eu-west-1" }, "replace"],
  ["subjectAlternativeNames", { subjectAlternativeNames: ["example.org"] }, "replace"],
  ["validationMethod", { validationMethod: "EMAIL" }, "replace"],
  [
    "validationOptions",
    { validationOptions: [{ domainName: "www.example.com", validationDomain: "example.com" }] },
    "replace",
  ],
  ["certificateBody", { certificateBody: "pem" }, "update"],
  ["certificateChain", { certificateChain: "pem" }, "update"],
  ["privateKey", { privateKey: "pem" }, "update"],
  ["earlyRenewalDuration", { earlyRenewalDuration: "P60D" }, "update"],
  ["options", { options: { certificateTransparencyLoggingPreference: "DISABLED" } }, "update"],
  ["tags", { tags: { Name: "other" } }, "update"],
];

it.each([
  ...decisions,
  ["nothing", {}, "nothing"],
  [
    "nothing where the domain is repeated among the names",
    { subjectAlternativeNames: ["www.example.com", "example.com"] },
    "nothing",
  ],
  ["nothing where the names are left out", { subjectAlternativeNames: undefined }, "nothing"],
] as typeof decisions)("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, program, { ...program, ...change })).toBe(expected);
});

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

it.each([
  ["no domain", { domainName: undefined }, 'one of "domainName" and "privateKey" must be given'],
  ["no method", { validationMethod: undefined }, 'needs "validationMethod"'],
  ["mail", { validationMethod: "EMAIL" }, "the emulator validates by DNS only, not by EMAIL"],
  ["an unknown method", { validationMethod: "FAX" }, "to be one of DNS, EMAIL, HTTP, got FAX"],
  ["a final dot", { domainName: "example.com." }, '"domainName" cannot end with a period'],
  [
    "a final dot of another name",
    { subjectAlternativeNames: ["a.b."] },
    '"subjectAlternativeNames[0]" cannot end with a period',
  ],
  ["a key beside a domain", { privateKey: "k" }, '"privateKey" conflicts with "domainName"'],
  ["a key alone", { ...brought, certificateBody: undefined }, 'needs the "certificateBody"'],
])("rejects %s", async (_what, wrong, message) => {
  const certificate = new Life(await emulatedProvider(), TOKEN);
  await expect(certificate.create({ ...program, ...wrong })).rejects.toThrow(message);
});

describe("against the emulator", () => {
  /** A certificate and its key as somebody may bring them, without a key in the sources. */
  async function certificateWithKey() {
    const acm = await awsClients(emulatorAddress(), "us-east-1").acm();
    const { CertificateArn } = await acm.requestCertificate({
      DomainName: "www.example.com",
      ValidationMethod: "DNS",
      Options: { Export: "ENABLED" },
    });
    const Passphrase = Buffer.from("passphrase");
    const made = await acm.exportCertificate({ CertificateArn, Passphrase });
    await acm.deleteCertificate({ CertificateArn });
    const key = createPrivateKey({ key: made.PrivateKey ?? "", passphrase: Passphrase });
    return {
      certificateBody: made.Certificate ?? "",
      privateKey: String(key.export({ type: "pkcs8", format: "pem" })),
    };
  }

  it("reads back what it made, and a second look finds no difference", async () => {
    const certificate = new Life(await emulatedProvider(), TOKEN);
    const wanted = { ...program, subjectAlternativeNames: ["*.example.com", "example.com"] };
    const state = await certificate.create(wanted);
    const record = (domainName: string) => ({
      domainName,
      resourceRecordName: expect.stringMatching(
        new RegExp(`^_[0-9a-f]+\\.${domainName.replace("*.", "")}\\.$`),
      ),
      resourceRecordType: "CNAME",
      resourceRecordValue: expect.stringMatching(/\.acm-validations\.aws\.$/),
    });
    expect(state).toMatchObject({
      domainName: "www.example.com",
      subjectAlternativeNames: ["*.example.com", "example.com", "www.example.com"],
      validationMethod: "DNS",
      status: "PENDING_VALIDATION",
      type: "AMAZON_ISSUED",
      keyAlgorithm: "RSA_2048",
      options: { certificateTransparencyLoggingPreference: "ENABLED" },
      domainValidationOptions: [
        record("*.example.com"),
        record("example.com"),
        record("www.example.com"),
      ],
      tagsAll: { ...DEFAULT_TAGS, Name: "web" },
      arn: certificate.id,
    });
    expect(certificate.id).toMatch(/^arn:aws:acm:us-east-1:123456789012:certificate\//);
    expect(await certificate.refresh()).toEqual(state);
    expect((await certificate.diff(wanted)).differences).toEqual([]);
    const imported = await certificate.importBy(certificate.id);
    expect((await certificate.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await certificate.delete();
    await certificate.delete();
    expect(await certificate.refresh()).toBeUndefined();
    expect(await certificate.importBy(certificate.id)).toBeUndefined();
  });

  it("updates in place and sees what others changed", async () => {
    const certificate = new Life(await emulatedProvider(), TOKEN);
    await certificate.create(program);
    const wanted = {
      ...program,
      options: { certificateTransparencyLoggingPreference: "DISABLED" },
      tags: { Owner: "web" },
    };
    const { options, tags } = wanted;
    expect(await certificate.update(wanted)).toMatchObject({ options, tags });
    expect((await certificate.diff(wanted)).differences).toEqual([]);
    const acm = await awsClients(emulatorAddress(), "us-east-1").acm();
    const Tags = [{ Key: "Owner", Value: "somebody" }];
    await acm.addTagsToCertificate({ CertificateArn: certificate.id, Tags });
    await certificate.refresh();
    expect((await certificate.diff(wanted)).changed).toEqual(["tags", "tagsAll"]);
    await certificate.delete();
  });

  it("brings a certificate, and keeps its key secret", async () => {
    const certificate = new Life(await emulatedProvider(), TOKEN);
    const wanted = { ...program, ...brought, ...(await certificateWithKey()) };
    const state = await certificate.create(wanted);
    expect(state).toMatchObject({ type: "IMPORTED", status: "ISSUED", validationMethod: "NONE" });
    expect(resource.properties.privateKey?.secret).toBe(true);
    expect((await certificate.diff(wanted)).differences).toEqual([]);
    const renewed = { ...wanted, ...(await certificateWithKey()) };
    expect(await certificate.update(renewed)).toMatchObject({ arn: state.arn });
    expect((await certificate.diff(renewed)).differences).toEqual([]);
    await certificate.delete();
  });

  it("refuses to be deleted while a listener has it", async () => {
    const network = await sampleNetwork();
    const elbv2 = await awsClients(emulatorAddress(), "us-east-1").elbv2();
    const { LoadBalancers } = await elbv2.createLoadBalancer({
      Name: "strata-certificate",
      Subnets: network.subnetIds.slice(0, 2),
    });
    const LoadBalancerArn = LoadBalancers?.[0]?.LoadBalancerArn ?? "";
    const certificate = new Life(await emulatedProvider(), TOKEN);
    await certificate.create({ ...program, ...brought, ...(await certificateWithKey()) });
    await elbv2.createListener({
      LoadBalancerArn,
      Port: 443,
      Protocol: "HTTPS",
      Certificates: [{ CertificateArn: certificate.id }],
      DefaultActions: [{ Type: "fixed-response", FixedResponseConfig: { StatusCode: "200" } }],
    });
    await expect(certificate.delete()).rejects.toThrow(
      apiErrorPattern(
        `deleting ACM Certificate (${certificate.id})`,
        "ACM: DeleteCertificate",
        "ResourceInUseException",
      ),
    );
    await elbv2.deleteLoadBalancer({ LoadBalancerArn });
    await certificate.delete();
    expect(await certificate.refresh()).toBeUndefined();
    await network.remove();
  });

  it("fails with code and message of the API", async () => {
    const certificate = new Life(await emulatedProvider(), TOKEN);
    const wrong = { ...program, ...brought, certificateBody: "no certificate" };
    await expect(certificate.create(wrong)).rejects.toThrow(
      apiErrorPattern("creating ACM Certificate", "ACM: ImportCertificate", "ValidationException"),
    );
  });
});
