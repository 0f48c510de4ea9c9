import { randomUUID } from "node:crypto";

import { awsClients } from "../aws-clients.ts";
import { decision, emulatedProvider, emulatorAddress, Life } from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { scratchZone, type ScratchZone } from "../route53/testing/scratch-zone.ts";
import { resource } from "./certificate-validation.ts";

const TOKEN = "aws:acm/certificateValidation:CertificateValidation";
const program = { certificateArn: "arn:1", validationRecordFqdns: ["a.example.com"] };

// All ForceNew: terraform-provider-aws, aws_acm_certificate_validation.
const decisions: [string, object, string][] = [
  ["certificateArn", { certificateArn: "arn:2" }, "replace"],
  ["region", { region: "eu-west-1" }, "replace"],
  ["validationRecordFqdns", { validationRecordFqdns: ["b.example.com"] }, "replace"],
];

it.each([...decisions, ["nothing", {}, "nothing"]] as typeof decisions)(
  "a change of %s",
  async (_property, change, expected) => {
    expect(await decision(TOKEN, program, { ...program, ...change })).toBe(expected);
  },
);

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

describe("against the emulator", () => {
  const acm = () => awsClients(emulatorAddress(), "us-east-1").acm();
  let zone: ScratchZone;
  let arn = "";
  let record = { Name: "", Value: "" };

  beforeEach(async () => {
    zone = await scratchZone(`${randomUUID()}.example.com`);
    const client = await acm();
    const DomainName = `www.${zone.name}`;
    const made = await client.requestCertificate({ DomainName, ValidationMethod: "DNS" });
    arn = made.CertificateArn ?? "";
    const { Certificate } = await client.describeCertificate({ CertificateArn: arn });
    const found = Certificate?.DomainValidationOptions?.[0]?.ResourceRecord;
    record = { Name: found?.Name ?? "", Value: found?.Value ?? "" };
  });
  afterEach(async () => {
    await (await acm()).deleteCertificate({ CertificateArn: arn });
    await zone.remove();
  });

  it("is there when the certificate is issued, and goes without a trace", async () => {
    await zone.add(record.Name, "CNAME", record.Value);
    const validation = new Life(await emulatedProvider(), TOKEN);
    const wanted = { certificateArn: arn, validationRecordFqdns: [record.Name] };
    const state = await validation.create(wanted);
    expect(state).toMatchObject({ ...wanted, region: "us-east-1" });
    expect(validation.id).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)? \+0000 UTC$/);
    expect(await validation.refresh()).toEqual(state);
    expect((await validation.diff(wanted)).differences).toEqual([]);
    await validation.delete();
    const { Certificate } = await (await acm()).describeCertificate({ CertificateArn: arn });
    expect(Certificate?.Status).toBe("ISSUED");
  });

  it("fails where the record is not made, and says which", async () => {
    await zone.add(record.Name, "CNAME", "other.acm-validations.aws.");
    const validation = new Life(await emulatedProvider(), TOKEN);
    await expect(validation.create({ certificateArn: arn })).rejects.toThrow(
      `creating ACM Certificate Validation: ACM Certificate (${arn}) is PENDING_VALIDATION: ` +
        "Route 53 does not hold all of its validation records. Make these in a public hosted zone of the domain: " +
        `${record.Name} CNAME ${record.Value}`,
    );
  });

  it("waits for a record that another operation of the layer makes", async () => {
    const provider = await emulatedProvider();
    const validation = new Life(provider, TOKEN);
    const recordSet = new Life(provider, "aws:route53/record:Record");
    const waiting = validation.create({ certificateArn: arn });
    await recordSet.create({
      zoneId: zone.id,
      name: record.Name,
      type: "CNAME",
      ttl: 60,
      records: [record.Value],
    });
    expect(await waiting).toMatchObject({ certificateArn: arn });
    await recordSet.delete();
  });

  it("refuses a list of records that forgets one", async () => {
    const validation = new Life(await emulatedProvider(), TOKEN);
    const wanted = { certificateArn: arn, validationRecordFqdns: ["other.example.com"] };
    await expect(validation.create(wanted)).rejects.toThrow(
      `missing www.${zone.name} DNS validation record: ${record.Name.slice(0, -1)}`,
    );
  });

  it("is gone with its certificate", async () => {
    await zone.add(record.Name, "CNAME", record.Value);
    const validation = new Life(await emulatedProvider(), TOKEN);
    await validation.create({ certificateArn: arn });
    const client = await acm();
    await client.deleteCertificate({ CertificateArn: arn });
    expect(await validation.refresh()).toBeUndefined();
    const made = await client.requestCertificate({
      DomainName: zone.name,
      ValidationMethod: "DNS",
    });
    arn = made.CertificateArn ?? "";
  });
});
