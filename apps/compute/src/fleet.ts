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
        instanceType: args.instanceTypes[0]!,
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
        blockDeviceMappings: [rootVolume(args.rootVolumeGiB)],
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
        // A number, not "$Latest": a new template must show up as a change of the group.
        launchTemplate: { id: template.id, version: pulumi.interpolate`${template.latestVersion}` },
        tags: groupTags(tags),
      },
      { parent: this },
    );

    this.groupName = group.name;
    this.templateId = template.id;
    this.registerOutputs({ groupName: this.groupName, templateId: this.templateId });
  }
}

/** The root volume of Amazon Linux. EC2 wants these booleans as text. */
function rootVolume(sizeGiB: number) {
  return {
    deviceName: "/dev/xvda",
    ebs: {
      encrypted: "true",
      volumeSize: sizeGiB,
      volumeType: "gp3",
      deleteOnTermination: "true",
    },
  };
}

function encode(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}
