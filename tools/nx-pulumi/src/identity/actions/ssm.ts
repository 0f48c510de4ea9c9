/* Service Authorization Reference, "Actions, resources, and condition keys for AWS Systems Manager". */
import type { ActionTable } from "./type-actions.ts";

export const ssm: ActionTable = {
  "aws:ssm/getParameter:getParameter": {
    reads: [],
    grants: [
      {
        readOnly: true,
        actions: ["ssm:GetParameter"],
        // Those that AWS publishes for everybody, such as image ids. Others may hold secrets.
        on: ["arn:{partition}:ssm:{region}::parameter/aws/service/*"],
        fence: "name",
      },
    ],
  },
};
