/*
 * Service Authorization Reference, "Actions, resources, and condition keys for AWS Budget Service". Names are the
 * fence.
 */
import type { ActionTable } from "./type-actions.ts";

export const budgets: ActionTable = {
  "aws:budgets/budget:Budget": {
    reads: ["budgets:ListTagsForResource", "budgets:ViewBudget"],
    grants: [
      {
        // One action for making, changing and deleting.
        actions: ["budgets:ModifyBudget", "budgets:TagResource", "budgets:UntagResource"],
        on: ["arn:{partition}:budgets::{account}:budget/{budget}"],
        fence: "name",
      },
    ],
  },
};
