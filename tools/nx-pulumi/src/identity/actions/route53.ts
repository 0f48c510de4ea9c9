/*
 * Service Authorization Reference, "Actions, resources, and condition keys for Amazon Route 53". Which zone a layer
 * writes into is a setting, and zones have no tags that IAM looks at, so the types of records are the fence: never
 * those by which a zone is delegated or mail is delivered.
 */
import type { ActionTable } from "./type-actions.ts";

const ZONE = "arn:{partition}:route53:::hostedzone/*";
const READS = ["route53:GetHostedZone", "route53:ListResourceRecordSets"];

export const route53: ActionTable = {
  "aws:route53/record:Record": {
    // The provider waits until the change has reached all name servers.
    reads: ["route53:GetChange", ...READS],
    grants: [
      {
        actions: ["route53:ChangeResourceRecordSets"],
        on: [ZONE],
        fence: "name",
        where: {
          "ForAllValues:StringEquals": {
            "route53:ChangeResourceRecordSetsRecordTypes": ["A", "AAAA", "CNAME"],
          },
        },
      },
    ],
  },
  "aws:route53/getZone:getZone": {
    reads: [
      "route53:GetHostedZone",
      "route53:ListHostedZones",
      "route53:ListHostedZonesByName",
      "route53:ListResourceRecordSets",
      "route53:ListTagsForResource",
    ],
    grants: [],
  },
};
