import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { layerNames } from "@strata/naming";

export interface DatabaseEventsArgs {
  readonly topicArn: pulumi.Input<string>;
}

/**
 * What RDS reports, by what it reports on. All four or none: Security Hub (RDS.19 to RDS.22) passes without any, and
 * fails the other three if there is one.
 */
const EVENTS = {
  "db-cluster": ["maintenance", "failure"],
  "db-instance": ["maintenance", "configuration change", "failure"],
  "db-parameter-group": ["configuration change"],
  "db-security-group": ["configuration change", "failure"],
} as const;

/** Tells of failures, maintenance and changes of the account's databases. Cost: none. */
export class DatabaseEvents extends pulumi.ComponentResource {
  constructor(name: string, args: DatabaseEventsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:observability:DatabaseEvents", name, {}, opts);

    for (const [sourceType, eventCategories] of Object.entries(EVENTS)) {
      const role = `${name}-${sourceType}`;
      new aws.rds.EventSubscription(
        role,
        {
          name: layerNames().fixed("dbEventSubscription", role),
          snsTopic: args.topicArn,
          sourceType,
          eventCategories: [...eventCategories],
        },
        { parent: this },
      );
    }

    this.registerOutputs({});
  }
}
