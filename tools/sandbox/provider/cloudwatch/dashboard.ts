import type { Unwrap } from "@pulumi/pulumi";
import type { DashboardArgs, DashboardState } from "@pulumi/aws/cloudwatch/dashboard.js";
import type { CloudWatch } from "@aws-sdk/client-cloudwatch";

import { unlessGone } from "../api-error.ts";
import { defineResource, type CheckFailure } from "../resource-type.ts";
import { isUnknown } from "../value.ts";

type Inputs = Unwrap<DashboardArgs>;
type State = Unwrap<DashboardState>;

/** The API says `ResourceNotFound`, the SDK may say it in its own word. */
const GONE = ["ResourceNotFound*", "DashboardNotFound*"];

/** Its id is its name, which the program must give. Source: CloudWatch API reference, PutDashboard. */
export const resource = defineResource<Inputs, State>({
  token: "aws:cloudwatch/dashboard:Dashboard",
  noun: "CloudWatch Dashboard",
  properties: {
    dashboardName: { kind: "string", required: true, replaces: true },
    dashboardBody: { kind: "json", required: true },
    region: { kind: "string", computed: true, replaces: true },
    dashboardArn: { kind: "string", output: true },
  },
  validate: failures,

  async create(inputs, call) {
    await put(await call.aws.cloudWatch(), inputs.dashboardName, inputs.dashboardBody);
    return inputs.dashboardName;
  },

  async read(id, call) {
    const cloudWatch = await call.aws.cloudWatch();
    const found = await unlessGone(cloudWatch.getDashboard({ DashboardName: id }), ...GONE);
    if (found === undefined) return undefined;
    return {
      dashboardName: found.DashboardName,
      dashboardBody: found.DashboardBody,
      dashboardArn: found.DashboardArn,
    };
  },

  async update(id, { inputs }, call) {
    await put(await call.aws.cloudWatch(), id, inputs.dashboardBody);
  },

  async delete(id, _state, call) {
    const cloudWatch = await call.aws.cloudWatch();
    await unlessGone(cloudWatch.deleteDashboards({ DashboardNames: [id] }), ...GONE);
  },
});

async function put(cloudWatch: CloudWatch, name: string, body: string): Promise<void> {
  await cloudWatch.putDashboard({ DashboardName: name, DashboardBody: body });
}

/** Source: CloudWatch API reference, PutDashboard (`DashboardName`). */
function failures({ dashboardName: name, dashboardBody: body }: Partial<Inputs>): CheckFailure[] {
  const found: CheckFailure[] = [];
  if (name !== undefined && !isUnknown(name) && !/^[0-9A-Za-z_-]{1,255}$/.test(name)) {
    const reason = `"dashboardName" is 1 to 255 letters, digits, hyphens and underscores; got "${name}"`;
    found.push({ property: "dashboardName", reason });
  }
  if (body !== undefined && !isUnknown(body) && !isJson(body)) {
    found.push({ property: "dashboardBody", reason: '"dashboardBody" is a JSON document' });
  }
  return found;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
