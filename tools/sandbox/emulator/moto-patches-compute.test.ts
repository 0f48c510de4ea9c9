import { randomUUID } from "node:crypto";

import { ACM } from "@aws-sdk/client-acm";
import { AutoScaling } from "@aws-sdk/client-auto-scaling";
import { EC2 } from "@aws-sdk/client-ec2";
import { Route53 } from "@aws-sdk/client-route-53";

/**
 * What the tests of the provider's types do not show already: `acm`, `route53`, `wafv2`, `autoscaling` and `lb` in
 * `tools/sandbox/provider`. A region that no other test uses.
 */
const region = "sa-east-1";
const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const endpoint = process.env.STRATA_TEST_EMULATOR as string;
const settings = { region, credentials, endpoint };

describe("a certificate", () => {
  const acm = new ACM(settings);

  it("is pending without its record, however long one waits, and has options that change", async () => {
    const DomainName = "www.example.com";
    const { CertificateArn } = await acm.requestCertificate({ DomainName });
    await acm.updateCertificateOptions({
      CertificateArn,
      Options: { CertificateTransparencyLoggingPreference: "DISABLED" },
    });
    expect((await acm.describeCertificate({ CertificateArn })).Certificate).toMatchObject({
      Status: "PENDING_VALIDATION",
      Options: { CertificateTransparencyLoggingPreference: "DISABLED" },
    });
    await acm.deleteCertificate({ CertificateArn });
  });
});

describe("a record set", () => {
  const route53 = new Route53(settings);
  const set = (Name: string, Value: string) => ({
    Name,
    Type: "A" as const,
    TTL: 60,
    ResourceRecords: [{ Value }],
  });

  it("is made once, deleted as it is, and made again", async () => {
    const made = await route53.createHostedZone({
      Name: "sets.example.com",
      CallerReference: randomUUID(),
    });
    const Id = made.HostedZone?.Id?.replace("/hostedzone/", "");
    const change = (Action: "CREATE" | "DELETE", ResourceRecordSet: ReturnType<typeof set>) =>
      route53.changeResourceRecordSets({
        HostedZoneId: Id,
        ChangeBatch: { Changes: [{ Action, ResourceRecordSet }] },
      });
    const refused = { name: "InvalidChangeBatch" };
    await change("CREATE", set("a.sets.example.com", "10.0.0.1"));
    await change("CREATE", set("b.sets.example.com", "10.0.0.1"));
    const other = set("a.sets.example.com", "10.0.0.2");
    await expect(change("CREATE", other)).rejects.toMatchObject(refused);
    await expect(change("DELETE", other)).rejects.toMatchObject(refused);
    await change("DELETE", set("a.sets.example.com", "10.0.0.1"));
    const again = set("a.sets.example.com", "10.0.0.1");
    await expect(change("DELETE", again)).rejects.toMatchObject(refused);
    await change("CREATE", again);
    await change("DELETE", again);
    await change("DELETE", set("b.sets.example.com", "10.0.0.1"));
    await route53.deleteHostedZone({ Id });
  });
});

describe("an Auto Scaling group", () => {
  const ec2 = new EC2(settings);
  const autoScaling = new AutoScaling(settings);
  const AutoScalingGroupName = "strata-patched";
  const group = async () =>
    (await autoScaling.describeAutoScalingGroups({ AutoScalingGroupNames: [AutoScalingGroupName] }))
      .AutoScalingGroups?.[0];

  beforeAll(async () => {
    const LaunchTemplateName = AutoScalingGroupName;
    const LaunchTemplateData = { ImageId: "ami-12c6146b", InstanceType: "t3.micro" as const };
    await ec2.createLaunchTemplate({ LaunchTemplateName, LaunchTemplateData });
    await autoScaling.createAutoScalingGroup({
      AutoScalingGroupName,
      MinSize: 1,
      MaxSize: 2,
      AvailabilityZones: [`${region}a`],
      LaunchTemplate: { LaunchTemplateName, Version: "1" },
    });
  });
  afterAll(async () => {
    await autoScaling.deleteAutoScalingGroup({ AutoScalingGroupName, ForceDelete: true });
    await ec2.deleteLaunchTemplate({ LaunchTemplateName: AutoScalingGroupName });
  });

  it("collects metrics that are added and taken away, or all", async () => {
    const metrics = async () => (await group())?.EnabledMetrics?.map(({ Metric }) => Metric);
    const name = { AutoScalingGroupName };
    const enable = (...Metrics: string[]) =>
      autoScaling.enableMetricsCollection({ ...name, Metrics, Granularity: "1Minute" });
    await enable("GroupMinSize");
    await enable("GroupMaxSize");
    expect(await metrics()).toEqual(["GroupMinSize", "GroupMaxSize"]);
    await autoScaling.disableMetricsCollection({ ...name, Metrics: ["GroupMinSize"] });
    expect(await metrics()).toEqual(["GroupMaxSize"]);
    await autoScaling.enableMetricsCollection({ ...name, Granularity: "1Minute" });
    expect((await metrics())?.length).toBeGreaterThan(10);
    await autoScaling.disableMetricsCollection(name);
    expect(await metrics()).toEqual([]);
  });

  it("scales by the policy of its name", async () => {
    const policy = { AutoScalingGroupName, PolicyName: "one-more" };
    await autoScaling.putScalingPolicy({
      ...policy,
      AdjustmentType: "ChangeInCapacity",
      ScalingAdjustment: 1,
    });
    await autoScaling.executePolicy(policy);
    expect(await group()).toMatchObject({ DesiredCapacity: 2 });
    await autoScaling.deletePolicy(policy);
  });

  it("refuses to roll a refresh back without a configuration", async () => {
    const Preferences = { AutoRollback: true };
    await expect(
      autoScaling.startInstanceRefresh({ AutoScalingGroupName, Preferences }),
    ).rejects.toMatchObject({ name: "ValidationError" });
  });

  it("keeps protected instances through a refresh, unless the preferences say otherwise", async () => {
    const ids = async () => (await group())?.Instances?.map(({ InstanceId = "" }) => InstanceId);
    const before = await ids();
    await autoScaling.setInstanceProtection({
      AutoScalingGroupName,
      InstanceIds: before,
      ProtectedFromScaleIn: true,
    });
    await autoScaling.startInstanceRefresh({ AutoScalingGroupName });
    expect(await ids()).toEqual(before);
    const Preferences = { ScaleInProtectedInstances: "Refresh" as const };
    await autoScaling.startInstanceRefresh({ AutoScalingGroupName, Preferences });
    const after = await ids();
    expect(after).toHaveLength(before?.length ?? 0);
    expect(after?.filter((id) => before?.includes(id))).toEqual([]);
  });
});
