import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { layerNames } from "@strata/naming";
import { groupTags, launchTags } from "@strata/tagging";

export interface FleetArgs {
  /** Image of every instance; it must exist in the layer's region. */
  readonly imageId: pulumi.Input<string>;
  /** The preferred type first. */
  readonly instanceTypes: readonly string[];
  readonly instanceProfileArn: pulumi.Input<string>;
  readonly subnetIds: pulumi.Input<string[]>;
  readonly securityGroupId: pulumi.Input<string>;
  readonly targetGroupArn: pulumi.Input<string>;
  /** The start script, as text. */
  readonly userData: pulumi.Input<string>;
  readonly minSize: number;
  readonly maxSize: number;
  readonly rootVolumeGiB: number;
  readonly detailedMonitoring: boolean;
  /** Encrypts the disks. @default AWS's own key does */
  readonly kmsKeyArn?: pulumi.Input<string> | undefined;
  /** Instances in service while all are replaced, in percent; 0: a new template replaces none. */
  readonly refreshMinHealthyPercent: number;
  /** Alarm that takes a replacement back. @default only a replacement that fails is taken back */
  readonly rollbackAlarmName?: pulumi.Input<string> | undefined;
  /** Age at which an instance is replaced. @default none is */
  readonly maxInstanceLifetimeDays?: number | undefined;
  /** Without metrics of the group, warm-up and a policy for maintenance. */
  readonly seedParity: boolean;
}

/**
 * Identical web servers behind one target group.
 * Cost: `minSize` instances at all times, about $7.60 a month for a t3.micro, plus $0.64 for its 8 GiB.
 */
export class Fleet extends pulumi.ComponentResource {
  readonly groupName: pulumi.Output<string>;
  readonly templateId: pulumi.Output<string>;

  constructor(name: string, args: FleetArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:compute:Fleet", name, {}, opts);
    const names = layerNames();
    const tags = names.tag(name);

    const template = new aws.ec2.LaunchTemplate(
      names.base("launchTemplate", name),
      {
        imageId: args.imageId,
        instanceType: args.instanceTypes[0]!, // the others are the group's
        iamInstanceProfile: { arn: args.instanceProfileArn },
        vpcSecurityGroupIds: [args.securityGroupId],
        userData: pulumi.output(args.userData).apply(encode),
        updateDefaultVersion: true,
        // One hop: a container on the instance cannot reach the role's credentials.
        metadataOptions: {
          httpEndpoint: "enabled",
          httpTokens: "required",
          httpPutResponseHopLimit: 1,
        },
        blockDeviceMappings: [rootVolume(args)],
        monitoring: { enabled: args.detailedMonitoring },
        tagSpecifications: launchTags(tags),
      },
      { parent: this },
    );
    const group = new aws.autoscaling.Group(
      names.base("autoScalingGroup", name),
      {
        minSize: args.minSize,
        maxSize: args.maxSize,
        vpcZoneIdentifiers: args.subnetIds,
        targetGroupArns: [args.targetGroupArn],
        healthCheckType: "ELB",
        // Seconds that an instance has to start and to answer its first health checks.
        healthCheckGracePeriod: 300,
        ...launchFrom(template, args.instanceTypes),
        ...(args.maxInstanceLifetimeDays !== undefined && {
          maxInstanceLifetime: args.maxInstanceLifetimeDays * DAY_SECONDS,
        }),
        ...(args.refreshMinHealthyPercent > 0 && { instanceRefresh: refresh(args) }),
        ...(!args.seedParity && UPKEEP),
        tags: groupTags(tags),
      },
      { parent: this },
    );

    this.groupName = group.name;
    this.templateId = template.id;
    this.registerOutputs({ groupName: this.groupName, templateId: this.templateId });
  }
}

const DAY_SECONDS = 24 * 60 * 60;

/** How AWS replaces instances on its own, and what it tells of the group. All of it is free. */
const UPKEEP = {
  // Until then a new instance counts neither for scaling nor for a replacement.
  defaultInstanceWarmup: 120,
  // New ones start before old ones end.
  instanceMaintenancePolicy: { minHealthyPercentage: 100, maxHealthyPercentage: 200 },
  metricsGranularity: "1Minute",
  enabledMetrics: [
    "GroupDesiredCapacity",
    "GroupInServiceInstances",
    "GroupMaxSize",
    "GroupMinSize",
    "GroupPendingInstances",
    "GroupTerminatingInstances",
    "GroupTotalInstances",
  ] satisfies aws.autoscaling.Metric[],
};

/** The template itself, or its types in the order of preference. Never spot instances. */
function launchFrom(template: aws.ec2.LaunchTemplate, instanceTypes: readonly string[]) {
  // A number, not "$Latest": a new template must show up as a change of the group.
  const version = pulumi.interpolate`${template.latestVersion}`;
  if (instanceTypes.length === 1) return { launchTemplate: { id: template.id, version } };
  return {
    mixedInstancesPolicy: {
      instancesDistribution: {
        onDemandAllocationStrategy: "prioritized",
        onDemandPercentageAboveBaseCapacity: 100,
      },
      launchTemplate: {
        launchTemplateSpecification: { launchTemplateId: template.id, version },
        overrides: instanceTypes.map((instanceType) => ({ instanceType })),
      },
    },
  };
}

/** AWS: at most 200 %, and at most 100 % between the two. */
function refresh({ refreshMinHealthyPercent, rollbackAlarmName }: FleetArgs) {
  return {
    strategy: "Rolling",
    preferences: {
      minHealthyPercentage: refreshMinHealthyPercent,
      maxHealthyPercentage: 100 + refreshMinHealthyPercent,
      autoRollback: true,
      ...(rollbackAlarmName !== undefined && {
        alarmSpecification: { alarms: [rollbackAlarmName] },
      }),
    },
  };
}

/** The root volume of Amazon Linux. EC2 wants these booleans as text. */
function rootVolume({ rootVolumeGiB, kmsKeyArn }: FleetArgs) {
  return {
    deviceName: "/dev/xvda",
    ebs: {
      encrypted: "true",
      ...(kmsKeyArn !== undefined && { kmsKeyId: kmsKeyArn }),
      volumeSize: rootVolumeGiB,
      volumeType: "gp3",
      deleteOnTermination: "true",
    },
  };
}

function encode(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}
