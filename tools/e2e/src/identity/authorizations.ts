import type { ApiCall } from "./api-call.ts";
import type { EmulatedAccount } from "./emulated-account.ts";
import type { AuthorizationRequest } from "@strata/nx-pulumi/identity/testing/evaluation";
import {
  hasForm,
  serviceAuthorization,
} from "@strata/nx-pulumi/identity/testing/service-authorization";

const { actions, types } = serviceAuthorization();

type Context = Record<string, string | readonly string[]>;

/** Whether AWS says that the action only reads. @throws Error for an action that is not in the facts. */
export function isReading(action: string): boolean {
  return factsOf(action).levels.every((level) => level === "Read" || level === "List");
}

function factsOf(action: string) {
  const facts = actions[action];
  if (facts === undefined) throw new Error(`${action} is in no table of identity/actions`);
  return facts;
}

/**
 * All that AWS decides about for one call: the action on each resource that it touches, with what is known of
 * resource and request, and the other actions that the caller must be allowed for it. What touches what, the Service
 * Authorization Reference says; which tags there are, the account.
 */
export async function authorizations(call: ApiCall, account: EmulatedAccount) {
  const asked = new Asked(call, account);
  await asked.collect();
  return asked.requests;
}

/** Kind of what a call of EC2 makes, in ARNs. */
const EC2_MADE: Readonly<Record<string, string>> = {
  AllocateAddress: "elastic-ip",
  CreateFlowLogs: "vpc-flow-log",
  CreateInternetGateway: "internet-gateway",
  CreateLaunchTemplate: "launch-template",
  CreateNatGateway: "natgateway",
  CreateRouteTable: "route-table",
  CreateSecurityGroup: "security-group",
  CreateSubnet: "subnet",
  CreateVpc: "vpc",
  CreateVpcEndpoint: "vpc-endpoint",
};

/** Calls that make something with an ARN of its own only where it gets tags. */
const EC2_MADE_WITH_TAGS: Readonly<Record<string, string>> = {
  AuthorizeSecurityGroupEgress: "security-group-rule",
  AuthorizeSecurityGroupIngress: "security-group-rule",
};

/** Kind of something of EC2 by the beginning of its id. */
const EC2_KINDS: Readonly<Record<string, string>> = {
  acl: "network-acl",
  eipalloc: "elastic-ip",
  fl: "vpc-flow-log",
  igw: "internet-gateway",
  lt: "launch-template",
  nat: "natgateway",
  rtb: "route-table",
  sg: "security-group",
  sgr: "security-group-rule",
  subnet: "subnet",
  vpc: "vpc",
  vpce: "vpc-endpoint",
};

/** Parameters of EC2 that name what a call touches. */
const EC2_IDS = new RegExp(
  `^(?:(?:Add|Remove)?(?:${[
    "AllocationId",
    "FlowLogId",
    "GroupId",
    "InternetGatewayId",
    "LaunchTemplateId",
    "NatGatewayId",
    "NetworkAclId",
    "ResourceId",
    "RouteTableId",
    "SecurityGroupId",
    "SubnetId",
    "VpcEndpointId",
    "VpcId",
  ].join("|")})(?:\\.\\d+)?|SecurityGroupRule\\.\\d+\\.SecurityGroupRuleId)$`,
);

class Asked {
  readonly requests: AuthorizationRequest[] = [];
  readonly #call: ApiCall;
  readonly #account: EmulatedAccount;
  readonly #tags: Readonly<Record<string, string>>;

  constructor(call: ApiCall, account: EmulatedAccount) {
    this.#call = call;
    this.#account = account;
    this.#tags = requestTags(call.params);
  }

  async collect(): Promise<void> {
    const { service, operation } = this.#call;
    const action = `${service}:${operation}`;
    if (action === "sts:GetCallerIdentity") return;
    // Reading calls are for everything, but where data is read.
    if (isReading(action) && service !== "s3" && service !== "ssm")
      return this.#ask(action, "*", {});
    switch (service) {
      case "autoscaling":
        return this.#autoscaling(action);
      case "backup":
        return this.#backup(action);
      case "budgets":
        return this.#budgets(action);
      case "cloudwatch":
        return this.#cloudwatch(action);
      case "ec2":
        return this.#ec2(action);
      case "elasticloadbalancing":
        return this.#balancing(action);
      case "iam":
        return this.#iam(action);
      case "kms":
        return this.#kms(action);
      case "logs":
        return this.#logs(action);
      case "rds":
        return this.#rds(action);
      case "s3": {
        const bucket = `arn:aws:s3:::${this.#call.params.Bucket ?? ""}`;
        return this.#ask(action, operationOnObjects(operation) ? `${bucket}/some/key` : bucket, {});
      }
      case "sns":
        return this.#sns(action);
      case "wafv2":
        return this.#wafv2(action);
      case "ssm":
        // A public parameter is in no account.
        return this.#ask(
          action,
          `arn:aws:ssm:${this.#region}::parameter${this.#param("Name")}`,
          {},
        );
      default:
        throw new Error(`what ${action} touches is not known`);
    }
  }

  get #region() {
    return this.#account.region;
  }

  #param(name: string): string {
    return this.#call.params[name] ?? "";
  }

  /** Values of all parameters whose whole path matches. */
  #params(path: RegExp): string[] {
    return Object.entries(this.#call.params)
      .filter(([name]) => path.test(name))
      .map(([, value]) => value);
  }

  #arn(service: string, rest: string): string {
    const region = service === "iam" ? "" : this.#region;
    return `arn:aws:${service}:${region}:${this.#account.accountId}:${rest}`;
  }

  #ask(action: string, resource: string, context: Context): void {
    this.requests.push({ action, resource, context });
  }

  /** Tags of the request, where the action has them for such a resource. */
  #requested(action: string, resource: string, tags = this.#tags): Context {
    return keysOf(action, resource).includes("aws:RequestTag")
      ? withPrefix("aws:RequestTag/", tags)
      : {};
  }

  async #ec2(action: string): Promise<void> {
    const { operation } = this.#call;
    const isTagged = Object.keys(this.#tags).length > 0;
    const made = EC2_MADE[operation] ?? (isTagged ? EC2_MADE_WITH_TAGS[operation] : undefined);
    if (made !== undefined) {
      const arn = this.#arn("ec2", `${made}/*`);
      this.#ask(action, arn, this.#requested(action, arn));
      if (isTagged) {
        const context = {
          ...this.#requested("ec2:CreateTags", arn),
          "ec2:CreateAction": operation,
        };
        this.#ask("ec2:CreateTags", arn, context);
      }
      const role = this.#param("DeliverLogsPermissionArn");
      if (role !== "") this.#pass(role, "vpc-flow-logs.amazonaws.com");
    }
    const ids = this.#params(EC2_IDS);
    if (this.#param("PrivateDnsEnabled") === "true") {
      const zone = "arn:aws:route53:::hostedzone/Z0123456789";
      this.#ask("route53:AssociateVPCWithHostedZone", zone, {});
    }
    const association = this.#param("AssociationId");
    if (association !== "") ids.push(...(await this.#account.associated(association)));
    for (const id of new Set(ids.filter((one) => one !== ""))) await this.#existing(action, id);
  }

  async #existing(action: string, id: string, more: Context = {}): Promise<void> {
    const kind = EC2_KINDS[id.split("-")[0] ?? ""];
    if (kind === undefined) throw new Error(`what ${id} is, is not known`);
    const arn = this.#arn("ec2", `${kind}/${id}`);
    const keys = keysOf(action, arn);
    // A rule names other groups too; the reference says which kinds are looked at.
    if (!Object.keys(factsOf(action).resources).includes(kind)) return;
    const tags = keys.includes("aws:ResourceTag")
      ? withPrefix("aws:ResourceTag/", await this.#account.tagsOf(id))
      : {};
    this.#ask(action, arn, { ...this.#requested(action, arn), ...tags, ...more });
  }

  async #balancing(action: string): Promise<void> {
    const { operation } = this.#call;
    const name = this.#param("Name");
    const made: Readonly<Record<string, string>> = {
      CreateLoadBalancer: `loadbalancer/app/${name}/0123456789abcdef`,
      CreateTargetGroup: `targetgroup/${name}/0123456789abcdef`,
    };
    const fresh = made[operation];
    if (fresh !== undefined) {
      const arn = this.#arn("elasticloadbalancing", fresh);
      this.#ask(action, arn, withPrefix("aws:RequestTag/", this.#tags));
      this.#tagOnCreate(arn);
    }
    const arns = this.#params(
      /^(LoadBalancerArn|TargetGroupArn|ListenerArn|ResourceArns\.member\.\d+)$/,
    );
    for (const arn of fresh === undefined ? arns : []) {
      const tags = withPrefix("aws:ResourceTag/", await this.#account.tagsOfBalancing(arn));
      this.#ask(action, arn, { ...withPrefix("aws:RequestTag/", this.#tags), ...tags });
      if (operation === "CreateListener") {
        this.#tagOnCreate(`${arn.replace(":loadbalancer/", ":listener/")}/0123456789abcdef`);
      }
    }
    if (operation === "CreateLoadBalancer")
      this.#serviceLinkedRole("elasticloadbalancing.amazonaws.com");
  }

  #tagOnCreate(arn: string): void {
    if (Object.keys(this.#tags).length === 0) return;
    this.#ask("elasticloadbalancing:AddTags", arn, {
      ...withPrefix("aws:RequestTag/", this.#tags),
      "elasticloadbalancing:CreateAction": this.#call.operation,
    });
  }

  async #autoscaling(action: string): Promise<void> {
    const { operation } = this.#call;
    const name =
      this.#param("AutoScalingGroupName") ||
      (this.#params(/^Tags\.member\.\d+\.ResourceId$/)[0] ?? "");
    const arn = this.#arn(
      "autoscaling",
      `autoScalingGroup:00000000-0000-0000-0000-000000000000:autoScalingGroupName/${name}`,
    );
    const tags =
      operation === "CreateAutoScalingGroup" ? {} : await this.#account.tagsOfGroup(name);
    this.#ask(action, arn, withPrefix("aws:ResourceTag/", tags));
    if (operation === "CreateAutoScalingGroup") {
      this.#ask("autoscaling:CreateOrUpdateTags", arn, {});
      this.#serviceLinkedRole("autoscaling.amazonaws.com");
    }
    const mixed = "MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification";
    const template =
      this.#param("LaunchTemplate.LaunchTemplateId") || this.#param(`${mixed}.LaunchTemplateId`);
    if (template !== "") await this.#launch(template);
  }

  /** A group with a template: the caller must be allowed to launch from it. */
  async #launch(id: string): Promise<void> {
    const run = "ec2:RunInstances";
    const template = this.#arn("ec2", `launch-template/${id}`);
    const from = { "ec2:LaunchTemplate": template };
    const data = await this.#account.template(id);
    await this.#existing(run, id, from);
    const subnets = this.#param("VPCZoneIdentifier").split(",");
    for (const one of [...subnets, ...(data.SecurityGroupIds ?? [])].filter(
      (text) => text !== "",
    )) {
      await this.#existing(run, one, from);
    }
    this.#ask(run, `arn:aws:ec2:${this.#region}::image/${data.ImageId ?? ""}`, from);
    for (const kind of ["instance", "network-interface", "volume"]) {
      const arn = this.#arn("ec2", `${kind}/*`);
      const specification = data.TagSpecifications?.find((one) => one.ResourceType === kind);
      const tags = Object.fromEntries(
        (specification?.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]),
      );
      this.#ask(run, arn, { ...this.#requested(run, arn, tags), ...from });
      if (Object.keys(tags).length === 0) continue;
      const context = this.#requested("ec2:CreateTags", arn, tags);
      this.#ask("ec2:CreateTags", arn, { ...context, "ec2:CreateAction": "RunInstances" });
    }
    const { Name, Arn } = data.IamInstanceProfile ?? {};
    const profile = Name ?? Arn?.split("/").at(-1);
    if (profile === undefined) return;
    const role = await this.#account.roleOf(profile);
    this.#pass(this.#arn("iam", `role/${role}`), "ec2.amazonaws.com");
  }

  async #iam(action: string): Promise<void> {
    const { operation } = this.#call;
    const role = this.#param("RoleName");
    const profile = this.#param("InstanceProfileName");
    const roleArn = this.#arn("iam", `role${this.#path()}${role}`);
    if (profile !== "") {
      this.#ask(action, this.#arn("iam", `instance-profile${this.#path()}${profile}`), {});
      if (operation === "AddRoleToInstanceProfile") this.#pass(roleArn, "ec2.amazonaws.com");
    } else if (role !== "") {
      const boundary =
        this.#param("PermissionsBoundary") ||
        (operation === "CreateRole" ? undefined : await this.#account.boundaryOf(role));
      const context = boundary === undefined ? {} : { "iam:PermissionsBoundary": boundary };
      this.#ask(action, roleArn, context);
    } else {
      const policy = this.#param("PolicyName");
      const arn = this.#param("PolicyArn") || this.#arn("iam", `policy${this.#path()}${policy}`);
      this.#ask(action, arn, {});
    }
    const tagging: Readonly<Record<string, string>> = {
      CreateInstanceProfile: "iam:TagInstanceProfile",
      CreatePolicy: "iam:TagPolicy",
      CreateRole: "iam:TagRole",
    };
    const tag = tagging[operation];
    const [first] = this.requests;
    if (tag !== undefined && first !== undefined && Object.keys(this.#tags).length > 0) {
      this.#ask(tag, first.resource, {});
    }
  }

  #path(): string {
    return this.#param("Path") || "/";
  }

  #pass(role: string, service: string): void {
    this.#ask("iam:PassRole", role, { "iam:PassedToService": service });
  }

  #serviceLinkedRole(service: string): void {
    const arn = this.#arn("iam", `role/aws-service-role/${service}/AWSServiceRoleFor`);
    this.#ask("iam:CreateServiceLinkedRole", arn, { "iam:AWSServiceName": service });
  }

  async #rds(action: string): Promise<void> {
    const { operation } = this.#call;
    const database = this.#param("DBInstanceIdentifier");
    const arn = database === "" ? "" : this.#arn("rds", `db:${database}`);
    const group = this.#param("DBSubnetGroupName");
    const touched = [
      arn,
      group === "" ? "" : this.#arn("rds", `subgrp:${group}`),
      this.#named("es", "SubscriptionName"),
      this.#param("ResourceName"),
    ].filter((one) => one !== "");
    const isPlaced = operation === "CreateDBInstance" || operation === "ModifyDBInstance";
    const options = this.#named("og", "OptionGroupName");
    const parameters = this.#named("pg", "DBParameterGroupName");
    if (isPlaced) {
      touched.push(
        options || this.#arn("rds", "og:default:mysql-8-4"),
        parameters || this.#arn("rds", "pg:default.mysql8.4"),
      );
    } else {
      touched.push(...[options, parameters].filter((one) => one !== ""));
    }
    for (const one of touched) this.#ask(action, one, {});
    if (operation.startsWith("Create") && Object.keys(this.#tags).length > 0) {
      this.#ask("rds:AddTagsToResource", touched[0] ?? "", {});
    }
    const snapshot = this.#param("FinalDBSnapshotIdentifier");
    if (snapshot !== "") {
      this.#ask("rds:CreateDBSnapshot", arn, {});
      this.#ask("rds:CreateDBSnapshot", this.#arn("rds", `snapshot:${snapshot}`), {});
    }
    const linked = ["CreateDBInstance", "CreateEventSubscription"];
    if (linked.includes(operation)) this.#serviceLinkedRole("rds.amazonaws.com");
    const monitoring = this.#param("MonitoringRoleArn");
    if (monitoring !== "") this.#pass(monitoring, "monitoring.rds.amazonaws.com");
    const keys = ["KmsKeyId", "MasterUserSecretKmsKeyId", "PerformanceInsightsKMSKeyId"];
    for (const key of new Set(keys.map((name) => this.#param(name)).filter((one) => one !== ""))) {
      await this.#encrypt(key, "rds");
    }
    if (this.#param("ManageMasterUserPassword") === "true") {
      const secret = this.#arn("secretsmanager", "secret:rds!db-0123-abcdef");
      this.#ask("secretsmanager:CreateSecret", secret, {});
      this.#ask("secretsmanager:TagResource", secret, {});
      this.#ask("kms:DescribeKey", this.#arn("kms", "key/0123"), {});
    }
  }

  /** Of RDS, by a parameter that has its name. */
  #named(type: string, parameter: string): string {
    const name = this.#param(parameter);
    return name === "" ? "" : this.#arn("rds", `${type}:${name}`);
  }

  /** A service makes something that is encrypted with a key. */
  async #encrypt(key: string, service: string): Promise<void> {
    const arn = this.#keyArn(key);
    const tags = withPrefix("aws:ResourceTag/", await this.#account.tagsOfKey(key));
    const via = { ...tags, "kms:ViaService": `${service}.${this.#region}.amazonaws.com` };
    this.#ask("kms:DescribeKey", "*", {});
    this.#ask("kms:CreateGrant", arn, { ...via, "kms:GrantIsForAWSResource": "true" });
    this.#ask("kms:Decrypt", arn, via);
    this.#ask("kms:GenerateDataKey", arn, via);
  }

  #keyArn(key: string): string {
    return key.startsWith("arn:") ? key : this.#arn("kms", `key/${key}`);
  }

  async #kms(action: string): Promise<void> {
    const { operation } = this.#call;
    if (operation === "CreateKey") {
      const tags = withPrefix("aws:RequestTag/", this.#tags);
      this.#ask(action, "*", tags);
      this.#ask("kms:TagResource", this.#arn("kms", "key/*"), tags);
      return;
    }
    const alias = this.#param("AliasName");
    if (alias !== "") this.#ask(action, this.#arn("kms", alias), {});
    const target = this.#param("TargetKeyId");
    const key = this.#param("KeyId") || target || (await this.#account.keyOf(alias));
    this.#ask(action, this.#keyArn(key), {
      ...this.#requested(action, this.#keyArn(key)),
      ...withPrefix("aws:ResourceTag/", await this.#account.tagsOfKey(key)),
    });
  }

  async #backup(action: string): Promise<void> {
    const { operation } = this.#call;
    const vault = this.#param("BackupVaultName");
    if (vault !== "") {
      const arn = this.#arn("backup", `backup-vault:${vault}`);
      this.#ask(action, arn, {});
      if (operation !== "CreateBackupVault") return;
      this.#ask("backup:TagResource", arn, {});
      this.#ask("backup-storage:MountCapsule", "*", {});
      const key = this.#param("EncryptionKeyArn");
      if (key !== "") await this.#encrypt(key, "backup");
      return;
    }
    if (operation === "CreateBackupPlan") {
      const arn = this.#arn("backup", "backup-plan:*");
      for (const one of [action, "backup:TagResource"])
        this.#ask(one, arn, this.#requested(one, arn));
      return;
    }
    const resource = this.#param("ResourceArn");
    const id = this.#param("BackupPlanId") || resource.split(":backup-plan:")[1];
    const arn = id === undefined ? resource : this.#arn("backup", `backup-plan:${id}`);
    const tags = id === undefined ? {} : await this.#account.tagsOfPlan(id);
    this.#ask(action, arn, {
      ...this.#requested(action, arn),
      ...withPrefix("aws:ResourceTag/", tags),
    });
    const role = this.#param("BackupSelection.IamRoleArn");
    if (role !== "") this.#pass(role, "backup.amazonaws.com");
  }

  #budgets(action: string): void {
    const name = this.#param("Budget.BudgetName") || this.#param("BudgetName");
    const account = this.#account.accountId;
    const arn = this.#param("ResourceARN") || `arn:aws:budgets::${account}:budget/${name}`;
    this.#ask(action, arn, {});
    if (this.#params(/^ResourceTags\.\d+\.Key$/).length > 0) {
      this.#ask("budgets:TagResource", arn, {});
    }
  }

  #sns(action: string): void {
    const made = this.#param("Name");
    const arns = this.#params(/^(TopicArn|SubscriptionArn|ResourceArn)$/);
    for (const arn of made === "" ? arns : [this.#arn("sns", made)]) this.#ask(action, arn, {});
    if (made !== "" && Object.keys(this.#tags).length > 0) {
      this.#ask("sns:TagResource", this.#arn("sns", made), {});
    }
  }

  async #wafv2(action: string): Promise<void> {
    const { operation } = this.#call;
    const name = this.#param("Name");
    const id = this.#param("Id") || "01234567-89ab-cdef-0123-456789abcdef";
    const arn =
      name === ""
        ? this.#param("WebACLArn") || this.#param("ResourceARN")
        : this.#arn("wafv2", `regional/webacl/${name}/${id}`);
    if (arn !== "") this.#ask(action, arn, {});
    if (this.#params(/ManagedRuleGroupStatement\.Name$/).length > 0) {
      this.#ask(action, this.#arn("wafv2", "regional/managedruleset/AWS/Common"), {});
    }
    if (operation === "CreateWebACL" && Object.keys(this.#tags).length > 0) {
      this.#ask("wafv2:TagResource", arn, {});
    }
    const resource = this.#param("ResourceArn");
    if (operation.endsWith("LoggingConfiguration")) {
      const acl = resource || this.#param("LoggingConfiguration.ResourceArn");
      const tags = await this.#account.tagsOfWebAcl(acl);
      this.#ask(action, acl, withPrefix("aws:ResourceTag/", tags));
      if (operation.startsWith("Delete")) return this.#ask("logs:DeleteLogDelivery", "*", {});
      for (const one of ["CreateLogDelivery", "PutResourcePolicy", "DescribeResourcePolicies"]) {
        this.#ask(`logs:${one}`, "*", {});
      }
      this.#serviceLinkedRole("wafv2.amazonaws.com");
    } else if (resource !== "") {
      this.#ask(action, resource, {});
      const tags = withPrefix("aws:ResourceTag/", await this.#account.tagsOfBalancing(resource));
      this.#ask("elasticloadbalancing:SetWebACL", resource, tags);
    }
  }

  #logs(action: string): void {
    const name = this.#param("logGroupName");
    if (name === "") return this.#ask(action, this.#param("resourceArn"), {});
    // The reference shows the one form, the older documentation the other.
    const arns = [this.#arn("logs", `log-group:${name}`), this.#arn("logs", `log-group:${name}:*`)];
    for (const arn of arns) {
      this.#ask(action, arn, {});
      if (this.#call.operation === "CreateLogGroup" && Object.keys(this.#tags).length > 0) {
        this.#ask("logs:TagResource", arn, {});
      }
    }
  }

  #cloudwatch(action: string): void {
    const names = this.#params(/^AlarmNames?(\.\d+)?$/);
    for (const name of names) this.#ask(action, this.#arn("cloudwatch", `alarm:${name}`), {});
    const resource = this.#param("ResourceARN");
    if (resource !== "") this.#ask(action, resource, {});
    for (const name of this.#params(/^DashboardNames?(\.\d+)?$/)) {
      this.#ask(action, `arn:aws:cloudwatch::${this.#account.accountId}:dashboard/${name}`, {});
    }
    if (
      /^Put(Metric|Composite)Alarm$/.test(this.#call.operation) &&
      Object.keys(this.#tags).length > 0
    ) {
      for (const name of names) {
        this.#ask("cloudwatch:TagResource", this.#arn("cloudwatch", `alarm:${name}`), {});
      }
    }
  }
}

/** Condition keys of an action for a resource. */
function keysOf(action: string, arn: string): string[] {
  const service = action.split(":")[0] ?? "";
  const { keys, resources } = factsOf(action);
  const ofType = Object.entries(resources)
    .filter(([type]) => hasForm(arn, types[`${service}:${type}`] ?? ""))
    .flatMap(([, one]) => one.keys);
  return [...keys, ...ofType];
}

function operationOnObjects(operation: string): boolean {
  return operation === "DeleteObject";
}

function withPrefix(prefix: string, tags: Readonly<Record<string, string>>): Context {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [prefix + key, value]));
}

/** Tags that a request brings, in any of the forms that services have for them. */
function requestTags(params: Readonly<Record<string, string>>): Record<string, string> {
  const listed = /^(?:TagSpecification\.\d+\.)?(?:Tag|Tags|tags)(?:\.(?:member|Tag))?\.\d+\.Key$/;
  const mapped = /^(?:tags|Tags(?!\.(?:member|Tag)\.\d)|BackupPlanTags|BackupVaultTags)\.(\D.*)$/;
  // KMS has words of its own.
  const ofKey = /^Tags\.\d+\.TagKey$/;
  const tags: Record<string, string> = {};
  for (const [name, value] of Object.entries(params)) {
    const [, key] = mapped.exec(name) ?? [];
    if (ofKey.test(name)) tags[value] = params[name.replace(/Key$/, "Value")] ?? "";
    else if (listed.test(name)) tags[value] = params[name.replace(/Key$/, "Value")] ?? "";
    else if (key !== undefined) tags[key] = value;
  }
  return tags;
}
