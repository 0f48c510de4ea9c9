import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ports } from "@strata/config";
import { albLogPrefix, layerNames } from "@strata/naming";

export interface BalancerArgs {
  readonly vpcId: pulumi.Input<string>;
  /** Public subnets in at least two zones. */
  readonly subnetIds: pulumi.Input<string[]>;
  readonly securityGroupId: pulumi.Input<string>;
  /** Path that a healthy instance answers with status 200. */
  readonly healthCheckPath: string;
  readonly deletionProtection: boolean;
  /** With one, port 443 serves and port 80 redirects to it. @default port 80 serves */
  readonly certificateArn?: pulumi.Input<string> | undefined;
  /** Bucket whose policy lets load balancers write below `albLogPrefix`. */
  readonly logsBucketName: pulumi.Input<string>;
  readonly accessLogs: boolean;
  readonly connectionLogs: boolean;
  readonly healthCheckLogs: boolean;
}

/**
 * A public load balancer, its listeners and its target group.
 * Cost: about $16 a month, plus $3.65 for the public address in each zone, plus traffic.
 */
export class Balancer extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  readonly arnSuffix: pulumi.Output<string>;
  readonly dnsName: pulumi.Output<string>;
  readonly zoneId: pulumi.Output<string>;
  readonly targetGroupArn: pulumi.Output<string>;
  readonly targetGroupArnSuffix: pulumi.Output<string>;
  /** What auto scaling knows the requests to the targets by, once the balancer forwards any. */
  readonly requestsLabel: pulumi.Output<string>;

  constructor(name: string, args: BalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:compute:Balancer", name, {}, opts);
    const names = layerNames();

    const logs = { bucket: args.logsBucketName, prefix: albLogPrefix, enabled: true };
    const balancer = new aws.lb.LoadBalancer(
      names.base("loadBalancer", name),
      {
        loadBalancerType: "application",
        internal: false,
        securityGroups: [args.securityGroupId],
        subnets: args.subnetIds,
        dropInvalidHeaderFields: true,
        desyncMitigationMode: "defensive",
        enableDeletionProtection: args.deletionProtection,
        ...(args.accessLogs && { accessLogs: logs }),
        ...(args.connectionLogs && { connectionLogs: logs }),
        ...(args.healthCheckLogs && { healthCheckLogs: logs }),
      },
      { parent: this },
    );
    const targets = new aws.lb.TargetGroup(
      names.base("targetGroup", name),
      {
        vpcId: args.vpcId,
        port: ports.app,
        protocol: "HTTP",
        targetType: "instance",
        // Requests are short: a minute is enough to finish them before an instance goes.
        deregistrationDelay: 60,
        healthCheck: {
          enabled: true,
          path: args.healthCheckPath,
          protocol: "HTTP",
          port: "traffic-port",
          matcher: "200",
          interval: 15,
          timeout: 5,
          healthyThreshold: 2,
          unhealthyThreshold: 3,
        },
      },
      { parent: this },
    );
    const forward = { type: "forward", targetGroupArn: targets.arn };
    const http = new aws.lb.Listener(
      name,
      {
        loadBalancerArn: balancer.arn,
        port: ports.http,
        protocol: "HTTP",
        defaultActions: [args.certificateArn === undefined ? forward : REDIRECT],
      },
      { parent: this },
    );
    const serving =
      args.certificateArn === undefined
        ? http
        : new aws.lb.Listener(
            `${name}-https`,
            {
              loadBalancerArn: balancer.arn,
              port: ports.https,
              protocol: "HTTPS",
              sslPolicy: TLS_POLICY,
              certificateArn: args.certificateArn,
              // Browsers that came once do not try without TLS for a year.
              routingHttpResponseStrictTransportSecurityHeaderValue: "max-age=31536000",
              defaultActions: [forward],
            },
            { parent: this },
          );

    this.arn = balancer.arn;
    this.arnSuffix = balancer.arnSuffix;
    this.dnsName = balancer.dnsName;
    this.zoneId = balancer.zoneId;
    this.targetGroupArn = targets.arn;
    this.targetGroupArnSuffix = targets.arnSuffix;
    // Without the listener, AWS does not know that the two belong together.
    this.requestsLabel = pulumi
      .all([balancer.arnSuffix, targets.arnSuffix, serving.arn])
      .apply(([balancer, targets]) => `${balancer}/${targets}`);
    this.registerOutputs({
      arn: this.arn,
      arnSuffix: this.arnSuffix,
      dnsName: this.dnsName,
      zoneId: this.zoneId,
      targetGroupArn: this.targetGroupArn,
      targetGroupArnSuffix: this.targetGroupArnSuffix,
      requestsLabel: this.requestsLabel,
    });
  }
}

/** TLS 1.3 and 1.2 with forward secrecy, hybrid post-quantum key exchange (ELB user guide, "Security policies"). */
const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

const REDIRECT = {
  type: "redirect",
  redirect: { protocol: "HTTPS", port: String(ports.https), statusCode: "HTTP_301" },
};
