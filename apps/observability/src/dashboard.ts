import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { environment } from "@strata/config";
import { layerNames } from "@strata/naming";

import { dashboardBody, type DashboardFacts } from "./dashboard-body.ts";

/** What the dashboard shows; it shows the region of the environment. */
export type DashboardArgs = {
  readonly [K in keyof Omit<DashboardFacts, "region" | "alarmArns">]: pulumi.Input<string>;
} & { readonly alarmArns: readonly pulumi.Input<string>[] };

/** Everything on one page. Cost: none for the first three dashboards of an account, then $3 a month. */
export class Dashboard extends pulumi.ComponentResource {
  readonly dashboardName: pulumi.Output<string>;

  constructor(name: string, args: DashboardArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:observability:Dashboard", name, {}, opts);
    const { region } = environment(pulumi.getStack());

    const dashboard = new aws.cloudwatch.Dashboard(
      name,
      {
        dashboardName: layerNames().fixed("dashboard", name),
        dashboardBody: pulumi
          .output({ ...args, alarmArns: [...args.alarmArns] })
          .apply((facts) => dashboardBody({ ...facts, region })),
      },
      { parent: this },
    );

    this.dashboardName = dashboard.dashboardName;
    this.registerOutputs({ dashboardName: this.dashboardName });
  }
}
