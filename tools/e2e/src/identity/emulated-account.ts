import { EC2 } from "@aws-sdk/client-ec2";
import { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import { IAM } from "@aws-sdk/client-iam";
import { STS } from "@aws-sdk/client-sts";

type Tags = Readonly<Record<string, string>>;

/** What IAM knows of what there is in an account: tags, boundaries, and what belongs together. */
export class EmulatedAccount {
  readonly region = "us-east-1";
  readonly accountId: string;
  readonly ec2: EC2;
  readonly #elb: ElasticLoadBalancingV2;
  readonly #iam: IAM;

  private constructor(accountId: string, settings: object) {
    this.accountId = accountId;
    this.ec2 = new EC2(settings);
    this.#elb = new ElasticLoadBalancingV2(settings);
    this.#iam = new IAM(settings);
  }

  /** The emulator has as many accounts as it is asked for: one is entered by taking a role in it. */
  static async enter(endpoint: string, accountId: string): Promise<EmulatedAccount> {
    const region = "us-east-1";
    const anybody = { accessKeyId: "test", secretAccessKey: "test" };
    const sts = new STS({ endpoint, region, credentials: anybody });
    const { Credentials } = await sts.assumeRole({
      RoleArn: `arn:aws:iam::${accountId}:role/administrator`,
      RoleSessionName: "administrator",
    });
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    };
    return new EmulatedAccount(accountId, { endpoint, region, credentials });
  }

  /** Of something of EC2, by its id. */
  async tagsOf(id: string): Promise<Tags> {
    const Filters = [{ Name: "resource-id", Values: [id] }];
    const { Tags = [] } = await this.ec2.describeTags({ Filters });
    return Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value]));
  }

  async tagsOfBalancing(arn: string): Promise<Tags> {
    const { TagDescriptions = [] } = await this.#elb.describeTags({ ResourceArns: [arn] });
    const tags = TagDescriptions.flatMap((one) => one.Tags ?? []);
    return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
  }

  async boundaryOf(RoleName: string): Promise<string | undefined> {
    const { Role } = await this.#iam.getRole({ RoleName });
    return Role?.PermissionsBoundary?.PermissionsBoundaryArn;
  }

  /** Name of the role in a profile. */
  async roleOf(InstanceProfileName: string): Promise<string> {
    const { InstanceProfile } = await this.#iam.getInstanceProfile({ InstanceProfileName });
    return InstanceProfile?.Roles?.[0]?.RoleName ?? "";
  }

  /** Ids of the table and the subnet of an association. */
  async associated(AssociationId: string): Promise<string[]> {
    const Filters = [{ Name: "association.route-table-association-id", Values: [AssociationId] }];
    const { RouteTables = [] } = await this.ec2.describeRouteTables({ Filters });
    const { SubnetId = "" } =
      RouteTables.flatMap((table) => table.Associations ?? []).find(
        (one) => one.RouteTableAssociationId === AssociationId,
      ) ?? {};
    return [RouteTables[0]?.RouteTableId ?? "", SubnetId];
  }

  async template(LaunchTemplateId: string) {
    const { LaunchTemplateVersions = [] } = await this.ec2.describeLaunchTemplateVersions({
      LaunchTemplateId,
      Versions: ["$Latest"],
    });
    return LaunchTemplateVersions[0]?.LaunchTemplateData ?? {};
  }
}
