import { resourceRule, stackRule, type StackProblem } from "../../rule.ts";
import { refersTo } from "../../resource.ts";
import { isSet, namedBy, number, ofType, problemIf, text } from "../inputs.ts";
import { refusal } from "../refusal.ts";
import { lets, policyOf, POLICY, ROLE, ROLE_POLICY } from "./policy-place.ts";

const PROFILE = "aws:iam/instanceProfile:InstanceProfile";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const ARN_OF_POLICY = /^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/[\w+=,.@/-]+$/;

/** Characters at most. */
const NAMES: Readonly<Record<string, number>> = {
  [ROLE]: 64,
  [ROLE_POLICY]: 128,
  [POLICY]: 128,
  [PROFILE]: 128,
};

export const iamName = resourceRule({
  ...refusal,
  id: "iam-name",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  types: Object.keys(NAMES),
  fix: "Take letters, digits and + = , . @ - _ for a name, /such/ for a path, and plain text for a description.",
  check: ({ type, props }) => {
    const name = text(props["name"]) ?? text(props["namePrefix"]);
    const path = text(props["path"]);
    const description = text(props["description"]);
    const most = NAMES[type] ?? 128;
    return [
      ...problemIf(
        name !== undefined && !/^[\w+=,.@-]+$/.test(name),
        "name",
        "has a character that IAM does not take",
      ),
      ...problemIf(
        name !== undefined && name.length > most,
        "name",
        `has ${name?.length} characters, and IAM takes ${most}`,
      ),
      ...problemIf(
        path !== undefined && !/^\/([!-~]+\/)?$/.test(path),
        "path",
        `is "${path}": it begins and ends with a slash`,
      ),
      ...problemIf(
        description !== undefined && description.length > 1000,
        "description",
        "has more than 1000 characters",
      ),
      ...problemIf(
        description !== undefined && type === ROLE && !/^[\t\n\r -~¡-ÿ]*$/.test(description),
        "description",
        "has a character beyond Latin-1, which IAM does not take",
      ),
    ];
  },
});

export const iamSession = resourceRule({
  ...refusal,
  id: "iam-session",
  source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
  types: [ROLE],
  fix: "Take 3600 to 43200 seconds for maxSessionDuration, and the ARN of a policy for permissionsBoundary.",
  check: ({ props }) => {
    const seconds = number(props["maxSessionDuration"]);
    const boundary = text(props["permissionsBoundary"]);
    return [
      ...problemIf(
        seconds !== undefined && (seconds < 3600 || seconds > 43_200),
        "maxSessionDuration",
        `is ${seconds} seconds, and IAM takes an hour to twelve`,
      ),
      ...problemIf(
        boundary !== undefined && boundary !== "" && !ARN_OF_POLICY.test(boundary),
        "permissionsBoundary",
        "is no ARN of a policy",
      ),
    ];
  },
});

export const iamAttachment = resourceRule({
  ...refusal,
  id: "iam-attachment",
  source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html",
  types: [ATTACHMENT],
  fix: "Give policyArn the ARN of a policy, and role the name of a role.",
  check: ({ props }) => {
    const arn = text(props["policyArn"]);
    const role = text(props["role"]);
    return [
      ...problemIf(
        arn !== undefined && !ARN_OF_POLICY.test(arn),
        "policyArn",
        `is "${arn}", which is no ARN of a policy`,
      ),
      ...problemIf(
        role !== undefined && !/^[\w+=,.@-]{1,64}$/.test(role),
        "role",
        `is "${role}", which is no name of a role`,
      ),
    ];
  },
});

/** IAM's quotas for one role. */
const ATTACHED = 10;
const INLINE = 10_240;

export const iamRoleQuota = stackRule({
  ...refusal,
  id: "iam-role-quota",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  types: [ROLE],
  fix: `Attach up to ${ATTACHED} policies to a role, and write up to ${INLINE} characters into all its own together.`,
  checkStack: (resources) =>
    ofType(resources, ROLE).flatMap((role): StackProblem[] => {
      const attached = ofType(resources, ATTACHMENT).filter((one) => refersTo(one, "role", role));
      const policies = ofType(resources, ROLE_POLICY).filter((one) => refersTo(one, "role", role));
      // One alone that is too large is told there.
      const sizes = policies.map((one) => policyOf(one)?.text.replaceAll(/\s/g, "").length ?? 0);
      const inline = sizes.reduce((sum, size) => sum + size, 0);
      const found: StackProblem[] = [];
      if (attached.length > ATTACHED) {
        found.push({ resource: role, message: `has ${attached.length} policies attached` });
      }
      if (inline > INLINE && sizes.every((size) => size <= INLINE)) {
        const message = `has ${inline} characters in ${policies.length} policies of its own`;
        found.push({ resource: role, message });
      }
      return found;
    }),
});

/** Who becomes the role that an input names. */
const USERS = [
  { type: PROFILE, input: "role", service: "ec2" },
  { type: "aws:rds/instance:Instance", input: "monitoringRoleArn", service: "monitoring.rds" },
  { type: "aws:ec2/flowLog:FlowLog", input: "iamRoleArn", service: "vpc-flow-logs" },
  { type: "aws:backup/selection:Selection", input: "iamRoleArn", service: "backup" },
] as const;

export const iamRoleUser = stackRule({
  ...refusal,
  id: "iam-role-user",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html",
  types: USERS.map(({ type }) => type),
  fix: 'Allow sts:AssumeRole to {"Service": "<that service>"} in assumeRolePolicy of the role.',
  checkStack: (resources) =>
    USERS.flatMap(({ type, input, service }) =>
      ofType(resources, type).flatMap((user): StackProblem[] => {
        if (!isSet(user.props[input])) return [];
        return namedBy(resources, user, input, ROLE).flatMap((role) => {
          const trust = policyOf(role);
          const principal = `${service}.amazonaws.com`;
          if (trust === undefined || lets(trust, principal, ["sts:AssumeRole"])) return [];
          const message = `names the role ${role.name}, which ${principal} cannot become`;
          return [{ resource: user, property: input, message }];
        });
      }),
    ),
});
