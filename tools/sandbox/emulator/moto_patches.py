"""Where moto 5.2.3, the pinned version, differs from AWS in a way that a layer meets.

One function a difference: it says what AWS does, and takes the module of moto that it changes. When moto is raised,
take each out of PATCHES and run the tests: what stays green without it is no longer needed.
"""

import copy
import sys
from typing import Any, NamedTuple


def primary_interface_ends_with_its_instance(instances):
    """The interface that a launch makes for device index 0 is deleted with the instance, unless the launch says
    otherwise: RunInstances answers deleteOnTermination true. moto keeps it unless the launch says true, so every
    instance of an Auto Scaling group leaves one behind, also where the group shrinks or replaces an instance.
    """
    prepare = instances.Instance.prep_nics
    end = instances.Instance.terminate

    def prep_nics(self, nic_spec, *args, **kwargs):
        prepare(self, nic_spec, *args, **kwargs)
        first = next((nic for nic in nic_spec if int(nic["DeviceIndex"]) == 0), {})
        brought = "NetworkInterfaceId" in first
        if 0 in self.nics and not brought and first.get("DeleteOnTermination") is not False:
            self.nics[0].delete_on_termination = True

    def terminate(self):
        # TerminateInstances may be repeated; moto would look for the interface again and fail.
        for nic in self.nics.values():
            if nic.id not in self.ec2_backend.enis:
                nic.delete_on_termination = False
        return end(self)

    instances.Instance.prep_nics = prep_nics
    instances.Instance.terminate = terminate


def mapped_root_volume_replaces_the_default(instances):
    """A launch that maps the root device of its image gets one volume there: the mapping overrides the image's (EC2
    User Guide, "Block device mappings"). moto has made a volume at /dev/sda1 before, which then nothing ends.
    """
    add = instances.Instance.add_block_device

    def add_block_device(self, size, device_path, *args, **kwargs):
        default = self.block_device_mapping.get(device_path)
        if default is not None:
            self.ec2_backend.detach_volume(default.volume_id, self.id, device_path)
            self.ec2_backend.delete_volume(default.volume_id)
        add(self, size, device_path, *args, **kwargs)

    instances.Instance.add_block_device = add_block_device


def every_template_version_keeps_its_user_data(launch_templates):
    """Instances can be launched from every version of a launch template. moto brings the user data of the first into
    the form that it needs at a launch, that of later ones not, and answers the launch with status 500.
    """
    create = launch_templates.LaunchTemplate.create_version

    def create_version(self, data, description):
        if isinstance(data.get("UserData"), str):
            data["UserData"] = launch_templates.parse_user_data(data["UserData"])
        return create(self, data, description)

    launch_templates.LaunchTemplate.create_version = create_version


def managed_policies_of_one_partition(iam):
    """AWS has managed policies in every partition. moto reads 4 MB of them for each of the six when IAM is first asked:
    0.35 s and 37 MB. The sandbox is used in one.
    """
    read = iam.IAMBackend._init_aws_policies

    def init_aws_policies(self):
        return read(self) if self.region_name == "aws" else []

    iam.IAMBackend._init_aws_policies = init_aws_policies


class Interface(NamedTuple):
    """A network interface of EC2, as far as it keeps other things from being deleted."""

    subnet: Any
    group_ids: list
    is_public: bool


def interfaces(ec2_backend):
    """All interfaces in a region: those that moto has, and those that AWS makes for load balancers and databases ("ELB
    app/...", "RDSNetworkInterface"), of which moto has none.
    """
    # Copies, here and below: other requests are answered at the same time.
    for eni in [*ec2_backend.enis.values()]:
        yield Interface(eni.subnet, [group.id for group in eni.group_set], bool(eni.public_ip))
    for balancer in all_of("elbv2", "load_balancers", ec2_backend):
        for subnet in balancer.subnets:
            yield Interface(subnet, balancer.security_groups, balancer.scheme != "internal")
    for database in all_of("rds", "databases", ec2_backend):
        for subnet in subnets_of_database(database):
            yield Interface(subnet, database.vpc_security_group_ids, bool(database.publicly_accessible))


def all_of(service, kind, ec2_backend):
    """Everything of a kind in the same account and region; nothing where the service was never asked."""
    models = sys.modules.get(f"moto.{service}.models")
    if models is None:
        return []
    backends = getattr(models, f"{service}_backends")
    return [*getattr(backends[ec2_backend.account_id][ec2_backend.region_name], kind).values()]


def subnets_of_database(database):
    """One subnet in the zone of the instance, and one in another zone for the standby (RDS User Guide, "Working with a
    DB instance in a VPC"). The other subnets of the group are free.
    """
    group = subnet_group_of(database)
    if group is None:
        return []
    subnets = group._subnets
    primary = next((one for one in subnets if one.availability_zone == database.availability_zone), subnets[0])
    others = [one for one in subnets if one.availability_zone != primary.availability_zone]
    return [primary, *(others[:1] if database.multi_az else [])]


def subnet_group_of(database):
    # Its name cannot be read, and a database without one has no such attribute.
    return getattr(database, "db_subnet_group", None)


def databases_in(rds_backend, subnet_group_name):
    group = rds_backend.subnet_groups.get(subnet_group_name)
    return [one for one in rds_backend.databases.values() if group is not None and subnet_group_of(one) is group]


def vpc_in_use_stays(vpcs):
    """DeleteVpc: "you must detach or delete all gateways and resources that are associated with the VPC" (EC2 API
    reference). moto looks at subnets, route tables and VPN gateways only.
    """
    delete = vpcs.VPCBackend.delete_vpc

    def delete_vpc(self, vpc_id):
        is_attached = any(one.vpc and one.vpc.id == vpc_id for one in [*self.internet_gateways.values()])
        has_groups = any(one.name != "default" for one in [*self.groups.get(vpc_id, {}).values()])
        if is_attached or has_groups:
            message = f"The vpc '{vpc_id}' has dependencies and cannot be deleted."
            raise vpcs.DependencyViolationError(message)
        return delete(self, vpc_id)

    vpcs.VPCBackend.delete_vpc = delete_vpc


def subnet_in_use_stays(subnets):
    """DeleteSubnet: "you must terminate all running instances in the subnet" (EC2 API reference); what refuses are the
    interfaces in it, of load balancers and databases too. The association with a route table ends with the subnet. moto
    deletes any subnet and keeps the association.
    """
    from moto.ec2.exceptions import DependencyViolationError

    delete = subnets.SubnetBackend.delete_subnet

    def delete_subnet(self, subnet_id):
        if any(one.subnet.id == subnet_id for one in interfaces(self)):
            message = f"The subnet '{subnet_id}' has dependencies and cannot be deleted."
            raise DependencyViolationError(message)
        deleted = delete(self, subnet_id)
        for table in [*self.route_tables.values()]:
            for association_id, target_id in [*table._associations.items()]:
                if target_id == subnet_id:
                    del table._associations[association_id]
        return deleted

    subnets.SubnetBackend.delete_subnet = delete_subnet


def security_group_in_use_stays(security_groups):
    """DeleteSecurityGroup: a group "that is associated with an instance or network interface" or "is referenced by
    another security group in the same VPC" is refused with DependencyViolation (EC2 API reference). moto deletes it.
    """
    from moto.ec2.exceptions import DependencyViolationError

    delete = security_groups.SecurityGroupBackend._delete_security_group

    def delete_security_group(self, vpc_id, group_id):
        groups = [*self.groups[vpc_id or self.default_vpc.id].values()]
        rules = [rule for one in groups if one.id != group_id for rule in [*one.ingress_rules, *one.egress_rules]]
        is_named = any(rule.source_group.get("GroupId") == group_id for rule in rules)
        if is_named or any(group_id in one.group_ids for one in interfaces(self)):
            raise DependencyViolationError(f"resource {group_id} has a dependent object")
        return delete(self, vpc_id, group_id)

    security_groups.SecurityGroupBackend._delete_security_group = delete_security_group


def description_is_no_part_of_a_rule(security_groups):
    """A rule is its protocol, ports and peer: UpdateSecurityGroupRuleDescriptions finds it by these, and a second one
    that differs in its description only is InvalidPermission.Duplicate (EC2 API reference). moto compares the
    description of a rule whose peer is a group.
    """
    rule = security_groups.SecurityGroupRule
    is_equal = rule.__eq__

    def without_description(one):
        bare = copy.copy(one)
        bare.source_group = {key: value for key, value in one.source_group.items() if key != "Description"}
        return bare

    rule.__eq__ = lambda self, other: is_equal(without_description(self), without_description(other))


def internet_gateway_in_use_stays(internet_gateways):
    """DetachInternetGateway: "the VPC must not contain any running instances with Elastic IP addresses or public IPv4
    addresses" (EC2 API reference); the addresses of a load balancer that faces the internet count. moto detaches it.
    """
    detach = internet_gateways.InternetGatewayBackend.detach_internet_gateway

    def detach_internet_gateway(self, internet_gateway_id, vpc_id):
        gateway = self.get_internet_gateway(internet_gateway_id)
        is_attached = gateway.vpc and gateway.vpc.id == vpc_id
        if is_attached and any(one.is_public and one.subnet.vpc_id == vpc_id for one in interfaces(self)):
            raise internet_gateways.DependencyViolationError(
                f"Network {vpc_id} has some mapped public address(es). "
                "Please unmap those public address(es) before detaching the gateway."
            )
        return detach(self, internet_gateway_id, vpc_id)

    internet_gateways.InternetGatewayBackend.detach_internet_gateway = detach_internet_gateway


def protected_load_balancer_stays(elbv2):
    """DeleteLoadBalancer: "you can't delete a load balancer if deletion protection is enabled" (ELBv2 API reference).
    moto keeps the attribute and deletes the load balancer.
    """
    from moto.elbv2.exceptions import ELBClientError

    delete = elbv2.ELBv2Backend.delete_load_balancer

    def delete_load_balancer(self, arn):
        balancer = self.load_balancers.get(arn)
        if balancer is not None and balancer.attrs.get("deletion_protection.enabled") == "true":
            message = f"Load balancer '{arn}' cannot be deleted because deletion protection is enabled"
            raise ELBClientError("OperationNotPermitted", message)
        return delete(self, arn)

    elbv2.ELBv2Backend.delete_load_balancer = delete_load_balancer


def scaling_group_with_instances_stays(responses):
    """DeleteAutoScalingGroup: "if the group has instances", it is refused with ResourceInUse unless ForceDelete is true
    (Auto Scaling API reference). moto ends the instances and deletes the group.
    """
    from moto.autoscaling.exceptions import AutoscalingClientError

    delete = responses.AutoScalingResponse.delete_auto_scaling_group

    def delete_auto_scaling_group(self):
        group = self.autoscaling_backend.autoscaling_groups.get(self._get_param("AutoScalingGroupName"))
        if group is not None and group.instance_states and not self._get_bool_param("ForceDelete"):
            raise AutoscalingClientError(
                "ResourceInUse",
                "You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) "
                "still in the group.",
            )
        return delete(self)

    responses.AutoScalingResponse.delete_auto_scaling_group = delete_auto_scaling_group


def policy_in_use_stays(iam):
    """DeletePolicy: "before you can delete a managed policy, you must first detach the policy from all users, groups,
    and roles", and delete its versions but the default one (IAM API reference, DeleteConflict). moto deletes it.
    """
    delete = iam.IAMBackend.delete_policy

    def delete_policy(self, policy_arn):
        policy = self.get_policy(policy_arn)
        if policy.attachment_count > 0:
            raise iam.DeleteConflictException("Cannot delete a policy attached to entities.")
        if len(policy.versions) > 1:
            raise iam.DeleteConflictException(
                "This policy has more than one version. Before you delete a policy, you must delete the policy's "
                "versions. The default version is deleted with the policy."
            )
        return delete(self, policy_arn)

    iam.IAMBackend.delete_policy = delete_policy


def db_subnet_group_in_use_stays(rds):
    """DeleteDBSubnetGroup: "the specified database subnet group must not be associated with any DB instances" (RDS API
    reference, InvalidDBSubnetGroupStateFault). moto deletes it.
    """
    delete = rds.RDSBackend.delete_subnet_group

    def delete_subnet_group(self, subnet_name):
        users = databases_in(self, subnet_name)
        if users:
            raise rds.RDSClientError(
                "InvalidDBSubnetGroupStateFault",
                f"Cannot delete the subnet group '{subnet_name}' because at least one database instance: "
                f"{users[0].db_instance_identifier} is still using it.",
            )
        return delete(self, subnet_name)

    rds.RDSBackend.delete_subnet_group = delete_subnet_group


def db_subnet_group_keeps_used_subnets(rds):
    """ModifyDBSubnetGroup refuses to drop a subnet that a DB instance of the group is in (RDS API reference,
    SubnetAlreadyInUse). moto drops it.
    """
    modify = rds.RDSBackend.modify_db_subnet_group

    def modify_db_subnet_group(self, subnet_name, description, subnets):
        used = {subnet.id for user in databases_in(self, subnet_name) for subnet in subnets_of_database(user)}
        dropped = sorted(used - {subnet.id for subnet in subnets})
        if dropped:
            message = f"Some of the subnets to be deleted are currently in use: {', '.join(dropped)}"
            raise rds.RDSClientError("SubnetAlreadyInUse", message)
        return modify(self, subnet_name, description, subnets)

    rds.RDSBackend.modify_db_subnet_group = modify_db_subnet_group


def modified_db_subnet_group_stays(rds):
    """ModifyDBSubnetGroup leaves the group where it is. moto takes it out of its list and does not put it back."""
    modify = rds.RDSBackend.modify_db_subnet_group

    def modify_db_subnet_group(self, subnet_name, description, subnets):
        if subnet_name not in self.subnet_groups:
            raise rds.DBSubnetGroupNotFoundError(subnet_name)
        self.subnet_groups[subnet_name] = modify(self, subnet_name, description, subnets)
        return self.subnet_groups[subnet_name]

    rds.RDSBackend.modify_db_subnet_group = modify_db_subnet_group


def each_database_has_its_resource_id(rds):
    """DbiResourceId is "the Amazon Web Services Region-unique, immutable identifier for the DB instance" (RDS API
    reference, DBInstance), by which it is found under another name. moto gives all instances the same.
    """
    from moto.moto_api._internal import mock_random

    make = rds.DBInstance.__init__

    def init(self, *args, **kwargs):
        make(self, *args, **kwargs)
        self.dbi_resource_id = f"db-{mock_random.get_random_string(26).upper()}"

    rds.DBInstance.__init__ = init


def every_bucket_is_encrypted(s3):
    """GetBucketEncryption: "by default, all buckets have a default encryption configuration that uses server-side
    encryption with Amazon S3 managed keys" (S3 API reference), and DeleteBucketEncryption goes back to it. moto answers
    that there is none.
    """
    read = s3.S3Backend.get_bucket_encryption
    usual = {"Rule": {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}}

    def get_bucket_encryption(self, bucket_name):
        return read(self, bucket_name) or usual

    s3.S3Backend.get_bucket_encryption = get_bucket_encryption


PATCHES = [
    ("moto.ec2.models.instances", primary_interface_ends_with_its_instance),
    ("moto.ec2.models.instances", mapped_root_volume_replaces_the_default),
    ("moto.ec2.models.launch_templates", every_template_version_keeps_its_user_data),
    ("moto.iam.models", managed_policies_of_one_partition),
    ("moto.ec2.models.vpcs", vpc_in_use_stays),
    ("moto.ec2.models.subnets", subnet_in_use_stays),
    ("moto.ec2.models.security_groups", security_group_in_use_stays),
    ("moto.ec2.models.security_groups", description_is_no_part_of_a_rule),
    ("moto.ec2.models.internet_gateways", internet_gateway_in_use_stays),
    ("moto.elbv2.models", protected_load_balancer_stays),
    ("moto.autoscaling.responses", scaling_group_with_instances_stays),
    ("moto.iam.models", policy_in_use_stays),
    ("moto.rds.models", db_subnet_group_in_use_stays),
    ("moto.rds.models", db_subnet_group_keeps_used_subnets),
    ("moto.rds.models", modified_db_subnet_group_stays),
    ("moto.rds.models", each_database_has_its_resource_id),
    ("moto.s3.models", every_bucket_is_encrypted),
]


def apply_to_loaded():
    """Patches what is loaded by now, each module once. Loading all of them would double the start-up time."""
    for name, patch in [*PATCHES]:
        if name in sys.modules:
            patch(sys.modules[name])
            PATCHES.remove((name, patch))
