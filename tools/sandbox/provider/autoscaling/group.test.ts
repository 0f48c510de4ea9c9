import { randomUUID } from "node:crypto";

import { awsClients } from "../aws-clients.ts";
import { decision, emulatedProvider, emulatorAddress, Life } from "../testing/emulated.ts";
import { sampleNetwork, type SampleNetwork } from "../testing/sample-network.ts";
import type { Values } from "../value.ts";

const TOKEN = "aws:autoscaling/group:Group";

const tag = (key: string, value: string) => ({ key, value, propagateAtLaunch: true });
const full = {
  name: "strata-web",
  minSize: 1,
  maxSize: 3,
  vpcZoneIdentifiers: ["subnet-1", "subnet-2"],
  launchTemplate: { id: "lt-1", version: "1" },
  targetGroupArns: ["arn:1"],
  healthCheckType: "ELB",
  tags: [tag("Name", "web"), tag("owner", "platform")],
};
const mixed = (...types: string[]) => ({
  launchTemplate: undefined,
  mixedInstancesPolicy: {
    launchTemplate: {
      launchTemplateSpecification: { launchTemplateId: "lt-1", version: "1" },
      overrides: types.map((instanceType) => ({ instanceType })),
    },
  },
});

// Auto Scaling API reference: UpdateAutoScalingGroup and its siblings change all but the name; the provider makes hooks
// before the first instance only. What is not written there (`forceDelete`) is the provider's own.
it.each<[string, object, string]>([
  ["name", { name: "strata-api" }, "delete, then create"],
  ["namePrefix", { name: undefined, namePrefix: "web-" }, "replace"],
  [
    "initialLifecycleHooks",
    {
      initialLifecycleHooks: [
        { name: "hook", lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING" },
      ],
    },
    "delete, then create",
  ],
  ["region", { region: "eu-west-1" }, "delete, then create"],
  [
    "availabilityZoneDistribution",
    { availabilityZoneDistribution: { capacityDistributionStrategy: "balanced-only" } },
    "update",
  ],
  [
    "availabilityZones",
    { vpcZoneIdentifiers: undefined, availabilityZones: ["us-east-1a"] },
    "update",
  ],
  ["capacityRebalance", { capacityRebalance: true }, "update"],
  [
    "capacityReservationSpecification",
    { capacityReservationSpecification: { capacityReservationPreference: "default" } },
    "update",
  ],
  ["context", { context: "c" }, "update"],
  ["defaultCooldown", { defaultCooldown: 60 }, "update"],
  ["defaultInstanceWarmup", { defaultInstanceWarmup: 60 }, "update"],
  ["desiredCapacity", { desiredCapacity: 2 }, "update"],
  ["desiredCapacityType", { desiredCapacityType: "vcpu" }, "update"],
  ["enabledMetrics", { enabledMetrics: ["GroupMinSize"] }, "update"],
  ["forceDelete", { forceDelete: true }, "update"],
  ["forceDeleteWarmPool", { forceDeleteWarmPool: true }, "update"],
  ["healthCheckGracePeriod", { healthCheckGracePeriod: 60 }, "update"],
  ["healthCheckType", { healthCheckType: "EC2" }, "update"],
  ["ignoreFailedScalingActivities", { ignoreFailedScalingActivities: true }, "update"],
  [
    "instanceLifecyclePolicy",
    { instanceLifecyclePolicy: { retentionTriggers: { terminateHookAbandon: "retain" } } },
    "update",
  ],
  [
    "instanceMaintenancePolicy",
    { instanceMaintenancePolicy: { minHealthyPercentage: 90, maxHealthyPercentage: 120 } },
    "update",
  ],
  ["instanceRefresh", { instanceRefresh: { strategy: "Rolling" } }, "update"],
  [
    "launchConfiguration",
    { launchTemplate: undefined, launchConfiguration: "configuration" },
    "update",
  ],
  ["launchTemplate, its version", { launchTemplate: { id: "lt-1", version: "2" } }, "update"],
  ["loadBalancers", { loadBalancers: ["classic"] }, "update"],
  ["maxInstanceLifetime", { maxInstanceLifetime: 86400 }, "update"],
  ["maxSize", { maxSize: 4 }, "update"],
  [
    "metricsGranularity",
    { metricsGranularity: "5Minute", enabledMetrics: ["GroupMinSize"] },
    "update",
  ],
  ["minElbCapacity", { minElbCapacity: 1 }, "update"],
  ["minSize", { minSize: 2 }, "update"],
  ["mixedInstancesPolicy", mixed("t3.micro"), "update"],
  ["placementGroup", { placementGroup: "group" }, "update"],
  ["protectFromScaleIn", { protectFromScaleIn: true }, "update"],
  ["serviceLinkedRoleArn", { serviceLinkedRoleArn: "arn:aws:iam::1:role/r" }, "update"],
  ["suspendedProcesses", { suspendedProcesses: ["Launch"] }, "update"],
  ["tags", { tags: [tag("Name", "web")] }, "update"],
  ["targetGroupArns", { targetGroupArns: ["arn:1", "arn:2"] }, "update"],
  ["terminationPolicies", { terminationPolicies: ["OldestInstance"] }, "update"],
  [
    "trafficSources",
    { targetGroupArns: undefined, trafficSources: [{ identifier: "arn:1", type: "elbv2" }] },
    "update",
  ],
  ["vpcZoneIdentifiers", { vpcZoneIdentifiers: ["subnet-1"] }, "update"],
  ["waitForCapacityTimeout", { waitForCapacityTimeout: "0" }, "update"],
  ["waitForElbCapacity", { waitForElbCapacity: 1 }, "update"],
  ["warmPool", { warmPool: { minSize: 1 } }, "update"],
  ["nothing", {}, "nothing"],
  [
    "nothing where order means nothing",
    {
      tags: [tag("owner", "platform"), tag("Name", "web")],
      vpcZoneIdentifiers: ["subnet-2", "subnet-1"],
    },
    "nothing",
  ],
  ["nothing when the target groups are left out", { targetGroupArns: undefined }, "nothing"],
])("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, full, { ...full, ...change })).toBe(expected);
});

it.each<[object, string]>([
  [
    { launchTemplate: undefined },
    'one of "launchConfiguration", "launchTemplate", "mixedInstancesPolicy" must be specified, got none',
  ],
  [{ launchConfiguration: "c" }, 'got "launchConfiguration" and "launchTemplate"'],
  [{ launchTemplate: { version: "1" } }, 'set "launchTemplate.id" or "launchTemplate.name"'],
  [
    { availabilityZones: ["us-east-1a"] },
    '"vpcZoneIdentifiers" conflicts with "availabilityZones"',
  ],
  [
    { trafficSources: [{ identifier: "arn:1" }] },
    '"trafficSources" conflicts with "targetGroupArns"',
  ],
  [{ maxInstanceLifetime: 3600 }, "86400 to 31536000 seconds (1 to 365 days), not 3600"],
  [
    { instanceMaintenancePolicy: { minHealthyPercentage: 50, maxHealthyPercentage: 200 } },
    "at most 100 apart, not 50 and 200",
  ],
  [
    { instanceRefresh: { strategy: "Rolling", preferences: { minHealthyPercentage: 120 } } },
    '"instanceRefresh.preferences" needs a "minHealthyPercentage" of 0 to 100',
  ],
  [{ instanceRefresh: { strategy: "All" } }, '"instanceRefresh.strategy" to be Rolling'],
  [
    { instanceRefresh: { strategy: "Rolling", triggers: ["launch_template"] } },
    '"launch_template" always starts a refresh: take it out of the triggers',
  ],
  [
    {
      launchTemplate: undefined,
      launchConfiguration: "c",
      instanceRefresh: { strategy: "Rolling", preferences: { autoRollback: true } },
    },
    "AWS cannot go back to a launch configuration",
  ],
  [
    { minSize: 4 },
    "api error ValidationError: Max bound, 3, must be greater than or equal to min bound, 4",
  ],
  [
    { desiredCapacity: 9 },
    "Desired capacity:9 must be between the specified min size:1 and max size:3",
  ],
])("rejects %j", async (change, message) => {
  const group = new Life(await emulatedProvider(), TOKEN);
  await expect(group.create({ ...full, ...change })).rejects.toThrow(message);
});

describe("against the emulator", () => {
  const clients = () => awsClients(emulatorAddress(), "us-east-1");
  const autoScaling = () => clients().autoScaling();
  let network: SampleNetwork;
  let templateId = "";
  let targetGroups: string[] = [];

  const minimal = () => ({
    minSize: 0,
    maxSize: 2,
    vpcZoneIdentifiers: network.subnetIds.slice(0, 2),
    launchTemplate: { id: templateId, version: "1" },
  });
  const rich = () => ({
    ...minimal(),
    name: "strata-rich",
    minSize: 1,
    targetGroupArns: targetGroups.slice(0, 1),
    healthCheckType: "ELB",
    healthCheckGracePeriod: 90,
    defaultCooldown: 60,
    defaultInstanceWarmup: 30,
    capacityRebalance: true,
    maxInstanceLifetime: 86400,
    protectFromScaleIn: true,
    suspendedProcesses: ["AZRebalance", "AlarmNotification"],
    terminationPolicies: ["OldestLaunchTemplate", "Default"],
    enabledMetrics: ["GroupMinSize", "GroupMaxSize"],
    instanceRefresh: { strategy: "Rolling", preferences: { minHealthyPercentage: 50 } },
    instanceMaintenancePolicy: { minHealthyPercentage: 90, maxHealthyPercentage: 120 },
    warmPool: { minSize: 0, poolState: "Running", instanceReusePolicy: { reuseOnScaleIn: true } },
    waitForCapacityTimeout: "5m",
    tags: [tag("Name", "rich"), { key: "quiet", value: "1", propagateAtLaunch: false }],
  });
  const mixedProgram = () => ({
    minSize: 1,
    maxSize: 2,
    vpcZoneIdentifiers: network.subnetIds.slice(0, 1),
    mixedInstancesPolicy: {
      instancesDistribution: { onDemandBaseCapacity: 1, spotAllocationStrategy: "lowest-price" },
      launchTemplate: {
        launchTemplateSpecification: { launchTemplateId: templateId, version: "1" },
        overrides: [
          { instanceType: "t3.micro", weightedCapacity: "1" },
          {
            instanceRequirements: {
              vcpuCount: { min: 1, max: 2 },
              memoryMib: { min: 512 },
              excludedInstanceTypes: ["t2.*"],
            },
          },
        ],
      },
    },
  });

  /** EC2 shows terminated instances for a while, so groups whose instances are counted get a name of their own. */
  const fresh = () => `strata-${randomUUID()}`;

  /** States of all instances that the group ever had. */
  async function instanceStates(name: string): Promise<(string | undefined)[]> {
    const ec2 = await clients().ec2();
    const { Reservations } = await ec2.describeInstances({
      Filters: [{ Name: "tag:aws:autoscaling:groupName", Values: [name] }],
    });
    return (Reservations ?? []).flatMap(({ Instances }) =>
      (Instances ?? []).map(({ State }) => State?.Name),
    );
  }

  beforeAll(async () => {
    network = await sampleNetwork();
    const ec2 = await clients().ec2();
    const LaunchTemplateData = {
      ImageId: "ami-12c6146b",
      InstanceType: "t3.micro" as const,
      SecurityGroupIds: [network.securityGroupIds[0]],
    };
    const LaunchTemplateName = "strata-group";
    const made = await ec2.createLaunchTemplate({ LaunchTemplateName, LaunchTemplateData });
    templateId = made.LaunchTemplate?.LaunchTemplateId ?? "";
    await ec2.createLaunchTemplateVersion({ LaunchTemplateId: templateId, LaunchTemplateData });
    const elbv2 = await clients().elbv2();
    const targetGroup = async (Name: string) => {
      const VpcId = network.vpcId;
      const group = await elbv2.createTargetGroup({ Name, Port: 80, Protocol: "HTTP", VpcId });
      return group.TargetGroups?.[0]?.TargetGroupArn ?? "";
    };
    targetGroups = [await targetGroup("strata-blue"), await targetGroup("strata-green")];
  });
  afterAll(async () => {
    const elbv2 = await clients().elbv2();
    for (const TargetGroupArn of targetGroups) await elbv2.deleteTargetGroup({ TargetGroupArn });
    await (await clients().ec2()).deleteLaunchTemplate({ LaunchTemplateId: templateId });
    await network.remove();
  });

  it.each<[string, () => Values]>([
    ["minimal", minimal],
    ["rich", rich],
    ["mixed", mixedProgram],
    ["impatient", () => ({ ...minimal(), healthCheckGracePeriod: 0, desiredCapacity: 1 })],
  ])("reads back a %s one, and a second look finds no difference", async (_kind, program) => {
    const wanted = program();
    const group = new Life(await emulatedProvider(), TOKEN);
    const state = await group.create(wanted);
    expect(state).toMatchObject({
      healthCheckType: "EC2",
      healthCheckGracePeriod: 300,
      waitForCapacityTimeout: "10m",
      forceDelete: false,
      desiredCapacity: wanted.minSize,
      ...wanted,
      id: state.name,
      arn: expect.stringMatching(
        /^arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:.*:autoScalingGroupName\//,
      ),
    });
    expect(await group.refresh()).toEqual(state);
    expect((await group.diff(wanted)).differences).toEqual([]);
    await group.delete();
    await group.delete();
    expect(await group.refresh()).toBeUndefined();
  });

  it("shows zones, and the name of the template beside its ID", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    const state = await group.create(minimal());
    expect(state).toMatchObject({
      name: "sample-0001020",
      availabilityZones: ["us-east-1a", "us-east-1b"],
      launchTemplate: { id: templateId, name: "strata-group", version: "1" },
    });
    const named = { ...minimal(), launchTemplate: { name: "strata-group", version: "1" } };
    expect((await group.diff(named)).differences).toEqual([]);
    await group.delete();
  });

  it("launches instances, and none outlives it", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    await group.create({ ...minimal(), name: fresh(), minSize: 2 });
    expect(await instanceStates(group.id)).toEqual(["running", "running"]);
    await group.delete();
    expect(await instanceStates(group.id)).toEqual(["terminated", "terminated"]);
  });

  it("leaves no instance, interface or volume, neither smaller nor gone", async () => {
    // A region that no other test uses, so that nothing else comes or goes.
    const region = "eu-north-1";
    const ec2 = await awsClients(emulatorAddress(), region).ec2();
    const inventory = async () => {
      const { Reservations = [] } = await ec2.describeInstances();
      const { NetworkInterfaces = [] } = await ec2.describeNetworkInterfaces();
      const { Volumes = [] } = await ec2.describeVolumes();
      return {
        instances: Reservations.flatMap(({ Instances = [] }) => Instances)
          .filter(({ State }) => State?.Name !== "terminated")
          .map(({ InstanceId }) => InstanceId),
        interfaces: NetworkInterfaces.map(({ NetworkInterfaceId }) => NetworkInterfaceId),
        volumes: Volumes.map(({ VolumeId }) => VolumeId),
      };
    };
    const counts = (found: Awaited<ReturnType<typeof inventory>>) =>
      [found.instances, found.interfaces, found.volumes].map(({ length }) => length);
    const Ebs = { VolumeSize: 10, DeleteOnTermination: true };
    const template = await ec2.createLaunchTemplate({
      LaunchTemplateName: "strata-inventory",
      LaunchTemplateData: {
        ImageId: "ami-12c6146b",
        BlockDeviceMappings: [
          { DeviceName: "/dev/xvda", Ebs },
          { DeviceName: "/dev/sda1", Ebs },
        ],
      },
    });
    const { Subnets = [] } = await ec2.describeSubnets();
    const before = await inventory();
    const program = {
      region,
      minSize: 2,
      maxSize: 2,
      vpcZoneIdentifiers: [Subnets[0]?.SubnetId ?? ""],
      launchTemplate: { id: template.LaunchTemplate?.LaunchTemplateId, version: "1" },
    };

    const group = new Life(await emulatedProvider(), TOKEN);
    await group.create(program);
    const two = await inventory();
    expect(counts(two)).toEqual([2, 2, 4]);
    await group.update({ ...program, minSize: 1, maxSize: 1, desiredCapacity: 1 });
    const one = await inventory();
    expect(counts(one)).toEqual([1, 1, 2]);
    await group.delete();
    expect(await inventory()).toEqual(before);
  });

  it.each([[false], [true]])(
    "ends instances on standby too, with forceDelete %j",
    async (forceDelete) => {
      const group = new Life(await emulatedProvider(), TOKEN);
      const name = fresh();
      const wanted = { ...minimal(), name, minSize: 3, maxSize: 3, forceDelete };
      await group.create(wanted);
      const client = await autoScaling();
      const { AutoScalingGroups: groups } = await client.describeAutoScalingGroups({
        AutoScalingGroupNames: [name],
      });
      const ids = (groups?.[0]?.Instances ?? []).map(({ InstanceId = "" }) => InstanceId);
      await client.enterStandby({
        AutoScalingGroupName: name,
        InstanceIds: ids.slice(0, 2),
        ShouldDecrementDesiredCapacity: true,
      });
      await group.delete();
      const { Reservations } = await (
        await clients().ec2()
      ).describeInstances({ InstanceIds: ids });
      const states = (Reservations ?? []).flatMap(({ Instances }) =>
        (Instances ?? []).map(({ State }) => State?.Name),
      );
      expect(states).toEqual(["terminated", "terminated", "terminated"]);
      expect(await instanceStates(name)).not.toContain("running");
      expect(await group.refresh()).toBeUndefined();
    },
  );

  it.each([[false], [true]])(
    "ends protected instances too, with forceDelete %j",
    async (forceDelete) => {
      const group = new Life(await emulatedProvider(), TOKEN);
      const name = fresh();
      const wanted = { ...minimal(), name, minSize: 2, protectFromScaleIn: true, forceDelete };
      await group.create(wanted);
      expect(await instanceStates(name)).toEqual(["running", "running"]);
      await group.delete();
      expect(await instanceStates(name)).not.toContain("running");
    },
  );

  it("can be deleted when its target group is already gone", async () => {
    const elbv2 = await clients().elbv2();
    const VpcId = network.vpcId;
    const made = await elbv2.createTargetGroup({
      Name: "strata-gone",
      Port: 80,
      Protocol: "HTTP",
      VpcId,
    });
    const TargetGroupArn = made.TargetGroups?.[0]?.TargetGroupArn ?? "";
    const group = new Life(await emulatedProvider(), TOKEN);
    const wanted = { ...minimal(), name: fresh(), minSize: 1 };
    await group.create({ ...wanted, targetGroupArns: [TargetGroupArn] });
    await elbv2.deleteTargetGroup({ TargetGroupArn });
    await group.delete();
    expect(await instanceStates(group.id)).toEqual(["terminated"]);
    expect(await group.refresh()).toBeUndefined();
  });

  it("makes hooks before the first instance", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    const wanted = {
      ...minimal(),
      minSize: 1,
      initialLifecycleHooks: [
        {
          name: "first",
          lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING",
          heartbeatTimeout: 60,
          defaultResult: "CONTINUE",
        },
      ],
    };
    expect(await group.create(wanted)).toMatchObject({ minSize: 1, maxSize: 2 });
    const { LifecycleHooks } = await (
      await autoScaling()
    ).describeLifecycleHooks({ AutoScalingGroupName: group.id });
    expect(LifecycleHooks).toMatchObject([{ LifecycleHookName: "first", HeartbeatTimeout: 60 }]);
    expect((await group.diff(wanted)).differences).toEqual([]);
    await group.delete();
  });

  it("updates everything in place", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    await group.create(rich());
    const wanted = {
      ...minimal(),
      name: "strata-rich",
      minSize: 2,
      maxSize: 3,
      vpcZoneIdentifiers: network.subnetIds.slice(1, 3),
      launchTemplate: { id: templateId, version: "2" },
      targetGroupArns: targetGroups.slice(1),
      healthCheckType: "EC2",
      healthCheckGracePeriod: 0,
      defaultCooldown: 30,
      suspendedProcesses: ["AZRebalance", "Terminate"],
      enabledMetrics: ["GroupMaxSize"],
      tags: [tag("Name", "other"), tag("new", "2")],
    };
    const state = await group.update(wanted);
    expect(state).toMatchObject({
      minSize: 2,
      maxSize: 3,
      desiredCapacity: 2,
      launchTemplate: { id: templateId, version: "2" },
      targetGroupArns: targetGroups.slice(1),
      availabilityZones: ["us-east-1b", "us-east-1c"],
      defaultCooldown: 30,
      protectFromScaleIn: false,
    });
    for (const gone of ["terminationPolicies", "maxInstanceLifetime", "instanceRefresh"]) {
      expect(state[gone]).toBeUndefined();
    }
    expect(state.warmPool).toBeUndefined();
    expect((await group.diff(wanted)).differences).toEqual([]);
    await group.delete();
  });

  it("ends settings that the program gives up, in AWS too", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    await group.create(rich());
    await group.update({ ...minimal(), name: "strata-rich" });
    const { AutoScalingGroups } = await (
      await autoScaling()
    ).describeAutoScalingGroups({ AutoScalingGroupNames: [group.id] });
    const [held] = AutoScalingGroups ?? [];
    expect(held).toMatchObject({ EnabledMetrics: [], TerminationPolicies: ["Default"] });
    expect([
      held?.CapacityRebalance,
      held?.DefaultInstanceWarmup,
      held?.InstanceMaintenancePolicy,
      held?.MaxInstanceLifetime,
    ]).toEqual([false, undefined, undefined, undefined]);
    await group.delete();
  });

  describe("an instance refresh", () => {
    const preferences = {
      minHealthyPercentage: 100,
      maxHealthyPercentage: 150,
      instanceWarmup: "120",
      autoRollback: true,
      alarmSpecification: { alarms: ["rollback"] },
    };
    const refreshed = () => ({
      ...minimal(),
      name: fresh(),
      minSize: 2,
      tags: [tag("Name", "web")],
      instanceRefresh: { strategy: "Rolling", preferences, triggers: ["tag"] },
    });

    async function held(name: string) {
      const client = await autoScaling();
      const AutoScalingGroupName = name;
      const groups = await client.describeAutoScalingGroups({ AutoScalingGroupNames: [name] });
      const found = await client.describeInstanceRefreshes({ AutoScalingGroupName });
      return {
        ids: (groups.AutoScalingGroups?.[0]?.Instances ?? []).map(({ InstanceId }) => InstanceId),
        refreshes: found.InstanceRefreshes ?? [],
      };
    }

    it("replaces the instances when their template changes, with the preferences", async () => {
      const group = new Life(await emulatedProvider(), TOKEN);
      const wanted = refreshed();
      await group.create(wanted);
      const before = await held(group.id);
      expect(before.refreshes).toEqual([]);
      const launchTemplate = { id: templateId, version: "2" };
      await group.update({ ...wanted, launchTemplate });
      const after = await held(group.id);
      expect(after.ids).toHaveLength(2);
      expect(after.ids.filter((id) => before.ids.includes(id))).toEqual([]);
      expect(after.refreshes).toMatchObject([
        {
          Status: "Successful",
          PercentageComplete: 100,
          Preferences: {
            MinHealthyPercentage: 100,
            MaxHealthyPercentage: 150,
            InstanceWarmup: 120,
            AutoRollback: true,
            AlarmSpecification: { Alarms: ["rollback"] },
          },
          DesiredConfiguration: {
            LaunchTemplate: { LaunchTemplateId: templateId, Version: "2" },
          },
        },
      ]);
      const states = (await instanceStates(group.id)).sort();
      expect(states).toEqual(["running", "running", "terminated", "terminated"]);
      await group.delete();
    });

    it("is started by a trigger, and by nothing else", async () => {
      const group = new Life(await emulatedProvider(), TOKEN);
      const wanted = refreshed();
      await group.create(wanted);
      await group.update({ ...wanted, maxSize: 3 });
      expect((await held(group.id)).refreshes).toEqual([]);
      await group.update({ ...wanted, tags: [tag("Name", "other")] });
      expect((await held(group.id)).refreshes).toHaveLength(1);
      await group.delete();
    });

    it("does not touch the instances of a group that asks for none", async () => {
      const group = new Life(await emulatedProvider(), TOKEN);
      const { instanceRefresh: _none, ...wanted } = refreshed();
      await group.create(wanted);
      const before = await held(group.id);
      await group.update({ ...wanted, launchTemplate: { id: templateId, version: "2" } });
      expect(await held(group.id)).toEqual(before);
      await group.delete();
    });
  });

  it("keeps a mixed policy through other changes, and changes it", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    await group.create(mixedProgram());
    const larger = { ...mixedProgram(), maxSize: 4 };
    expect(await group.update(larger)).toMatchObject(larger);
    const { mixedInstancesPolicy, ...rest } = larger;
    const changed = {
      ...rest,
      mixedInstancesPolicy: {
        launchTemplate: {
          ...mixedInstancesPolicy.launchTemplate,
          overrides: [{ instanceType: "t3.small", weightedCapacity: "2" }],
        },
      },
    };
    expect(await group.update(changed)).toMatchObject(changed);
    expect((await group.diff(changed)).differences).toEqual([]);
    await group.delete();
  });

  it("sees what others changed", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    await group.create(rich());
    const client = await autoScaling();
    const AutoScalingGroupName = group.id;
    await client.updateAutoScalingGroup({ AutoScalingGroupName, MaxSize: 5 });
    await client.createOrUpdateTags({
      Tags: [
        {
          ResourceId: group.id,
          ResourceType: "auto-scaling-group",
          Key: "Name",
          Value: "somebody",
          PropagateAtLaunch: true,
        },
      ],
    });
    await group.refresh();
    const { changed } = await group.diff(rich());
    expect(changed).toEqual(["maxSize", "tags"]);
    await group.delete();
  });

  it("does not manage a capacity that the program leaves to scaling", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    await group.create(minimal());
    const scaling = { AutoScalingGroupName: group.id, DesiredCapacity: 2 };
    await (await autoScaling()).setDesiredCapacity(scaling);
    expect(await group.refresh()).toMatchObject({ desiredCapacity: 2 });
    expect((await group.diff(minimal())).differences).toEqual([]);
    await group.delete();
  });

  it("imports by name with inputs that ask for no change", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    await group.create(rich());
    const inputs = (await group.importBy("strata-rich"))?.inputs ?? {};
    expect(inputs).toMatchObject({
      ...minimal(),
      minSize: 1,
      targetGroupArns: targetGroups.slice(0, 1),
      healthCheckType: "ELB",
      healthCheckGracePeriod: 90,
      tags: rich().tags,
    });
    // What only the provider knows is its default in an import.
    const { changed } = await group.diff({ ...rich(), ...inputs });
    expect(changed).toEqual(["waitForCapacityTimeout"]);
    await group.delete();
    expect(await group.importBy("strata-rich")).toBeUndefined();
  });

  it("fails where the name is taken, as AWS does and the emulator does not", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    await group.create(rich());
    const twin = new Life(await emulatedProvider(), TOKEN);
    await expect(twin.create(rich())).rejects.toThrow(
      /^creating Auto Scaling Group: .*: CreateAutoScalingGroup, .* api error AlreadyExists: /,
    );
    await group.delete();
  });

  it("fails with code and message of the API", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    const launchTemplate = { id: "lt-00000000000000000", version: "1" };
    await expect(group.create({ ...minimal(), launchTemplate })).rejects.toThrow(
      /^creating Auto Scaling Group: .*: CreateAutoScalingGroup, https response error StatusCode: 4/,
    );
  });
});
