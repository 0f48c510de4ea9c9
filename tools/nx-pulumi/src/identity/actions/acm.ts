/*
 * Service Authorization Reference, "Actions, resources, and condition keys for AWS Certificate Manager". A certificate
 * has an id, so tags are the fence.
 */
import { claimed, type ActionTable } from "./type-actions.ts";

const CERTIFICATE = "arn:{partition}:acm:{region}:{account}:certificate/*";

export const acm: ActionTable = {
  "aws:acm/certificate:Certificate": {
    reads: ["acm:DescribeCertificate", "acm:ListTagsForCertificate"],
    grants: [
      // IAM knows no resource for it: the certificate is not there yet.
      { actions: ["acm:RequestCertificate"], on: ["*"], fence: "new" },
      claimed([CERTIFICATE], "acm:AddTagsToCertificate"),
      {
        actions: [
          "acm:AddTagsToCertificate",
          "acm:DeleteCertificate",
          "acm:RemoveTagsFromCertificate",
          "acm:UpdateCertificateOptions",
        ],
        on: [CERTIFICATE],
        fence: "own",
      },
    ],
  },
  // It only waits until the certificate is issued.
  "aws:acm/certificateValidation:CertificateValidation": {
    reads: ["acm:DescribeCertificate"],
    grants: [],
  },
};
