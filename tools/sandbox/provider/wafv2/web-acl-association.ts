import type { Unwrap } from "@pulumi/pulumi";
import type {
  WebAclAssociationArgs,
  WebAclAssociationState,
} from "@pulumi/aws/wafv2/webAclAssociation.js";

import { unlessGone } from "../api-error.ts";
import { defineResource } from "../resource-type.ts";

type Inputs = Unwrap<WebAclAssociationArgs>;
type State = Unwrap<WebAclAssociationState>;

const GONE = "WAFNonexistentItemException";

/** Source: WAFV2 API reference, AssociateWebACL, GetWebACLForResource, DisassociateWebACL. The ID is both ARNs. */
export const resource = defineResource<Inputs, State>({
  token: "aws:wafv2/webAclAssociation:WebAclAssociation",
  noun: "WAFv2 WebACL Association",
  properties: {
    region: { kind: "string", computed: true, replaces: true },
    resourceArn: { kind: "string", required: true, replaces: true },
    webAclArn: { kind: "string", required: true, replaces: true },
  },

  async create({ webAclArn, resourceArn }, call) {
    const wafv2 = await call.aws.wafv2();
    await wafv2.associateWebACL({ WebACLArn: webAclArn, ResourceArn: resourceArn });
    return `${webAclArn},${resourceArn}`;
  },

  async read(id, call) {
    const [, resourceArn = ""] = id.split(",");
    const wafv2 = await call.aws.wafv2();
    const found = await unlessGone(wafv2.getWebACLForResource({ ResourceArn: resourceArn }), GONE);
    const webAclArn = found?.WebACL?.ARN;
    return webAclArn === undefined ? undefined : { resourceArn, webAclArn };
  },

  async delete(_id, { resourceArn, webAclArn }, call) {
    const wafv2 = await call.aws.wafv2();
    const ResourceArn = resourceArn;
    const found = await unlessGone(wafv2.getWebACLForResource({ ResourceArn }), GONE);
    // Another one may have taken its place: a replacement makes the new one first.
    if (found?.WebACL?.ARN !== webAclArn) return;
    await unlessGone(wafv2.disassociateWebACL({ ResourceArn }), GONE);
  },

  async import(importId) {
    const [webAclArn = "", resourceArn = "", more] = importId.split(",");
    if (!webAclArn.startsWith("arn:") || !resourceArn.startsWith("arn:") || more !== undefined) {
      throw new Error(
        `"${importId}" is no id of an association: expected WEB-ACL-ARN,RESOURCE-ARN`,
      );
    }
    return { id: importId, prior: {} };
  },
});
