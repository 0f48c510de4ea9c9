"""Where moto 5.2.3, the pinned version, differs from AWS in a way that a layer meets.

One function a difference: it says what AWS does, and takes the module of moto that it changes. When moto is raised,
take each out of PATCHES and run the tests: what stays green without it is no longer needed.
"""

import copy
import datetime
import inspect
import json
import re
import sys
import time
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
    reference), endpoints included. moto looks at subnets, route tables and VPN gateways only.
    """
    delete = vpcs.VPCBackend.delete_vpc

    def delete_vpc(self, vpc_id):
        is_attached = any(one.vpc and one.vpc.id == vpc_id for one in [*self.internet_gateways.values()])
        has_groups = any(one.name != "default" for one in [*self.groups.get(vpc_id, {}).values()])
        endpoints = [one for one in [*self.vpc_end_points.values()] if one.vpc_id == vpc_id]
        if is_attached or has_groups or any(one.state != "deleted" for one in endpoints):
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


def kms_key_rotates_in_its_period(responses):
    """EnableKeyRotation takes RotationPeriodInDays (90 to 2560, 365 without), and GetKeyRotationStatus answers it while
    rotation is enabled; a disabled key answers DisabledException (KMS API reference). moto has neither.
    """
    from moto.core.exceptions import JsonRESTError

    enable = responses.KmsResponse.enable_key_rotation
    status = responses.KmsResponse.get_key_rotation_status

    def key_of(self):
        key_id = self._get_param("KeyId")
        self._validate_cmk_id(key_id)
        return self.kms_backend.keys[self.kms_backend.get_key_id(key_id)]

    def enable_key_rotation(self):
        key = key_of(self)
        days = self._get_param("RotationPeriodInDays")
        if key.key_state == "Disabled":
            raise JsonRESTError("DisabledException", f"{key.arn} is disabled.")
        if days is not None and not 90 <= days <= 2560:
            raise responses.ValidationException(
                f"1 validation error detected: Value '{days}' at 'rotationPeriodInDays' failed to satisfy constraint: "
                "Member must have value between 90 and 2560"
            )
        answer = enable(self)
        key.rotation_period_in_days = days or getattr(key, "rotation_period_in_days", 365)
        return answer

    def get_key_rotation_status(self):
        key = key_of(self)
        answer = {**json.loads(status(self)), "KeyId": key.arn}
        if answer["KeyRotationEnabled"]:
            answer["RotationPeriodInDays"] = getattr(key, "rotation_period_in_days", 365)
        return json.dumps(answer)

    responses.KmsResponse.enable_key_rotation = enable_key_rotation
    responses.KmsResponse.get_key_rotation_status = get_key_rotation_status


def keys_of_aws_services_are_managed_by_aws(kms):
    """The key behind an alias such as alias/aws/rds has KeyManager AWS (KMS API reference, KeyMetadata). In moto it looks
    like one of the account's own. Clients may not make such an alias; for volumes, EC2 does.
    """
    generate = kms.KmsBackend._generate_default_keys
    name = kms.KmsBackend.create_alias

    def generate_default_keys(self, alias_name):
        key_id = generate(self, alias_name)
        self.keys[key_id].key_manager = "AWS"
        return key_id

    def create_alias(self, target_key_id, alias_name):
        alias = name(self, target_key_id, alias_name)
        if alias_name.startswith("alias/aws/"):
            self.keys[self.get_key_id(target_key_id)].key_manager = "AWS"
        return alias

    kms.KmsBackend._generate_default_keys = generate_default_keys
    kms.KmsBackend.create_alias = create_alias


def kms_key_pending_deletion_is_left_alone(responses):
    """Of a key that waits for its deletion nothing but its policy can be changed, and it cannot be used:
    KMSInvalidStateException (KMS Developer Guide, "Key states of AWS KMS keys"). moto changes and uses it, and
    schedules the deletion again.
    """
    from moto.core.exceptions import JsonRESTError

    def guarded(name, parameter):
        call = getattr(responses.KmsResponse, name)

        def guarded_call(self):
            backend = self.kms_backend
            key_id = backend.get_key_id(self._get_param(parameter) or "")
            key = backend.keys.get(key_id)
            if key is not None and key.key_state == "PendingDeletion":
                raise JsonRESTError("KMSInvalidStateException", f"{key.arn} is pending deletion.")
            return call(self)

        setattr(responses.KmsResponse, name, guarded_call)

    for name in (
        "create_grant",
        "disable_key",
        "disable_key_rotation",
        "enable_key",
        "enable_key_rotation",
        "encrypt",
        "generate_data_key",
        "schedule_key_deletion",
        "tag_resource",
        "untag_resource",
        "update_key_description",
    ):
        guarded(name, "KeyId")
    for name in ("create_alias", "update_alias"):
        guarded(name, "TargetKeyId")


def blocked_encryption_is_answered(responses):
    """GetBucketEncryption answers BlockedEncryptionTypes as they were set (S3 API reference, ServerSideEncryptionRule).
    moto leaves them out.
    """
    from moto.core.responses import ActionResult
    from moto.core.utils import ensure_boolean

    read = responses.S3Response.get_bucket_encryption

    def get_bucket_encryption(self):
        rule = (self.backend.get_bucket_encryption(self.bucket_name) or {}).get("Rule") or {}
        blocked = (rule.get("BlockedEncryptionTypes") or {}).get("EncryptionType")
        if blocked is None:
            return read(self)
        answer = {
            "ApplyServerSideEncryptionByDefault": rule["ApplyServerSideEncryptionByDefault"],
            "BlockedEncryptionTypes": {"EncryptionType": blocked if isinstance(blocked, list) else [blocked]},
            "BucketKeyEnabled": ensure_boolean(rule.get("BucketKeyEnabled")),
        }
        self.data["Action"] = "GetBucketEncryption"
        return self.serialized(ActionResult({"ServerSideEncryptionConfiguration": {"Rules": [answer]}}))

    responses.S3Response.get_bucket_encryption = get_bucket_encryption


def bucket_policy_applies_where_it_can_be_told(s3):
    """A statement with a condition holds where the condition does, and one with a principal for that principal (S3 User
    Guide, "Policies and permissions in Amazon S3"). moto refuses every object to everybody where a condition stands,
    thus also where a policy denies plain HTTP. What depends on a condition or on who asks is not enforced here.
    """
    from moto.iam.access_control import IAMPolicy, PermissionResult

    def get_permission(self, action, resource):
        if self.policy is None:
            return PermissionResult.NEUTRAL
        plain = [
            one
            for one in statements_of(self.policy)
            if "Condition" not in one and one.get("Principal") in ("*", {"AWS": "*"}, {"AWS": ["*"]})
        ]
        document = json.dumps({"Statement": [{**one, "Principal": "*"} for one in plain]})
        return IAMPolicy(document).is_action_permitted(action, resource)

    s3.FakeBucket.get_permission = get_permission


def statements_of(policy):
    """The statements of a bucket policy, which may be one alone."""
    found = json.loads(policy)["Statement"]
    return found if isinstance(found, list) else [found]


def log_delivery_may_be_allowed_in_any_words(s3):
    """The logging service needs s3:PutObject on the prefix in the target bucket's policy (S3 User Guide, "Enabling
    Amazon S3 server access logging"). moto fails with status 500 where a statement has the principal "*", and knows
    neither lists nor patterns.
    """
    from fnmatch import fnmatchcase

    def listed(value):
        return value if isinstance(value, list) else [value]

    def allows(target_bucket, target_prefix):
        if not target_bucket.policy:
            return False
        wanted = f"arn:{target_bucket.partition}:s3:::{target_bucket.name}/{target_prefix or ''}log"
        for one in statements_of(target_bucket.policy):
            principal = one.get("Principal")
            services = listed(principal.get("Service")) if isinstance(principal, dict) else []
            if (
                one.get("Effect") == "Allow"
                and s3.LOGGING_SERVICE_PRINCIPAL in services
                and any(fnmatchcase("s3:PutObject", action) for action in listed(one.get("Action", [])))
                and any(fnmatchcase(wanted, resource) for resource in listed(one.get("Resource", [])))
            ):
                return True
        return False

    s3.FakeBucket._log_permissions_enabled_policy = staticmethod(allows)


def logging_keeps_its_key_format(responses):
    """GetBucketLogging answers TargetObjectKeyFormat as it was set (S3 API reference). moto leaves it out."""
    from moto.core.responses import ActionResult

    read = responses.S3Response.get_bucket_logging

    def get_bucket_logging(self):
        logging = self.backend.get_bucket_logging(self.bucket_name)
        wanted = (logging or {}).get("TargetObjectKeyFormat")
        if wanted is None:
            return read(self)
        form = {name: dict(value or {}) for name, value in wanted.items()}
        self.data["Action"] = "GetBucketLogging"
        enabled = {"TargetBucket": logging["TargetBucket"], "TargetPrefix": logging["TargetPrefix"]}
        grants = [
            {
                "Grantee": {
                    "Type": grant.grantees[0].type,
                    "URI": grant.grantees[0].uri or None,
                    "ID": grant.grantees[0].id or None,
                },
                "Permission": grant.permissions[0],
            }
            for grant in logging.get("TargetGrants") or []
        ]
        if grants:
            enabled["TargetGrants"] = grants
        return self.serialized(ActionResult({"LoggingEnabled": {**enabled, "TargetObjectKeyFormat": form}}))

    responses.S3Response.get_bucket_logging = get_bucket_logging


def lifecycle_rules_stay_as_given(s3):
    """GetBucketLifecycleConfiguration answers what was put (S3 API reference). moto forgets NewerNoncurrentVersions of
    an expiration and the object sizes of a filter. This keeps what came in; `lifecycle_rules_are_answered` answers it.
    """
    put = s3.FakeBucket.set_lifecycle

    def set_lifecycle(self, rules):
        given = copy.deepcopy(rules)
        put(self, rules)
        for rule, raw in zip(self.rules, given):
            rule.as_given = raw

    s3.FakeBucket.set_lifecycle = set_lifecycle


def lifecycle_rules_are_answered(responses):
    """See `lifecycle_rules_stay_as_given`; also the default minimum size for transitions, which is a header of the
    request, and a header of the answer.
    """
    from moto.core.responses import ActionResult

    put = responses.S3Response._bucket_response_put
    header = "x-amz-transition-default-minimum-object-size"
    usual = "all_storage_classes_128K"

    def bucket_response_put(self, request, bucket_name, querystring):
        answer = put(self, request, bucket_name, querystring)
        if "lifecycle" in querystring:
            bucket = self.backend.get_bucket(bucket_name)
            bucket.transition_minimum_size = request.headers.get(header, usual)
        return answer

    def listed(value):
        return value if isinstance(value, list) else [value]

    def answered(rule):
        found = {"ID": rule.id, **{key: value for key, value in rule.as_given.items() if value is not None}}
        for name in ("Transition", "NoncurrentVersionTransition"):
            if name in found:
                found[f"{name}s"] = listed(found.pop(name))
        if "Filter" in rule.as_given:
            wanted = {key: value or "" for key, value in (rule.as_given["Filter"] or {}).items()}
            if wanted.get("And"):
                both = {key: value or "" for key, value in wanted["And"].items()}
                if "Tag" in both:
                    both["Tags"] = listed(both.pop("Tag"))
                wanted["And"] = both
            found["Filter"] = wanted
        elif rule.as_given.get("Prefix", 0) is None:
            found["Prefix"] = ""
        return found

    def get_bucket_lifecycle(self):
        self.data["Action"] = "GetBucketLifecycleConfiguration"
        rules = self.backend.get_bucket_lifecycle(self.bucket_name)
        if not rules:
            raise responses.NoSuchLifecycleConfiguration(bucket_name=self.bucket_name)
        bucket = self.backend.get_bucket(self.bucket_name)
        size = getattr(bucket, "transition_minimum_size", usual)
        answer = {"Rules": [answered(rule) for rule in rules], "TransitionDefaultMinimumObjectSize": size}
        return self.serialized(ActionResult(answer))

    responses.S3Response._bucket_response_put = bucket_response_put
    responses.S3Response.get_bucket_lifecycle = get_bucket_lifecycle


def every_bucket_has_its_owner_enforced(s3):
    """By default, Object Ownership is set to the Bucket owner enforced setting for a new bucket (S3 User Guide,
    "Controlling ownership of objects"). moto answers that there is no such setting.
    """
    make = s3.FakeBucket.__init__

    def init(self, *args, **kwargs):
        make(self, *args, **kwargs)
        self.ownership_rule = "BucketOwnerEnforced"

    s3.FakeBucket.__init__ = init


def option_groups_can_be_listed(rds):
    """DescribeOptionGroups without a name answers all there are (RDS API reference). moto fails with status 500."""
    describe = rds.RDSBackend.describe_option_groups

    def describe_option_groups(self, option_group_kwargs):
        if option_group_kwargs.get("option_group_name") is None and not self.option_groups:
            return []
        return describe(self, {"option_group_name": None, **option_group_kwargs})

    rds.RDSBackend.describe_option_groups = describe_option_groups


def backup_vault_takes_its_tags_along(backup):
    """The tags of a vault end with it (AWS Backup Developer Guide). moto hands them on to the next one of that name.
    And DescribeBackupVault answers NumberOfRecoveryPoints (API reference), which moto does only where it lists.
    """
    delete = backup.BackupBackend.delete_backup_vault

    def delete_backup_vault(self, backup_vault_name):
        vault = self.vaults.get(backup_vault_name)
        if vault is not None:
            self.tagger.delete_all_tags_for_resource(vault.backup_vault_arn)
        delete(self, backup_vault_name)

    backup.BackupBackend.delete_backup_vault = delete_backup_vault
    backup.Vault.number_of_recovery_points = property(lambda self: self.num_of_recovery_points)


def backup_tags_are_found(responses):
    """ListTags answers at /tags/<ARN> (AWS Backup API reference). moto understands it only with a slash at the end, as
    boto3 sends it, and else finds no tags.
    """
    from urllib.parse import unquote

    def list_tags(self):
        arn = unquote(self.path.split("/tags/")[-1]).rstrip("/")
        return json.dumps({"Tags": self.backup_backend.list_tags(resource_arn=arn)})

    responses.BackupResponse.list_tags = list_tags


def backup_plan_is_updated_and_deleted(backup):
    """UpdateBackupPlan replaces the document and makes a new version; DeleteBackupPlan is refused while the plan has
    selections, and frees its name (AWS Backup API reference). moto cannot update, and keeps the deleted plan.
    """

    def update_backup_plan(self, backup_plan_id, backup_plan):
        before = self.get_backup_plan(backup_plan_id, None)
        after = backup.Plan(backup_plan, before.creator_request_id, self)
        after.backup_plan_id = backup_plan_id
        after.backup_plan_arn = before.backup_plan_arn
        after.creation_date = before.creation_date
        self.plans[backup_plan_id] = after
        return after

    delete = backup.BackupBackend.delete_backup_plan

    def delete_backup_plan(self, backup_plan_id):
        if backup_selections_of(self, backup_plan_id):
            message = "Related backup plan selections must be deleted prior to backup plan deletion"
            raise backup.InvalidRequestException(msg=message)
        answer = delete(self, backup_plan_id)
        gone = self.plans.pop(backup_plan_id)
        self.tagger.delete_all_tags_for_resource(gone.backup_plan_arn)
        return answer

    backup.BackupBackend.update_backup_plan = update_backup_plan
    backup.BackupBackend.delete_backup_plan = delete_backup_plan


def backup_selections_of(backup_backend, backup_plan_id):
    """The selections of one plan by id. moto has no place for them."""
    if not hasattr(backup_backend, "selections"):
        backup_backend.selections = {}
    return backup_backend.selections.setdefault(backup_plan_id, {})


def backup_plans_have_selections(responses):
    """Create-, Get-, List- and DeleteBackupSelection, and UpdateBackupPlan (AWS Backup API reference). moto has none of
    them.
    """
    from moto.backup.exceptions import InvalidParameterValueException, ResourceNotFoundException
    from moto.core.utils import unix_time
    from moto.moto_api._internal import mock_random

    def ids(self):
        """Plan and selection of `/backup/plans/<plan>/selections/<selection>`."""
        parts = [part for part in self.path.split("/plans/")[-1].split("/") if part != ""]
        return parts[0], parts[2] if len(parts) > 2 else None

    def selections(self):
        plan_id, _ = ids(self)
        if plan_id not in self.backup_backend.plans:
            raise InvalidParameterValueException(msg=f"Cannot find Backup plan with ID {plan_id}")
        return backup_selections_of(self.backup_backend, plan_id)

    def selection(self):
        _, selection_id = ids(self)
        found = selections(self).get(selection_id)
        if found is None:
            raise ResourceNotFoundException(msg=f"Cannot find Backup selection with ID {selection_id}")
        return found

    def create_backup_selection(self):
        plan_id, _ = ids(self)
        made = {
            "BackupPlanId": plan_id,
            "SelectionId": str(mock_random.uuid4()),
            "CreationDate": unix_time(),
            "BackupSelection": json.loads(self.body)["BackupSelection"],
        }
        selections(self)[made["SelectionId"]] = made
        return json.dumps({key: value for key, value in made.items() if key != "BackupSelection"})

    def get_backup_selection(self):
        return json.dumps(selection(self))

    def list_backup_selections(self):
        listed = [
            {
                **{key: value for key, value in one.items() if key != "BackupSelection"},
                "SelectionName": one["BackupSelection"]["SelectionName"],
                "IamRoleArn": one["BackupSelection"]["IamRoleArn"],
            }
            for one in selections(self).values()
        ]
        return json.dumps({"BackupSelectionsList": listed})

    def delete_backup_selection(self):
        del selections(self)[selection(self)["SelectionId"]]
        return "{}"

    def update_backup_plan(self):
        plan_id, _ = ids(self)
        plan = self.backup_backend.update_backup_plan(plan_id, json.loads(self.body)["BackupPlan"])
        return json.dumps(plan.to_dict())

    for call in (
        create_backup_selection,
        get_backup_selection,
        list_backup_selections,
        delete_backup_selection,
        update_backup_plan,
    ):
        setattr(responses.BackupResponse, call.__name__, call)


def elastic_address_in_use_stays(elastic_ip_addresses):
    """ReleaseAddress: "an Elastic IP address that is associated" is refused with InvalidIPAddress.InUse (EC2 API
    reference). That of a NAT gateway belongs to the gateway: AuthFailure, to a disassociation too. moto lets go of both.
    """
    from moto.ec2.exceptions import EC2ClientError

    backend = elastic_ip_addresses.ElasticAddressBackend
    release, disassociate = backend.release_address, backend.disassociate_address

    def found(self, address, key, value):
        return next((one for one in self.addresses if one.public_ip == address or getattr(one, key) == value), None)

    def refuse_for_gateway(self, eip):
        gateways = [one for one in [*self.nat_gateways.values()] if one.state == "available"]
        if eip is not None and eip.eni is not None and any(one._eni is eip.eni for one in gateways):
            raise EC2ClientError("AuthFailure", "You do not have permission to access the specified resource.")

    def release_address(self, address=None, allocation_id=None):
        eip = found(self, address, "allocation_id", allocation_id)
        refuse_for_gateway(self, eip)
        is_gone = eip is not None and eip.instance is not None and eip.instance._state.name == "terminated"
        if eip is not None and eip.eni is not None and eip.eni.id in self.enis and not is_gone:
            raise EC2ClientError("InvalidIPAddress.InUse", f"Address {eip.public_ip} is in use.")
        return release(self, address, allocation_id)

    def disassociate_address(self, address=None, association_id=None):
        refuse_for_gateway(self, found(self, address, "association_id", association_id))
        return disassociate(self, address, association_id)

    backend.release_address = release_address
    backend.disassociate_address = disassociate_address


def elastic_address_says_where_it_is_from(elastic_ip_addresses):
    """DescribeAddresses answers the pool ("amazon", where it is no pool of one's own) and the network border group, which
    is the Region outside of Local Zones (EC2 API reference, Address). moto answers neither.
    """
    address = elastic_ip_addresses.ElasticAddress
    address.public_ipv4_pool = "amazon"
    address.network_border_group = property(lambda self: self.ec2_backend.region_name)


def nat_gateway_is_made_as_by_aws(nat_gateways):
    """The interface of a NAT gateway has a primary address of its subnet and no security group (VPC User Guide, "NAT
    gateway basics"). A public one becomes `failed` where the VPC has no internet gateway, or where the Elastic IP address
    has another use ("Troubleshoot NAT gateways"). moto takes any address and makes all of them available.
    """
    from moto.ec2.exceptions import MissingParameterError

    create = nat_gateways.NatGatewayBackend.create_nat_gateway
    nat_gateways.NatGateway.availability_mode = "zonal"
    nat_gateways.random_private_ip = lambda: None

    def failure(self, vpc_id, allocation_id):
        if not any(one.vpc and one.vpc.id == vpc_id for one in [*self.internet_gateways.values()]):
            return "Gateway.NotAttached", f"Network {vpc_id} has no Internet gateway attached"
        if self.address_by_allocation([allocation_id])[0].association_id:
            return "Resource.AlreadyAssociated", f"Elastic IP address [{allocation_id}] is already associated"
        return None

    def create_nat_gateway(self, subnet_id, allocation_id, tags=None, connectivity_type=None):
        is_public = connectivity_type != "private"
        subnet = self.get_subnet(subnet_id)
        if is_public and not allocation_id:
            raise MissingParameterError("AllocationId")
        failed = failure(self, subnet.vpc_id, allocation_id) if is_public else None
        gateway = create(self, subnet_id, None if failed else allocation_id, tags, connectivity_type or "public")
        gateway._eni._group_set = []
        gateway._eni.description = f"Interface for NAT Gateway {gateway.id}"
        gateway.private_ip = gateway._eni.private_ip_address
        gateway.address_set[0].update(isPrimary=True, status="failed" if failed else "succeeded")
        if failed:
            gateway.state = "failed"
            gateway.failure_code, gateway.failure_message = failed
            gateway.address_set[0]["allocationId"] = allocation_id
            self.enis.pop(gateway._eni.id, None)
        return gateway

    nat_gateways.NatGatewayBackend.create_nat_gateway = create_nat_gateway


def deleted_nat_gateway_lets_go(nat_gateways):
    """DeleteNatGateway "disassociates its Elastic IP address, but does not release the address" (EC2 API reference), and
    its interface ends; an unknown or deleted one is NatGatewayNotFound. moto keeps both, and fails with status 500.
    """
    from moto.ec2.exceptions import EC2ClientError

    delete = nat_gateways.NatGatewayBackend.delete_nat_gateway

    def delete_nat_gateway(self, nat_gateway_id):
        gateway = self.nat_gateways.get(nat_gateway_id)
        if gateway is None or gateway.state == "deleted":
            raise EC2ClientError("NatGatewayNotFound", f"NAT gateway {nat_gateway_id} was not found")
        deleted = delete(self, nat_gateway_id)
        for eip in [one for one in self.addresses if one.eni is gateway._eni]:
            self.disassociate_address(association_id=eip.association_id)
        self.enis.pop(gateway._eni.id, None)
        return deleted

    nat_gateways.NatGatewayBackend.delete_nat_gateway = delete_nat_gateway


def route_needs_its_nat_gateway(route_tables):
    """CreateRoute and ReplaceRoute to a NAT gateway that is not there are refused with InvalidNatGatewayID.NotFound (EC2
    API reference, "Error codes"); a route whose gateway goes becomes a `blackhole`. moto makes a route to nowhere.
    """
    from moto.ec2.exceptions import EC2ClientError

    backend = route_tables.RouteBackend

    def guarded(act):
        names = inspect.signature(act)

        def with_gateway(self, *args, **kwargs):
            gateway_id = names.bind(self, *args, **kwargs).arguments.get("nat_gateway_id")
            gateway = self.nat_gateways.get(gateway_id)
            if gateway_id and (gateway is None or gateway.state == "deleted"):
                message = f"The natGateway ID '{gateway_id}' does not exist"
                raise EC2ClientError("InvalidNatGatewayID.NotFound", message)
            return act(self, *args, **kwargs)

        return with_gateway

    backend.create_route = guarded(backend.create_route)
    backend.replace_route = guarded(backend.replace_route)
    route_tables.Route.state = property(
        lambda self: "blackhole" if self.nat_gateway and self.nat_gateway.state == "deleted" else "active"
    )


def route_exists_once(route_tables):
    """CreateRoute for a destination that the table has is refused with RouteAlreadyExists (EC2 API reference, "Error
    codes"). moto looks at IPv4 destinations only, and takes the place of the other route.
    """
    create = route_tables.RouteBackend.create_route

    def create_route(
        self,
        route_table_id,
        destination_cidr_block,
        destination_ipv6_cidr_block=None,
        destination_prefix_list_id=None,
        **target,
    ):
        wanted = {destination_ipv6_cidr_block, destination_prefix_list_id} - {None, ""}
        for one in self.get_route_table(route_table_id).routes:
            known = wanted & {one.destination_ipv6_cidr_block, one.destination_prefix_list_id}
            if known:
                raise route_tables.RouteAlreadyExistsError(known.pop())
        lists = (destination_ipv6_cidr_block, destination_prefix_list_id)
        return create(self, route_table_id, destination_cidr_block, *lists, **target)

    route_tables.RouteBackend.create_route = create_route


def aws_prefix_list_has_addresses(managed_prefixes):
    """DescribePrefixLists answers the address ranges of the service (EC2 API reference, PrefixList). moto leaves out what
    it has.
    """
    managed_prefixes.ManagedPrefixList.cidrs = property(
        lambda self: [entry["Cidr"] for entry in self.entries.get(self.version or 1, [])]
    )


def vpc_endpoint_is_made_as_by_aws(vpcs):
    """An interface endpoint has an interface with an address in each of its subnets, in its security groups or the
    default one, and a DNS name for itself and for each zone, and that of the service where private DNS is on (VPC User
    Guide, "Access an AWS service using an interface VPC endpoint"). CreateVpcEndpoint refuses two subnets of one zone,
    private DNS without the DNS attributes of the VPC or twice, and a second gateway endpoint for a route table.
    moto makes interfaces in the default group with addresses from anywhere and one name, and refuses nothing.
    """
    create = vpcs.VPCBackend.create_vpc_endpoint
    vpcs.random_private_ip = lambda: None

    def create_vpc_endpoint(self, vpc_id, service_name, endpoint_type, policy_document, route_table_ids, **kwargs):
        is_interface = (endpoint_type or "").lower() == "interface"
        if is_interface:
            refuse_subnets_of_one_zone(self, kwargs.get("subnet_ids") or [])
            if kwargs.get("private_dns_enabled"):
                refuse_private_dns(self, vpc_id, service_name)
            default = self.get_default_security_group(vpc_id)
            kwargs["security_group_ids"] = kwargs.get("security_group_ids") or [default.id]
        else:
            kwargs["private_dns_enabled"] = False
            refuse_second_gateway(self, service_name, route_table_ids)
        kind = endpoint_type or "Gateway"
        endpoint = create(self, vpc_id, service_name, kind, policy_document, route_table_ids, **kwargs)
        endpoint.requester_managed = False
        if is_interface:
            fit_interfaces(self, endpoint)
        return endpoint

    vpcs.VPCBackend.create_vpc_endpoint = create_vpc_endpoint


def vpc_endpoint_changes_as_by_aws(vpcs):
    """ModifyVpcEndpoint makes and ends interfaces with their subnets, gives them other security groups, and moves the
    routes of a gateway endpoint (EC2 API reference). moto changes the lists of the endpoint alone.
    """
    modify = vpcs.VPCBackend.modify_vpc_endpoint

    def modify_vpc_endpoint(self, vpc_id, policy_doc, add_subnets, remove_subnets, *tables, **more):
        endpoint = self.get_vpc_end_point(vpc_id)
        kept = [one for one in endpoint.subnet_ids or [] if one not in (remove_subnets or [])]
        refuse_subnets_of_one_zone(self, {*kept, *(add_subnets or [])})
        before = {*endpoint.route_table_ids}
        refuse_second_gateway(self, endpoint.service_name, {*(more.get("add_route_tables") or [])} - before)
        modify(self, vpc_id, policy_doc, add_subnets, remove_subnets, *tables, **more)
        if endpoint.vpc_endpoint_type.lower() == "interface":
            fit_interfaces(self, endpoint)
            return
        list_id, after = endpoint.destination_prefix_list_id, {*endpoint.route_table_ids}
        for table_id in sorted(after - before):
            self.create_route(table_id, None, gateway_id=endpoint.id, destination_prefix_list_id=list_id)
        for table_id in sorted(before - after):
            self.delete_route(table_id, None, destination_prefix_list_id=list_id)

    vpcs.VPCBackend.modify_vpc_endpoint = modify_vpc_endpoint


def vpc_endpoint_changes_its_private_dns(responses):
    """ModifyVpcEndpoint turns private DNS on and off, and resets the policy (EC2 API reference). moto ignores both."""
    modify = responses.VPCs.modify_vpc_endpoint

    def modify_vpc_endpoint(self):
        endpoint = self.ec2_backend.get_vpc_end_point(self._get_param("VpcEndpointId"))
        enabled = self._get_bool_param("PrivateDnsEnabled")
        if enabled and not endpoint.private_dns_enabled:
            refuse_private_dns(self.ec2_backend, endpoint.vpc_id, endpoint.service_name)
        if enabled is not None:
            endpoint.private_dns_enabled = enabled
        if self._get_bool_param("ResetPolicy"):
            endpoint.policy_document = json.dumps(endpoint.DEFAULT_POLICY)
        return modify(self)

    responses.VPCs.modify_vpc_endpoint = modify_vpc_endpoint


def vpc_endpoint_ends_once(vpcs):
    """DeleteVpcEndpoints takes away the routes of a gateway endpoint that are still there (VPC User Guide, "Gateway
    endpoints"). moto wants all of them to be there, also of an endpoint that was deleted before.
    """
    delete = vpcs.VPCBackend.delete_vpc_endpoints

    def delete_vpc_endpoints(self, vpce_ids=None):
        known = [self.vpc_end_points[one] for one in vpce_ids or [] if one in self.vpc_end_points]
        alive = [one for one in known if one.state != "deleted"]
        for endpoint in alive:
            tables = [one for one in [*self.route_tables.values()] if one.id in endpoint.route_table_ids]
            held = [one.id for one in tables if any(route.gateway is endpoint for route in one.routes)]
            endpoint.route_table_ids = held
        delete(self, [one.id for one in alive])

    vpcs.VPCBackend.delete_vpc_endpoints = delete_vpc_endpoints


def fit_interfaces(ec2_backend, endpoint):
    """Brings the interfaces and names of an interface endpoint in line with its subnets, groups and private DNS."""
    held = {ec2_backend.enis[one].subnet.id: ec2_backend.enis[one] for one in endpoint.network_interface_ids}
    for subnet_id in {*held} - {*endpoint.subnet_ids}:
        ec2_backend.enis.pop(held.pop(subnet_id).id)
    for subnet_id in endpoint.subnet_ids:
        held[subnet_id] = held.get(subnet_id) or ec2_backend.create_network_interface(subnet_id, None)
        held[subnet_id].description = f"VPC Endpoint Interface {endpoint.id}"
        groups = [ec2_backend.get_security_group_from_id(one) for one in endpoint.security_group_ids]
        held[subnet_id]._group_set = groups
    endpoint.network_interface_ids = [held[one].id for one in endpoint.subnet_ids]

    first, service = endpoint.dns_entries[0], private_name(endpoint.service_name)
    if service is None:
        return
    base = first["dns_name"].split(".")[0]
    zones = [held[one].subnet.availability_zone for one in endpoint.subnet_ids]
    suffix = service.replace(".amazonaws.com", ".vpce.amazonaws.com")
    names = [base, *(f"{base}-{zone}" for zone in zones)]
    entries = [{**first, "dns_name": f"{name}.{suffix}"} for name in names]
    if endpoint.private_dns_enabled:
        entries.append({"dns_name": service, "hosted_zone_id": f"Z{endpoint.id[-13:].upper()}"})
    endpoint.dns_entries = entries


def private_name(service_name):
    """`api.ecr.us-east-1.amazonaws.com` for `com.amazonaws.us-east-1.ecr.api`; None for a service of somebody else."""
    com, _amazonaws, region, *service = [*service_name.split("."), "", ""]
    parts = [one for one in reversed(service) if one]
    return f"{'.'.join(parts)}.{region}.amazonaws.com" if com == "com" and parts else None


def refuse_subnets_of_one_zone(ec2_backend, subnet_ids):
    from moto.ec2.exceptions import EC2ClientError

    zones = [ec2_backend.get_subnet(one).availability_zone for one in subnet_ids]
    if len({*zones}) < len(zones):
        message = "Found another VPC endpoint subnet in the availability zone of " + ", ".join(sorted(subnet_ids))
        raise EC2ClientError("DuplicateSubnetsInSameZone", message)


def refuse_private_dns(ec2_backend, vpc_id, service_name):
    from moto.ec2.exceptions import EC2ClientError

    vpc = ec2_backend.get_vpc(vpc_id)
    both = all(str(one).lower() == "true" for one in (vpc.enable_dns_support, vpc.enable_dns_hostnames))
    if not both:
        raise EC2ClientError(
            "InvalidParameter",
            "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true "
            f"for {vpc_id}",
        )
    others = [one for one in [*ec2_backend.vpc_end_points.values()] if one.vpc_id == vpc_id and one.state != "deleted"]
    if any(one.service_name == service_name and one.private_dns_enabled for one in others):
        raise EC2ClientError(
            "InvalidParameter",
            "private-dns-enabled cannot be set because there is already a conflicting DNS domain for "
            f"{private_name(service_name)} in the VPC {vpc_id}",
        )


def refuse_second_gateway(ec2_backend, service_name, route_table_ids):
    from moto.ec2.exceptions import EC2ClientError

    for table in [ec2_backend.get_route_table(one) for one in route_table_ids or []]:
        lists = [one.destination_prefix_list for one in table.routes if one.destination_prefix_list]
        held = next((one for one in lists if one.prefix_list_name == service_name), None)
        if held is not None:
            message = f"route table {table.id} already has a route with destination-prefix-list-id {held.id}"
            raise EC2ClientError("RouteAlreadyExists", message)


def network_acl_follows_its_network(network_acls):
    """An unknown network ACL is InvalidNetworkAclID.NotFound, an unknown entry InvalidNetworkAclEntry.NotFound (EC2 API
    reference, "Error codes"); the association of a subnet ends with the subnet, the ACLs of a VPC with the VPC. moto
    answers another code or status 500, and keeps both.
    """
    from moto.ec2.exceptions import EC2ClientError

    backend = network_acls.NetworkAclBackend
    describe, delete_entry = backend.describe_network_acls, backend.delete_network_acl_entry

    def describe_network_acls(self, network_acl_ids=None, filters=None):
        for acl in [*self.network_acls.values()]:
            if acl.vpc_id not in self.vpcs:
                self.network_acls.pop(acl.id, None)
        subnet_ids = {one for subnets in [*self.subnets.values()] for one in [*subnets]}
        for acl in [*self.network_acls.values()]:
            for association in acl.associations:
                if association.subnet_id not in subnet_ids:
                    acl._associations.pop(association.id, None)
        for network_acl_id in network_acl_ids or []:
            self.get_network_acl(network_acl_id)
        return describe(self, network_acl_ids, filters)

    def delete_network_acl_entry(self, network_acl_id, rule_number, egress):
        try:
            return delete_entry(self, network_acl_id, rule_number, egress)
        except StopIteration:
            message = f"The network acl entry {rule_number} in {network_acl_id} does not exist"
            raise EC2ClientError("InvalidNetworkAclEntry.NotFound", message) from None

    backend.describe_network_acls = describe_network_acls
    backend.delete_network_acl_entry = delete_network_acl_entry


def network_acl_entry_keeps_its_icmp_type(responses):
    """CreateNetworkAclEntry takes an ICMP type and code (EC2 API reference). moto looks for them under another name."""
    get = responses.NetworkACLs._get_param

    def get_param(self, param_name, if_none=None):
        return get(self, param_name.replace("Icmp.", "IcmpTypeCode."), if_none)

    responses.NetworkACLs._get_param = get_param


def every_rule_has_its_description(security_groups):
    """A rule has one description, whatever its peer is, and DescribeSecurityGroups and DescribeSecurityGroupRules answer
    it (EC2 API reference). moto forgets that of a prefix list, and answers by rule only that of an address range.
    """
    rule, group = security_groups.SecurityGroupRule, security_groups.SecurityGroup
    make, flatten = rule.__init__, group._flattened_rules

    def init(self, ec2_backend, protocol, group_id, from_port, to_port, ip_range, source=None, prefix_list=None, **more):
        make(self, ec2_backend, protocol, group_id, from_port, to_port, ip_range, source, prefix_list, **more)
        self.prefix_list_description = (prefix_list or {}).get("Description")

    def description(self):
        described = [self.ip_range.get("Description"), self.source_group.get("Description")]
        return next((one for one in [*described, self.prefix_list_description] if one), None)

    def flattened_rules(self, rules):
        views = flatten(self, rules)
        said = {
            (one.ip_protocol, one.from_port, one.to_port, one.prefix_list_id): one.prefix_list_description
            for one in rules
        }
        for view in views:
            for one in view.prefix_list_ids:
                text = said.get((view.ip_protocol, view.from_port, view.to_port, one["PrefixListId"]))
                one.update({"Description": text} if text else {})
        return views

    rule.__init__ = init
    rule.description = property(description)
    group._flattened_rules = flattened_rules


def rule_needs_its_ports(security_groups):
    """AuthorizeSecurityGroup… for TCP or UDP without ports is refused with InvalidParameterValue; for ICMP, -1 means all
    types (EC2 API reference, IpPermission). moto answers with status 500.
    """
    make = security_groups.SecurityGroupRule.__init__

    def init(self, ec2_backend, protocol, group_id, from_port, to_port, *args, **more):
        if from_port is None or to_port is None:
            if str(protocol).lower() in ("tcp", "udp", "6", "17"):
                message = "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange."
                raise security_groups.InvalidParameterValue(message)
            from_port = to_port = -1
        make(self, ec2_backend, protocol, group_id, from_port, to_port, *args, **more)

    security_groups.SecurityGroupRule.__init__ = init


def every_part_of_a_rule_can_be_modified(security_groups):
    """ModifySecurityGroupRules changes protocol, ports, description and peer of a rule, but not the kind of its peer; what
    is then twice in the group is refused (EC2 API reference). moto changes the address range of IPv4 rules alone, and
    wants ports for all protocols.
    """
    kinds = {"CidrIpv4": "CidrIp", "CidrIpv6": "CidrIpv6"}

    def modified(self, group, existing, request):
        text = {"Description": request["Description"]} if request.get("Description") else {}
        ranges = [{kinds[kind]: request[kind], **text} for kind in kinds if request.get(kind)]
        lists = [{"PrefixListId": request["PrefixListId"], **text}] if request.get("PrefixListId") else []
        named = [{"GroupId": request["ReferencedGroupId"], **text}] if request.get("ReferencedGroupId") else []
        if len([*ranges, *lists, *named]) != 1:
            raise security_groups.InvalidParameterCombination(
                "Only one of cidrIp, cidrIpv6, prefixListId, or referencedGroupId can be specified"
            )
        return security_groups.SecurityGroupRule(
            self,
            request.get("IpProtocol"),
            group.id,
            request.get("FromPort"),
            request.get("ToPort"),
            ranges[0] if ranges else None,
            self._add_source_group(named, group.vpc_id)[0] if named else None,
            lists[0] if lists else None,
            is_egress=existing.is_egress,
        )

    def peer_kind(rule):
        return [key for key in ("CidrIp", "CidrIpv6") if key in rule.ip_range], bool(rule.source_group)

    def modify_security_group_rules(self, group_id, rules):
        group = self.get_security_group_by_name_or_id(group_id)
        if group is None:
            raise security_groups.InvalidSecurityGroupNotFoundError(group_id)
        for rule_id, request in rules.items():
            existing = group.get_rule(rule_id)
            if existing is None:
                raise security_groups.InvalidSecurityGroupRuleIdNotFoundError(rule_id)
            wanted = modified(self, group, existing, request)
            if peer_kind(wanted) != peer_kind(existing):
                message = f"Invalid rule type for security group rule '{rule_id}'."
                raise security_groups.InvalidParameterValue(message)
            held = group.egress_rules if existing.is_egress else group.ingress_rules
            if any(one is not existing and one == wanted for one in held):
                raise security_groups.InvalidPermissionDuplicateError()
            for name in ("ip_protocol", "from_port", "to_port", "ip_range", "source_group"):
                setattr(existing, name, getattr(wanted, name))
            existing.prefix_list_id = wanted.prefix_list_id
            existing.prefix_list_description = wanted.prefix_list_description

    security_groups.SecurityGroupBackend.modify_security_group_rules = modify_security_group_rules


def access_key_may_name_its_account(iam):
    """An access key belongs to one account. moto knows only keys that it has made itself, which takes a user or a role;
    with SANDBOX0 and twelve digits (lifecycle/account.ts) a client is in that account at once.
    """
    read = iam.get_account_id_from
    form = re.compile(r"SANDBOX0(\d{12})")

    def get_account_id_from(access_key):
        named = form.fullmatch(access_key)
        return named.group(1) if named else read(access_key)

    iam.get_account_id_from = get_account_id_from


def certificate_is_issued_by_its_records(acm):
    """ACM issues a certificate when it finds the CNAME records of all its names in public DNS (ACM User Guide, "DNS
    validation"). Here that is a public hosted zone of the same account. moto issues it after a minute, whatever is there.
    """
    check = acm.CertBundle.check

    def check_records(self):
        if self.type != "AMAZON_ISSUED" or self.status != "PENDING_VALIDATION":
            return check(self)
        options = self.describe()["Certificate"]["DomainValidationOptions"]
        published = published_cnames(self.arn.split(":")[4])
        if all(cname(one["ResourceRecord"]["Name"], one["ResourceRecord"]["Value"]) in published for one in options):
            self.status = "ISSUED"

    acm.CertBundle.check = check_records


def published_cnames(account_id):
    models = sys.modules.get("moto.route53.models")
    if models is None:
        return set()
    zones = [zone for backend in models.route53_backends[account_id].values() for zone in [*backend.zones.values()]]
    records = [one for zone in zones if not zone.private_zone for one in [*zone.rrsets] if one.type == "CNAME"]
    return {cname(record.name, value) for record in records for value in record.records}


def cname(name, value):
    return name.strip(".").lower(), value.strip(".").lower()


def certificate_in_use_stays(acm):
    """DeleteCertificate: "the certificate is in use by another AWS service in the caller's account" is refused with
    ResourceInUseException (ACM API reference). moto deletes it, and says that it is in use when its listener is gone.
    """
    from moto.core.exceptions import JsonRESTError

    delete = acm.AWSCertificateManagerBackend.delete_certificate
    read = acm.AWSCertificateManagerBackend.get_certificate

    def users(self, arn):
        balancers = all_of("elbv2", "load_balancers", self)
        listeners = [(one, listener) for one in balancers for listener in [*one.listeners.values()]]
        return sorted({one.arn for one, listener in listeners if arn in (listener.certificates or [])})

    def get_certificate(self, arn):
        certificate = read(self, arn)
        certificate.in_use_by = users(self, arn)
        return certificate

    def delete_certificate(self, arn):
        if arn in self._certificates and users(self, arn):
            raise JsonRESTError("ResourceInUseException", f"Certificate {arn} is in use.")
        return delete(self, arn)

    acm.AWSCertificateManagerBackend.get_certificate = get_certificate
    acm.AWSCertificateManagerBackend.delete_certificate = delete_certificate


def brought_certificate_keeps_its_tags(acm):
    """ImportCertificate with the ARN of a certificate replaces its text and key, and leaves its tags (ACM User Guide,
    "Reimport a certificate"). moto forgets them.
    """
    bring = acm.AWSCertificateManagerBackend.import_certificate

    def import_certificate(self, certificate, private_key, chain, arn, tags):
        before = self._certificates.get(arn)
        brought = bring(self, certificate, private_key, chain, arn, tags)
        if before is not None:
            self._certificates[brought].tags.update(before.tags)
        return brought

    acm.AWSCertificateManagerBackend.import_certificate = import_certificate


def certificate_options_can_be_updated(responses):
    """UpdateCertificateOptions changes the transparency logging of a certificate (ACM API reference). moto has no such
    operation.
    """

    def update_certificate_options(self):
        certificate = self.acm_backend.get_certificate(self._get_param("CertificateArn"))
        certificate.cert_options.update(self._get_param("Options") or {})
        return responses.EmptyResult()

    responses.AWSCertificateManagerResponse.update_certificate_options = update_certificate_options


def record_set_is_made_once_and_deleted_as_it_is(route53):
    """ChangeResourceRecordSets: CREATE of a name, type and set identifier that are there, and DELETE with values that
    are not there, is InvalidChangeBatch and changes nothing (Route 53 API reference). moto looks into the journal of all
    changes instead: it lets a second record set in whose values differ, refuses one that was deleted before, and deletes
    by values that are long gone.
    """
    from moto.route53.exceptions import Route53ClientError

    change = route53.Route53Backend.change_resource_record_sets

    class Journal(route53.ChangeList):
        def __contains__(self, _item):
            return False

        def has_insert_or_update(self, _record_set):
            return True

    def key(name, record_type, identifier):
        return name.strip(".").lower().replace("\\052", "*"), record_type, identifier or None

    def values(ttl, records, alias):
        texts = [one["Value"] if isinstance(one, dict) else one for one in records or []]
        alias = {name: str(value).strip(".").lower() for name, value in (alias or {}).items()}
        return str(ttl), sorted(texts), alias

    def change_resource_record_sets(self, zoneid, change_list):
        zone = self.get_hosted_zone(zoneid)
        standing = {
            key(one.name, one.type, one.set_identifier): values(one.ttl, one.records, one.alias_target)
            for one in zone.rrsets
        }
        for one in change_list:
            record = one["ResourceRecordSet"]
            place = key(record["Name"], record["Type"], record.get("SetIdentifier"))
            wanted = values(record.get("TTL"), record.get("ResourceRecords"), record.get("AliasTarget"))
            if one["Action"] == "CREATE" and place in standing:
                raise route53.ResourceRecordAlreadyExists(name=record["Name"].strip(".") + ".", _type=record["Type"])
            if one["Action"] == "DELETE" and standing.get(place) != wanted:
                why = "the values provided do not match the current values" if place in standing else "it was not found"
                place = f"[name='{record['Name']}', type='{record['Type']}']"
                raise Route53ClientError("InvalidChangeBatch", f"Tried to delete resource record set {place} but {why}")
            if one["Action"] == "DELETE":
                del standing[place]
            else:
                standing[place] = wanted
        zone.rr_changes = Journal()
        return change(self, zoneid, change_list)

    route53.Route53Backend.change_resource_record_sets = change_resource_record_sets


def web_acl_is_replaced_by_its_update(wafv2):
    """UpdateWebACL "completely replaces the mutable specifications that you already have for the web ACL with the ones
    that you provide to this call" (WAFV2 API reference). moto keeps what is left out, and the rules where there are none.
    """
    update = wafv2.WAFV2Backend.update_web_acl
    optional = {
        "custom_response_bodies": 7,
        "captcha_config": 8,
        "challenge_config": 9,
        "token_domains": 10,
        "association_config": 11,
    }

    def update_web_acl(self, *given):
        name, identifier, _default_action, rules, description = given[:5]
        token = update(self, *given)
        acl = self.get_web_acl(None, name, identifier)
        acl.rules = acl.rules if rules else []
        acl.description = description or ""
        for attribute, place in optional.items():
            setattr(acl, attribute, given[place])
        return token

    wafv2.WAFV2Backend.update_web_acl = update_web_acl


def web_acl_protects_what_is_there(wafv2):
    """A resource has one web ACL, which an association replaces; it must be there, and ends its association when it goes
    (WAFV2 API reference, AssociateWebACL, "Errors"). A web ACL cannot be deleted while it is associated
    (DeleteWebACL, WAFAssociatedItemException). moto looks at nothing.
    """
    backend = wafv2.WAFV2Backend
    associate, read, delete = backend.associate_web_acl, backend.get_web_acl_for_resource, backend.delete_web_acl

    def is_there(self, arn):
        return ":loadbalancer/" not in arn or any(one.arn == arn for one in all_of("elbv2", "load_balancers", self))

    def associate_web_acl(self, web_acl_arn, resource_arn):
        if web_acl_arn not in self.wacls or not is_there(self, resource_arn):
            raise wafv2.WAFNonexistentItemException()
        for acl in [*self.wacls.values()]:
            acl.associated_resources = [one for one in acl.associated_resources if one != resource_arn]
        return associate(self, web_acl_arn, resource_arn)

    def get_web_acl_for_resource(self, resource_arn):
        if not is_there(self, resource_arn):
            raise wafv2.WAFNonexistentItemException()
        return read(self, resource_arn)

    def delete_web_acl(self, name, scope, _id, lock_token):
        acl = next((one for one in [*self.wacls.values()] if one.id == _id), None)
        if acl is not None and any(is_there(self, arn) for arn in acl.associated_resources):
            raise waf_error(
                "WAFAssociatedItemException",
                "AWS WAF couldn’t perform the operation because your resource is being used by another resource or "
                "it’s associated with another resource.",
            )
        deleted = delete(self, name, scope, _id, lock_token)
        self.logging_configurations.pop(acl.arn, None)
        return deleted

    backend.associate_web_acl = associate_web_acl
    backend.get_web_acl_for_resource = get_web_acl_for_resource
    backend.delete_web_acl = delete_web_acl


def waf_error(code, message):
    from moto.wafv2.exceptions import WAFv2ClientError

    return WAFv2ClientError(code, message)


def web_acl_name_is_taken_in_the_words_of_aws(wafv2):
    """A second web ACL of a name is WAFDuplicateItemException (WAFV2 API reference, CreateWebACL). moto calls it
    WafV2DuplicateItem.
    """
    create = wafv2.WAFV2Backend.create_web_acl

    def create_web_acl(self, *args, **kwargs):
        try:
            return create(self, *args, **kwargs)
        except wafv2.WAFV2DuplicateItemException as error:
            raise waf_error("WAFDuplicateItemException", error.message) from None

    wafv2.WAFV2Backend.create_web_acl = create_web_acl


def web_acl_logs_to_a_destination_of_its_name(wafv2):
    """PutLoggingConfiguration: the name of the destination begins with `aws-waf-logs-`, and the web ACL is there (WAFV2
    API reference, LoggingConfiguration). moto takes any.
    """
    put = wafv2.WAFV2Backend.put_logging_configuration

    def put_logging_configuration(self, arn, log_destination_configs, *args, **kwargs):
        if arn not in self.wacls:
            raise wafv2.WAFNonexistentItemException()
        for destination in log_destination_configs:
            name = destination.removesuffix(":*").split(":")[-1].split("/")[-1]
            if not name.startswith("aws-waf-logs-"):
                raise waf_error(
                    "WAFInvalidParameterException",
                    "Error reason: The ARN isn't valid. A valid ARN begins with arn: and includes other information "
                    f"separated by colons or slashes., field: LOG_DESTINATION, parameter: {destination}",
                )
        return put(self, arn, log_destination_configs, *args, **kwargs)

    wafv2.WAFV2Backend.put_logging_configuration = put_logging_configuration


def secure_listener_has_an_issued_certificate(elbv2):
    """CreateListener and ModifyListener need a certificate for HTTPS and TLS, which ACM has issued: one that is not is
    UnsupportedCertificate (ELBv2 API reference, "Errors"). moto takes a listener without one, and one that is pending.
    """
    from moto.elbv2.exceptions import ELBClientError

    backend = elbv2.ELBv2Backend
    create, modify = backend.create_listener, backend.modify_listener

    def refuse_unissued(self, arn):
        models = sys.modules.get("moto.acm.models")
        if models is None or ":acm:" not in arn:
            return
        certificate = models.acm_backends[self.account_id][self.region_name]._certificates.get(arn)
        if certificate is None:
            return
        certificate.check()
        if certificate.status != "ISSUED":
            raise ELBClientError(
                "UnsupportedCertificate",
                f"The certificate '{arn}' must have a fully-qualified domain name, a supported signature, and a "
                "supported key size.",
            )

    def create_listener(self, load_balancer_arn, protocol, port, ssl_policy, certificate, *args, **kwargs):
        if protocol in ("HTTPS", "TLS") and not certificate:
            raise ELBClientError("CertificateNotFound", f"A certificate must be specified for {protocol} listeners")
        refuse_unissued(self, certificate or "")
        return create(self, load_balancer_arn, protocol, port, ssl_policy, certificate, *args, **kwargs)

    def modify_listener(self, arn, port=None, protocol=None, ssl_policy=None, certificates=None, *args, **kwargs):
        for certificate in certificates or []:
            refuse_unissued(self, certificate.get("CertificateArn") or certificate.get("certificate_arn") or "")
        return modify(self, arn, port, protocol, ssl_policy, certificates, *args, **kwargs)

    backend.create_listener = create_listener
    backend.modify_listener = modify_listener


def health_check_logs_have_a_bucket(elbv2):
    """LoadBalancerAttribute has `health_check_logs.s3.bucket` and `.prefix` beside `.enabled` (ELBv2 API reference). moto
    knows the last only, and refuses the others.
    """
    names = {"health_check_logs.s3.bucket", "health_check_logs.s3.prefix"}
    elbv2.FakeLoadBalancer.VALID_ATTRS = elbv2.FakeLoadBalancer.VALID_ATTRS | names


def scaling_policy_belongs_to_its_group(autoscaling):
    """A policy is found by its name and its group, and ends with the group (Auto Scaling API reference,
    PutScalingPolicy, DeleteAutoScalingGroup); a simple one without a cooldown has that of the group. moto has one policy
    of a name, and a cooldown of its own.
    """
    backend = autoscaling.AutoScalingBackend
    put, end = backend.put_scaling_policy, backend.delete_auto_scaling_group

    def put_scaling_policy(self, **given):
        group = given["as_name"]
        if group not in self.autoscaling_groups:
            raise autoscaling.ValidationError("Group " + group + " not found")
        policy = put(self, **given)
        policy.cooldown = given["cooldown"]
        self.policies.pop(policy.name, None)
        self.policies[group, policy.name] = policy
        return policy

    def delete_auto_scaling_group(self, group_name):
        ended = end(self, group_name)
        for key in [key for key in [*self.policies] if key[0] == group_name]:
            self.policies.pop(key, None)
        return ended

    backend.put_scaling_policy = put_scaling_policy
    backend.delete_auto_scaling_group = delete_auto_scaling_group


def scaling_policy_is_named_with_its_group(responses):
    """PutScalingPolicy takes `Enabled`; DeletePolicy and ExecutePolicy name the policy and its group, or its ARN (Auto
    Scaling API reference). moto has no disabled policies, and ignores the group.
    """
    response = responses.AutoScalingResponse
    put = response.put_scaling_policy

    def named(self):
        name, group = self._get_param("PolicyName"), self._get_param("AutoScalingGroupName")
        found = [key for key, one in [*self.autoscaling_backend.policies.items()] if name in (one.name, one.arn)]
        return next((key for key in found if group in (None, key[0])), None)

    def put_scaling_policy(self):
        answer = put(self)
        key = self._get_param("AutoScalingGroupName"), self._get_param("PolicyName")
        self.autoscaling_backend.policies[key].enabled = self._get_bool_param("Enabled", True)
        return answer

    def delete_policy(self):
        self.autoscaling_backend.policies.pop(named(self), None)
        return responses.EmptyResult()

    def execute_policy(self):
        self.autoscaling_backend.policies[named(self)].execute()
        return responses.EmptyResult()

    response.put_scaling_policy = put_scaling_policy
    response.delete_policy = delete_policy
    response.execute_policy = execute_policy


def scaling_group_keeps_its_settings(responses):
    """What CreateAutoScalingGroup and UpdateAutoScalingGroup take is what DescribeAutoScalingGroups answers; 0 ends a
    lifetime, -1 a warm-up and a maintenance policy (Auto Scaling API reference). moto drops most of it.
    """
    response = responses.AutoScalingResponse
    create, update = response.create_auto_scaling_group, response.update_auto_scaling_group

    def settings(self):
        found = {
            "default_cooldown": self._get_int_param("DefaultCooldown"),
            "default_instance_warmup": self._get_int_param("DefaultInstanceWarmup"),
            "max_instance_lifetime": self._get_int_param("MaxInstanceLifetime"),
            "instance_maintenance_policy": self._get_param("InstanceMaintenancePolicy"),
            "termination_policies": self._get_param("TerminationPolicies", []) or None,
            "placement_group": self._get_param("PlacementGroup"),
            "context": self._get_param("Context"),
            "desired_capacity_type": self._get_param("DesiredCapacityType"),
            "capacity_rebalance": self._get_bool_param("CapacityRebalance", None),
        }
        return {name: value for name, value in found.items() if value is not None}

    def keep(self):
        group = self.autoscaling_backend.autoscaling_groups.get(self._get_param("AutoScalingGroupName"))
        for name, value in settings(self).items():
            setattr(group, name, None if is_ended(name, value) else value)

    def is_ended(name, value):
        if name == "instance_maintenance_policy":
            return int(value.get("MinHealthyPercentage", 0)) == -1
        return (name, value) in [("default_instance_warmup", -1), ("max_instance_lifetime", 0)] or value == ""

    def create_auto_scaling_group(self):
        answer = create(self)
        keep(self)
        return answer

    def update_auto_scaling_group(self):
        answer = update(self)
        keep(self)
        return answer

    response.create_auto_scaling_group = create_auto_scaling_group
    response.update_auto_scaling_group = update_auto_scaling_group


GROUP_METRICS = [
    "GroupMinSize",
    "GroupMaxSize",
    "GroupDesiredCapacity",
    "GroupInServiceInstances",
    "GroupPendingInstances",
    "GroupStandbyInstances",
    "GroupTerminatingInstances",
    "GroupTotalInstances",
    "GroupInServiceCapacity",
    "GroupPendingCapacity",
    "GroupStandbyCapacity",
    "GroupTerminatingCapacity",
    "GroupTotalCapacity",
    "WarmPoolDesiredCapacity",
    "WarmPoolWarmedCapacity",
    "WarmPoolPendingCapacity",
    "WarmPoolTerminatingCapacity",
    "WarmPoolTotalCapacity",
    "GroupAndWarmPoolDesiredCapacity",
    "GroupAndWarmPoolTotalCapacity",
]


def metrics_collection_can_be_changed(responses):
    """EnableMetricsCollection adds the metrics that it names, DisableMetricsCollection takes them away; where none are
    named, all (Auto Scaling API reference). moto has the first only, and it replaces.
    """
    response = responses.AutoScalingResponse

    def group_of(self):
        return self.autoscaling_backend.autoscaling_groups[self._get_param("AutoScalingGroupName")]

    def enable_metrics_collection(self):
        group = group_of(self)
        named = self._get_param("Metrics") or GROUP_METRICS
        group.metrics = [*group.metrics, *(one for one in named if one not in group.metrics)]
        return responses.EmptyResult()

    def disable_metrics_collection(self):
        group = group_of(self)
        named = self._get_param("Metrics") or GROUP_METRICS
        group.metrics = [one for one in group.metrics if one not in named]
        return responses.EmptyResult()

    response.enable_metrics_collection = enable_metrics_collection
    response.disable_metrics_collection = disable_metrics_collection


def instance_refresh_replaces_the_instances(responses):
    """StartInstanceRefresh replaces the instances of a group by new ones of its present template; protected ones only
    where the preferences say `Refresh` (Auto Scaling API reference). Here it is done when it is answered. moto has no
    such operation.
    """
    from moto.autoscaling.exceptions import ValidationError
    from moto.moto_api._internal import mock_random

    response = responses.AutoScalingResponse

    def group_of(self):
        name = self._get_param("AutoScalingGroupName")
        group = self.autoscaling_backend.autoscaling_groups.get(name)
        if group is None:
            raise ValidationError(f"AutoScalingGroup name not found - AutoScalingGroup '{name}' not found")
        return group

    def start_instance_refresh(self):
        group = group_of(self)
        preferences = self._get_param("Preferences") or {}
        configuration = self._get_param("DesiredConfiguration") or {}
        if str(preferences.get("AutoRollback")).lower() == "true" and not configuration:
            raise ValidationError(
                "The AutoRollback parameter cannot be set to true when the DesiredConfiguration parameter is empty"
            )
        started = time.time()
        count = replace_instances(group, preferences.get("ScaleInProtectedInstances") == "Refresh")
        refresh = {
            "InstanceRefreshId": str(mock_random.uuid4()),
            "AutoScalingGroupName": group.name,
            "Status": "Successful",
            "StartTime": utc(started),
            "EndTime": utc(time.time()),
            "PercentageComplete": 100,
            "InstancesToUpdate": 0,
            "Preferences": preferences,
            "DesiredConfiguration": configuration,
            "StatusReason": f"{count} instances were replaced",
        }
        group.instance_refreshes = [refresh, *getattr(group, "instance_refreshes", [])]
        return responses.ActionResult({"InstanceRefreshId": refresh["InstanceRefreshId"]})

    def describe_instance_refreshes(self):
        ids = self._get_param("InstanceRefreshIds") or []
        found = getattr(group_of(self), "instance_refreshes", [])
        chosen = [one for one in found if not ids or one["InstanceRefreshId"] in ids]
        return responses.ActionResult({"InstanceRefreshes": chosen})

    response.start_instance_refresh = start_instance_refresh
    response.describe_instance_refreshes = describe_instance_refreshes


def replace_instances(group, protected_too):
    old = [one for one in group.active_instances() if protected_too or not one.protected_from_scale_in]
    if not old:
        return 0
    backend = group.autoscaling_backend
    group.replace_autoscaling_group_instances(len(old), group.get_propagated_tags())
    group.instance_states = [one for one in group.instance_states if one not in old]
    backend.ec2_backend.terminate_instances([one.instance.id for one in old])
    backend.update_attached_elbs(group.name)
    backend.update_attached_target_groups(group.name)
    return len(old)


def utc(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)


def scaling_group_notifies_topics(responses):
    """PutNotificationConfiguration, DescribeNotificationConfigurations and DeleteNotificationConfiguration keep which
    events of a group go to which topic; they end with the group (Auto Scaling API reference). moto has none of them.
    """
    from moto.autoscaling.exceptions import ValidationError

    response = responses.AutoScalingResponse

    def kept(group):
        if not hasattr(group, "notifications"):
            group.notifications = {}
        return group.notifications

    def put_notification_configuration(self):
        name = self._get_param("AutoScalingGroupName")
        group = self.autoscaling_backend.autoscaling_groups.get(name)
        if group is None:
            raise ValidationError(f"AutoScalingGroup name not found - AutoScalingGroup '{name}' not found")
        kept(group)[self._get_param("TopicARN")] = self._get_param("NotificationTypes") or []
        return responses.EmptyResult()

    def delete_notification_configuration(self):
        group = self.autoscaling_backend.autoscaling_groups.get(self._get_param("AutoScalingGroupName"))
        topic = self._get_param("TopicARN")
        if group is None or topic not in kept(group):
            raise ValidationError(f"Unable to find notification configuration for Topic ARN {topic}")
        del kept(group)[topic]
        return responses.EmptyResult()

    def describe_notification_configurations(self):
        names = self._get_param("AutoScalingGroupNames") or []
        groups = [*self.autoscaling_backend.autoscaling_groups.values()]
        found = [
            {"AutoScalingGroupName": group.name, "NotificationType": kind, "TopicARN": topic}
            for group in groups
            if not names or group.name in names
            for topic, kinds in kept(group).items()
            for kind in kinds
        ]
        return responses.ActionResult({"NotificationConfigurations": found})

    response.put_notification_configuration = put_notification_configuration
    response.delete_notification_configuration = delete_notification_configuration
    response.describe_notification_configurations = describe_notification_configurations


def database_is_made_with_all_its_settings(rds):
    """CreateDBInstance takes what ModifyDBInstance takes (RDS API reference). moto keeps these from the latter only, and
    never answers whether Performance Insights is on. The default option group needs not to be made by anybody.
    """
    settings = [
        "database_insights_mode",
        "dedicated_log_volume",
        "enable_performance_insights",
        "engine_lifecycle_support",
        "network_type",
        "performance_insights_kms_key_id",
        "performance_insights_retention_period",
    ]
    make = rds.DBInstance.__init__

    def init(self, backend, *args, **kwargs):
        refuse_insights(rds, kwargs)
        refuse_keys(rds, backend, kwargs)
        option_group = kwargs.get("option_group_name") or ""
        usual = {"option_group_name": None} if option_group.startswith("default:") else {}
        make(self, backend, *args, **{**kwargs, **usual})
        for name in settings:
            if kwargs.get(name) is not None:
                setattr(self, name, kwargs[name])

    rds.DBInstance.__init__ = init
    rds.DBInstance.performance_insights_enabled = property(
        lambda self: bool(getattr(self, "enable_performance_insights", False))
    )


def refuse_insights(rds, wanted):
    """Performance Insights is not for the smallest classes of MySQL and MariaDB; the Advanced mode of Database Insights
    needs it, and 465 days of it (RDS User Guide, "Amazon RDS DB engine, Region, and instance class support for
    Performance Insights"; Database Insights, "Turning on the Advanced mode").
    """
    is_on = wanted.get("enable_performance_insights") in (True, "true")
    is_small = re.match(r"db\.t\d\w*\.(micro|small)$", wanted.get("db_instance_class") or "") is not None
    if is_on and is_small and wanted.get("engine") in ("mysql", "mariadb"):
        raise rds.InvalidParameterCombination("Performance Insights not supported for this configuration.")
    is_long = is_on and int(wanted.get("performance_insights_retention_period") or 7) >= 465
    if wanted.get("database_insights_mode") == "advanced" and not is_long:
        raise rds.InvalidParameterCombination(
            "To enable the Advanced mode of Database Insights, modify your instance to enable Performance Insights "
            "and set the retention period for Performance Insights to at least 465 days."
        )


def refuse_keys(rds, backend, wanted):
    """A KMS key has to be there and enabled (RDS API reference, KMSKeyNotAccessibleFault). An alias is not looked up."""
    keys = all_of("kms", "keys", backend)
    usable = {name for key in keys if key.key_state == "Enabled" for name in [key.id, key.arn]}
    for name in ["kms_key_id", "master_user_secret_kms_key_id", "performance_insights_kms_key_id"]:
        key = wanted.get(name)
        if key and "alias/" not in key and key not in usable:
            raise rds.RDSClientError(
                "KMSKeyNotAccessibleFault",
                f"The specified KMS key [{key}] does not exist, is not enabled or you do not have permissions to access "
                "it.",
            )


def modified_database_fits_together(rds):
    """ModifyDBInstance refuses what cannot go together as CreateDBInstance does, an option group or key that is not
    there, and another key for the secret of a password that RDS manages already: "you can't change the KMS key used to
    encrypt the secret" (RDS API reference). moto looks at the parameter group and at the windows only.
    """
    modify = rds.RDSBackend.modify_db_instance

    def modify_db_instance(self, db_instance_identifier, db_kwargs):
        database = self.describe_db_instances(db_instance_identifier)[0]
        given = {name: db_kwargs[name] for name in [*db_kwargs] if db_kwargs[name] is not None}
        wanted = {**vars(database), **given}
        refuse_insights(rds, wanted)
        refuse_keys(rds, self, given)
        secret_key = given.get("master_user_secret_kms_key_id")
        if secret_key and database.manage_master_user_password:
            raise rds.InvalidParameterCombination(
                "You can't change the KMS key used to encrypt the secret: the DB instance already manages the master user "
                "password in AWS Secrets Manager."
            )
        if wanted.get("monitoring_interval") and not wanted.get("monitoring_role_arn"):
            raise rds.InvalidParameterCombination(
                "A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0."
            )
        option_group = given.get("option_group_name", "default:")
        if not option_group.startswith("default:") and option_group not in self.option_groups:
            raise rds.OptionGroupNotFoundFaultError(option_group)
        return modify(self, db_instance_identifier, db_kwargs)

    rds.RDSBackend.modify_db_instance = modify_db_instance


def db_parameters_are_reset(responses):
    """ResetDBParameterGroup takes parameters back to their defaults, and what is set has the source "user" (RDS API
    reference). moto has neither.
    """
    from moto.core.responses import ActionResult

    describe = responses.RDSResponse.describe_db_parameters

    def describe_db_parameters(self):
        parameters = [{"Source": "user", **one} for one in describe(self).result["Parameters"]]
        source = self.params.get("Source")
        return ActionResult({"Parameters": [one for one in parameters if source in (None, one["Source"])]})

    def reset_db_parameter_group(self):
        name = self.params["DBParameterGroupName"]
        group = self.backend.db_parameter_groups.get(name)
        if group is None:
            raise responses.DBParameterGroupNotFoundError(name)
        if self.params.get("ResetAllParameters") in (True, "true"):
            group.parameters.clear()
        for one in self.params.get("Parameters", []):
            group.parameters.pop(one["ParameterName"], None)
        return ActionResult({"DBParameterGroupName": name})

    responses.RDSResponse.describe_db_parameters = describe_db_parameters
    responses.RDSResponse.reset_db_parameter_group = reset_db_parameter_group


def db_parameter_group_in_use_stays(rds):
    """DeleteDBParameterGroup: "the DBParameterGroup to be deleted can't be associated with any DB instances" (RDS API
    reference, InvalidDBParameterGroupState). moto deletes it.
    """
    delete = rds.RDSBackend.delete_db_parameter_group

    def delete_db_parameter_group(self, db_parameter_group_name):
        if any(one.db_parameter_group_name == db_parameter_group_name for one in [*self.databases.values()]):
            raise rds.RDSClientError(
                "InvalidDBParameterGroupState",
                "One or more database instances are still members of this parameter group "
                f"{db_parameter_group_name}, so the group cannot be deleted",
            )
        return delete(self, db_parameter_group_name)

    rds.RDSBackend.delete_db_parameter_group = delete_db_parameter_group


def option_group_in_use_stays(rds):
    """DeleteOptionGroup: a group that is associated with a DB instance or with a manual snapshot, the final one of a
    deleted instance included, cannot be deleted (RDS User Guide, "Deleting an option group";
    InvalidOptionGroupStateFault). moto deletes it.
    """
    delete = rds.RDSBackend.delete_option_group

    def delete_option_group(self, option_group_name):
        manual = [one for one in [*self.database_snapshots.values()] if one.snapshot_type == "manual"]
        users = [*self.databases.values(), *[one.database for one in manual]]
        if any(one.option_group_name == option_group_name for one in users):
            raise rds.RDSClientError(
                "InvalidOptionGroupStateFault",
                f"The option group '{option_group_name}' cannot be deleted because it is in use.",
            )
        return delete(self, option_group_name)

    rds.RDSBackend.delete_option_group = delete_option_group


def option_group_is_for_any_version(rds):
    """CreateOptionGroup takes every major version of an engine (RDS User Guide, "Working with option groups"). The list
    of moto ends in 2022: MySQL 8.4 is not in it.
    """
    newer = {
        "mariadb": ["10.11", "11.4", "11.8"],
        "mysql": ["8.4"],
        "postgres": ["14", "15", "16", "17", "18"],
    }
    create = rds.RDSBackend.create_option_group

    def create_option_group(self, option_group_kwargs):
        version = option_group_kwargs.get("major_engine_version")
        if version not in newer.get(option_group_kwargs.get("engine_name"), []):
            return create(self, option_group_kwargs)
        known = {"mysql": "8.0", "mariadb": "10.6", "postgres": "13"}[option_group_kwargs["engine_name"]]
        group = create(self, {**option_group_kwargs, "major_engine_version": known})
        group.major_engine_version = version
        return group

    rds.RDSBackend.create_option_group = create_option_group


def option_keeps_its_port_and_groups(rds):
    """An option has a port, a version and security groups beside its settings (RDS API reference, Option). moto keeps
    the settings.
    """
    add = rds.OptionGroup.add_options
    read = rds.OptionGroup.options

    def add_options(self, options_to_add):
        more = self.__dict__.setdefault("more_of_options", {})
        for option in options_to_add:
            more[option["OptionName"]] = {
                "Port": option.get("Port"),
                "OptionVersion": option.get("OptionVersion"),
                "DBSecurityGroupMemberships": [
                    {"DBSecurityGroupName": name, "Status": "authorized"}
                    for name in option.get("DBSecurityGroupMemberships") or []
                ],
                "VpcSecurityGroupMemberships": [
                    {"VpcSecurityGroupId": group_id, "Status": "active"}
                    for group_id in option.get("VpcSecurityGroupMemberships") or []
                ],
            }
        add(self, options_to_add)

    def options(self):
        more = self.__dict__.get("more_of_options", {})
        return [{**option, **more.get(option["OptionName"], {})} for option in read.fget(self)]

    rds.OptionGroup.add_options = add_options
    rds.OptionGroup.options = property(options)


def event_subscription_can_be_changed(responses):
    """ModifyEventSubscription, AddSourceIdentifierToSubscription and RemoveSourceIdentifierFromSubscription change it; it
    is enabled unless told otherwise, and its sources have to be there (RDS API reference). moto has none of the three.
    """
    from moto.core.responses import ActionResult
    from moto.rds.exceptions import RDSClientError

    create = responses.RDSResponse.create_event_subscription

    def refuse_source(backend, source_type, source_id):
        kinds = {
            "db-instance": backend.databases,
            "db-parameter-group": backend.db_parameter_groups,
            "db-snapshot": backend.database_snapshots,
        }
        if source_type in kinds and source_id not in kinds[source_type]:
            raise RDSClientError("SourceNotFound", f"Source {source_id} not found.")

    def create_event_subscription(self):
        source_ids = self.params.get("SourceIds") or []
        if source_ids and not self.params.get("SourceType"):
            message = "A source type must be specified when source ids are."
            raise RDSClientError("InvalidParameterCombination", message)
        for source_id in source_ids:
            refuse_source(self.backend, self.params["SourceType"], source_id)
        if self.params.get("Enabled") is None:
            self.params["Enabled"] = True
        answer = create(self)
        subscription = answer.result["EventSubscription"]
        subscription.customer_aws_id = subscription.account_id
        return answer

    def subscription_of(self):
        name = self.params["SubscriptionName"]
        return [*self.backend.describe_event_subscriptions(name)][0]

    def modify_event_subscription(self):
        subscription = subscription_of(self)
        for name in ["sns_topic_arn", "source_type", "event_categories", "enabled"]:
            if self.params.get(name) is not None:
                setattr(subscription, name, self.params[name])
        return ActionResult({"EventSubscription": subscription})

    def add_source_identifier_to_subscription(self):
        subscription = subscription_of(self)
        source_id = self.params["SourceIdentifier"]
        refuse_source(self.backend, subscription.source_type, source_id)
        subscription.source_ids = [*subscription.source_ids, source_id]
        return ActionResult({"EventSubscription": subscription})

    def remove_source_identifier_from_subscription(self):
        subscription = subscription_of(self)
        source_id = self.params["SourceIdentifier"]
        if source_id not in subscription.source_ids:
            raise RDSClientError("SourceNotFound", f"Source {source_id} not found.")
        subscription.source_ids = [one for one in subscription.source_ids if one != source_id]
        return ActionResult({"EventSubscription": subscription})

    responses.RDSResponse.create_event_subscription = create_event_subscription
    responses.RDSResponse.modify_event_subscription = modify_event_subscription
    responses.RDSResponse.add_source_identifier_to_subscription = add_source_identifier_to_subscription
    responses.RDSResponse.remove_source_identifier_from_subscription = remove_source_identifier_from_subscription


def topic_answers_every_attribute(responses):
    """GetTopicAttributes answers what SetTopicAttributes and CreateTopic were given (SNS API reference). moto keeps all
    and answers a few.
    """
    from moto.core.utils import camelcase_to_underscores

    protocols = ["Application", "Firehose", "HTTP", "Lambda", "SQS"]
    feedback = ["FailureFeedbackRoleArn", "SuccessFeedbackRoleArn", "SuccessFeedbackSampleRate"]
    names = [
        "ArchivePolicy",
        "FifoThroughputScope",
        "SignatureVersion",
        "TracingConfig",
        *[f"{protocol}{name}" for protocol in protocols for name in feedback],
    ]
    read = responses.SNSResponse.get_topic_attributes

    def get_topic_attributes(self):
        answer = read(self)
        topic = self.backend.get_topic(self._get_param("TopicArn"))
        for name in names:
            value = getattr(topic, camelcase_to_underscores(name), None)
            if value not in (None, ""):
                answer.result["Attributes"][name] = value
        return answer

    responses.SNSResponse.get_topic_attributes = get_topic_attributes


def topic_refuses_what_does_not_fit(sns):
    """CreateTopic refuses a name that exists with other tags, and SetTopicAttributes a policy that is no JSON (SNS API
    reference, InvalidParameter). moto answers the first topic, and status 500.
    """
    create = sns.SNSBackend.create_topic
    change = sns.SNSBackend.set_topic_attribute

    def create_topic(self, name, attributes=None, tags=None):
        existing = self.topics.get(sns.make_arn_for_topic(self.account_id, name, self.region_name))
        if existing is not None and tags and existing._tags != tags:
            message = "Invalid parameter: Tags Reason: Topic already exists with different tags"
            raise sns.SNSInvalidParameter(message)
        return create(self, name, attributes, tags)

    def set_topic_attribute(self, topic_arn, attribute_name, attribute_value):
        if attribute_name == "policy":
            try:
                json.loads(attribute_value or "")
            except ValueError:
                raise sns.SNSInvalidParameter("Invalid parameter: Policy Error: null") from None
        change(self, topic_arn, attribute_name, attribute_value)

    sns.SNSBackend.create_topic = create_topic
    sns.SNSBackend.set_topic_attribute = set_topic_attribute


def subscription_waits_for_its_confirmation(sns):
    """A subscription of an address (email, HTTP) is pending until its owner confirms it, and Unsubscribe refuses a
    pending one; it ends with its topic, or after 48 hours (SNS API reference, Subscribe, Unsubscribe). An attribute is
    taken away by an empty value. moto confirms each at once, and answers attributes without a value.
    """
    subscribe = sns.SNSBackend.subscribe
    unsubscribe = sns.SNSBackend.unsubscribe
    read = sns.SNSBackend.get_subscription_attributes

    def subscribe_or_wait(self, topic_arn, endpoint, protocol):
        known = self._find_subscription(topic_arn, endpoint, protocol)
        subscription = subscribe(self, topic_arn, endpoint, protocol)
        if known is None and protocol in ("email", "email-json", "http", "https"):
            subscription.attributes.update(PendingConfirmation=True, ConfirmationWasAuthenticated=False)
        return subscription

    def unsubscribe_confirmed(self, subscription_arn):
        subscription = self.subscriptions.get(subscription_arn)
        if subscription is not None and subscription.attributes["PendingConfirmation"]:
            raise sns.SNSInvalidParameter(
                "Invalid parameter: SubscriptionArn Reason: "
                "Cannot unsubscribe a subscription that is pending confirmation"
            )
        unsubscribe(self, subscription_arn)

    def get_subscription_attributes(self, arn):
        attributes = {name: value for name, value in read(self, arn).items() if value not in (None, "", "{}")}
        if "FilterPolicy" not in attributes:
            attributes.pop("FilterPolicyScope", None)
        return attributes

    sns.SNSBackend.subscribe = subscribe_or_wait
    sns.SNSBackend.unsubscribe = unsubscribe_confirmed
    sns.SNSBackend.get_subscription_attributes = get_subscription_attributes


def composite_alarm_is_put(responses):
    """PutCompositeAlarm makes an alarm of a rule on other alarms (CloudWatch API reference). moto describes composite
    alarms and cannot make one. The alarms of the rule have to be there.
    """
    from moto.core.responses import EmptyResult

    parameters = ["ActionsSuppressor", "ActionsSuppressorWaitPeriod", "ActionsSuppressorExtensionPeriod"]
    attributes = ["actions_suppressor", "actions_suppressor_wait_period", "actions_suppressor_extension_period"]

    def put_composite_alarm(self):
        backend = self.cloudwatch_backend
        name = self._get_param("AlarmName")
        rule = self._get_param("AlarmRule")
        missing = [one for one in alarms_of_rule(rule) if one not in backend.alarms]
        if missing:
            listed = ", ".join(missing)
            message = f"Could not save the composite alarm as alarms [{listed}] in the alarm rule do not exist"
            raise responses.ValidationError(message)
        alarm = backend.put_metric_alarm(
            name=name,
            namespace=None,
            metric_name=None,
            comparison_operator=None,
            evaluation_periods=None,
            period=None,
            threshold=None,
            statistic=None,
            description=self._get_param("AlarmDescription"),
            dimensions=[],
            alarm_actions=self._get_param("AlarmActions", []),
            ok_actions=self._get_param("OKActions", []),
            insufficient_data_actions=self._get_param("InsufficientDataActions", []),
            actions_enabled=self._get_bool_param("ActionsEnabled"),
            rule=rule,
            tags=self._get_param("Tags", []),
        )
        for parameter, attribute in zip(parameters, attributes, strict=True):
            setattr(alarm, attribute, self._get_param(parameter))
        return EmptyResult()

    responses.CloudWatchResponse.put_composite_alarm = put_composite_alarm


def alarms_of_rule(rule):
    """Names of the alarms in the rule of a composite alarm: ALARM(name), OK("name"), INSUFFICIENT_DATA(arn)."""
    found = re.findall(r"\b(?:ALARM|OK|INSUFFICIENT_DATA)\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^)\s]+))\s*\)", rule or "")
    names = [double or single or bare for double, single, bare in found]
    return [re.sub(r"^arn:[^:]+:cloudwatch:[^:]*:\d*:alarm:", "", name) for name in names]


def alarm_of_a_composite_alarm_stays(cloudwatch):
    """DeleteAlarms refuses an alarm that a composite alarm depends on, unless that is deleted in the same call
    (CloudWatch API reference, DeleteAlarms: "there is always still a composite alarm that depends on that alarm").
    moto deletes it.
    """
    from moto.cloudwatch.exceptions import ValidationError

    delete = cloudwatch.CloudWatchBackend.delete_alarms

    def delete_alarms(self, alarm_names):
        staying = [one for one in [*self.alarms.values()] if one.rule is not None and one.name not in alarm_names]
        for name in alarm_names:
            if any(name in alarms_of_rule(one.rule) for one in staying):
                message = f"Cannot delete {name} as there are composite alarm(s) depending on it."
                raise ValidationError(message)
        delete(self, alarm_names)

    cloudwatch.CloudWatchBackend.delete_alarms = delete_alarms


def log_group_changes_its_key(responses):
    """AssociateKmsKey and DisassociateKmsKey change the key of a log group; the key has to be there, enabled, and to let
    the service of the region use it (CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS Key
    Management Service"). moto has neither call, and takes any key.
    """
    from moto.logs.exceptions import InvalidParameterException

    create = responses.LogsResponse.create_log_group

    def refuse_key(self, key_arn, log_group_name):
        if key_arn and not may_use_key(self, key_arn):
            backend = self.logs_backend
            arn = f"arn:{backend.partition}:logs:{backend.region_name}:{backend.account_id}:log-group:{log_group_name}"
            message = f"The specified KMS key does not exist or is not allowed to be used with Arn '{arn}'"
            raise InvalidParameterException(message)

    def may_use_key(self, key_arn):
        backend = self.logs_backend
        keys = {key.arn: key for key in all_of("kms", "keys", backend)}
        key = keys.get(key_arn)
        if key is None or key.key_state != "Enabled":
            return False
        allowed = [one for one in statements_of(key.policy) if one.get("Effect") == "Allow"]
        principals = [one.get("Principal") for one in allowed]
        services = [one.get("Service", []) for one in principals if isinstance(one, dict)]
        names = [name for one in services for name in (one if isinstance(one, list) else [one])]
        return any(name in names for name in [f"logs.{backend.region_name}.amazonaws.com", "logs.amazonaws.com"])

    def create_log_group(self):
        refuse_key(self, self._get_param("kmsKeyId"), self._get_param("logGroupName"))
        return create(self)

    def group_of(self):
        group = self.logs_backend.groups.get(self._get_param("logGroupName"))
        if group is None:
            raise responses.ResourceNotFoundException()
        return group

    def associate_kms_key(self):
        group = group_of(self)
        refuse_key(self, self._get_param("kmsKeyId"), group.name)
        group.kms_key_id = self._get_param("kmsKeyId")
        return ""

    def disassociate_kms_key(self):
        group_of(self).kms_key_id = None
        return ""

    responses.LogsResponse.create_log_group = create_log_group
    responses.LogsResponse.associate_kms_key = associate_kms_key
    responses.LogsResponse.disassociate_kms_key = disassociate_kms_key


def budget_can_be_changed_and_tagged(responses):
    """UpdateBudget replaces what a budget says, notifications have subscribers, and a budget has tags (Billing and Cost
    Management API reference, Budgets). moto has none of it. AWS answers an amount with a decimal point.
    """
    from moto.budgets.exceptions import BudgetMissingLimit, DuplicateRecordException, NotFoundException

    add = responses.BudgetsResponse.create_notification
    end = responses.BudgetsResponse.delete_notification

    def with_point(spend):
        amount = str(spend["Amount"])
        return {**spend, "Amount": amount if "." in amount else f"{amount}.0"}

    def usual_period():
        now = datetime.datetime.now(datetime.timezone.utc)
        start = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        return {"Start": int(start.timestamp()), "End": 3706473600}

    def normal(budget):
        if "BudgetLimit" in budget:
            budget["BudgetLimit"] = with_point(budget["BudgetLimit"])
        planned = budget.get("PlannedBudgetLimits")
        if planned:
            budget["PlannedBudgetLimits"] = {start: with_point(spend) for start, spend in planned.items()}
        return budget

    def create_budget(self):
        # What AWS works out of the past, where the amount is to adjust itself, is nothing here.
        budget = self._get_param("Budget")
        if "AutoAdjustData" in budget:
            budget["BudgetLimit"] = {"Amount": "0.0", "Unit": "USD"}
        account_id = self._get_param("AccountId")
        notifications = self._get_param("NotificationsWithSubscribers", [])
        self.backend.create_budget(account_id=account_id, budget=budget, notifications=notifications)
        made = self.backend.budgets[account_id][budget["BudgetName"]]
        made.budget = normal({**made.budget, "TimePeriod": {**usual_period(), **made.budget["TimePeriod"]}})
        made.tags = {one["Key"]: one["Value"] for one in self._get_param("ResourceTags") or []}
        return json.dumps({})

    def budget_of(self, name):
        budget = self.backend.budgets[self._get_param("AccountId")].get(name)
        if budget is None:
            raise NotFoundException(f"Unable to get budget: {name} - the budget doesn't exist.")
        return budget

    def update_budget(self):
        wanted = self._get_param("NewBudget")
        budget = budget_of(self, wanted["BudgetName"])
        if not any(name in wanted for name in ["BudgetLimit", "PlannedBudgetLimits", "AutoAdjustData"]):
            raise BudgetMissingLimit()
        period = {**budget.budget["TimePeriod"], **wanted.get("TimePeriod", {})}
        kept = {"BudgetLimit": budget.budget.get("BudgetLimit")} if "AutoAdjustData" in wanted else {}
        budget.budget = normal({**kept, **wanted, "TimePeriod": period})
        return json.dumps({})

    def create_notification(self):
        budget = budget_of(self, self._get_param("BudgetName"))
        wanted = self._get_param("Notification")
        if any(is_same_notification(one.details, wanted) for one in budget.notifications):
            raise DuplicateRecordException(record_type="notification", record_name=budget.budget["BudgetName"])
        return add(self)

    def notification_of(self):
        budget = budget_of(self, self._get_param("BudgetName"))
        wanted = self._get_param("Notification")
        found = [one for one in budget.notifications if is_same_notification(one.details, wanted)]
        if not found:
            raise NotFoundException("Unable to find the notification - the notification doesn't exist.")
        return found[0]

    def delete_notification(self):
        notification_of(self)
        return end(self)

    def describe_subscribers_for_notification(self):
        return json.dumps({"Subscribers": notification_of(self).subscribers, "NextToken": None})

    def tagged(self):
        arn = self._get_param("ResourceARN")
        account, name = re.match(r"arn:[^:]+:budgets::(\d+):budget/(.+)", arn).groups()
        budget = self.backend.budgets[account].get(name)
        if budget is None:
            raise NotFoundException(f"Resource {arn} does not exist.")
        return budget

    def list_tags_for_resource(self):
        tags = [{"Key": key, "Value": value} for key, value in tagged(self).tags.items()]
        return json.dumps({"ResourceTags": tags})

    def tag_resource(self):
        tagged(self).tags.update({one["Key"]: one["Value"] for one in self._get_param("ResourceTags")})
        return json.dumps({})

    def untag_resource(self):
        budget = tagged(self)
        for key in self._get_param("ResourceTagKeys"):
            budget.tags.pop(key, None)
        return json.dumps({})

    for call in [
        create_budget,
        update_budget,
        create_notification,
        delete_notification,
        describe_subscribers_for_notification,
        list_tags_for_resource,
        tag_resource,
        untag_resource,
    ]:
        setattr(responses.BudgetsResponse, call.__name__, call)


def is_same_notification(one, other):
    """A percentage is what a threshold is unless told otherwise."""
    names = ["NotificationType", "ComparisonOperator", "Threshold"]
    same_type = one.get("ThresholdType", "PERCENTAGE") == other.get("ThresholdType", "PERCENTAGE")
    return same_type and all(one.get(name) == other.get(name) for name in names)


PATCHES = [
    ("moto.iam.models", access_key_may_name_its_account),
    ("moto.ec2.models.instances", primary_interface_ends_with_its_instance),
    ("moto.ec2.models.instances", mapped_root_volume_replaces_the_default),
    ("moto.ec2.models.launch_templates", every_template_version_keeps_its_user_data),
    ("moto.iam.models", managed_policies_of_one_partition),
    ("moto.ec2.models.vpcs", vpc_in_use_stays),
    ("moto.ec2.models.subnets", subnet_in_use_stays),
    ("moto.ec2.models.security_groups", security_group_in_use_stays),
    ("moto.ec2.models.security_groups", description_is_no_part_of_a_rule),
    ("moto.ec2.models.internet_gateways", internet_gateway_in_use_stays),
    ("moto.ec2.models.elastic_ip_addresses", elastic_address_in_use_stays),
    ("moto.ec2.models.elastic_ip_addresses", elastic_address_says_where_it_is_from),
    ("moto.ec2.models.nat_gateways", nat_gateway_is_made_as_by_aws),
    ("moto.ec2.models.nat_gateways", deleted_nat_gateway_lets_go),
    ("moto.ec2.models.route_tables", route_needs_its_nat_gateway),
    ("moto.ec2.models.route_tables", route_exists_once),
    ("moto.ec2.models.managed_prefixes", aws_prefix_list_has_addresses),
    ("moto.ec2.models.vpcs", vpc_endpoint_is_made_as_by_aws),
    ("moto.ec2.models.vpcs", vpc_endpoint_changes_as_by_aws),
    ("moto.ec2.models.vpcs", vpc_endpoint_ends_once),
    ("moto.ec2.responses.vpcs", vpc_endpoint_changes_its_private_dns),
    ("moto.ec2.models.network_acls", network_acl_follows_its_network),
    ("moto.ec2.responses.network_acls", network_acl_entry_keeps_its_icmp_type),
    ("moto.ec2.models.security_groups", every_rule_has_its_description),
    ("moto.ec2.models.security_groups", rule_needs_its_ports),
    ("moto.ec2.models.security_groups", every_part_of_a_rule_can_be_modified),
    ("moto.elbv2.models", protected_load_balancer_stays),
    ("moto.autoscaling.responses", scaling_group_with_instances_stays),
    ("moto.iam.models", policy_in_use_stays),
    ("moto.rds.models", db_subnet_group_in_use_stays),
    ("moto.rds.models", db_subnet_group_keeps_used_subnets),
    ("moto.rds.models", modified_db_subnet_group_stays),
    ("moto.rds.models", each_database_has_its_resource_id),
    ("moto.s3.models", every_bucket_is_encrypted),
    ("moto.kms.responses", kms_key_rotates_in_its_period),
    ("moto.kms.models", keys_of_aws_services_are_managed_by_aws),
    ("moto.kms.responses", kms_key_pending_deletion_is_left_alone),
    ("moto.s3.responses", blocked_encryption_is_answered),
    ("moto.s3.models", bucket_policy_applies_where_it_can_be_told),
    ("moto.s3.models", log_delivery_may_be_allowed_in_any_words),
    ("moto.s3.responses", logging_keeps_its_key_format),
    ("moto.s3.models", lifecycle_rules_stay_as_given),
    ("moto.s3.responses", lifecycle_rules_are_answered),
    ("moto.s3.models", every_bucket_has_its_owner_enforced),
    ("moto.rds.models", option_groups_can_be_listed),
    ("moto.backup.models", backup_vault_takes_its_tags_along),
    ("moto.backup.responses", backup_tags_are_found),
    ("moto.backup.models", backup_plan_is_updated_and_deleted),
    ("moto.backup.responses", backup_plans_have_selections),
    ("moto.acm.models", certificate_is_issued_by_its_records),
    ("moto.acm.models", certificate_in_use_stays),
    ("moto.acm.models", brought_certificate_keeps_its_tags),
    ("moto.acm.responses", certificate_options_can_be_updated),
    ("moto.route53.models", record_set_is_made_once_and_deleted_as_it_is),
    ("moto.wafv2.models", web_acl_is_replaced_by_its_update),
    ("moto.wafv2.models", web_acl_protects_what_is_there),
    ("moto.wafv2.models", web_acl_name_is_taken_in_the_words_of_aws),
    ("moto.wafv2.models", web_acl_logs_to_a_destination_of_its_name),
    ("moto.elbv2.models", secure_listener_has_an_issued_certificate),
    ("moto.elbv2.models", health_check_logs_have_a_bucket),
    ("moto.autoscaling.models", scaling_policy_belongs_to_its_group),
    ("moto.autoscaling.responses", scaling_policy_is_named_with_its_group),
    ("moto.autoscaling.responses", scaling_group_keeps_its_settings),
    ("moto.autoscaling.responses", metrics_collection_can_be_changed),
    ("moto.autoscaling.responses", instance_refresh_replaces_the_instances),
    ("moto.autoscaling.responses", scaling_group_notifies_topics),
    ("moto.rds.models", database_is_made_with_all_its_settings),
    ("moto.rds.models", modified_database_fits_together),
    ("moto.rds.responses", db_parameters_are_reset),
    ("moto.rds.models", db_parameter_group_in_use_stays),
    ("moto.rds.models", option_group_in_use_stays),
    ("moto.rds.models", option_group_is_for_any_version),
    ("moto.rds.models", option_keeps_its_port_and_groups),
    ("moto.rds.responses", event_subscription_can_be_changed),
    ("moto.sns.responses", topic_answers_every_attribute),
    ("moto.sns.models", topic_refuses_what_does_not_fit),
    ("moto.sns.models", subscription_waits_for_its_confirmation),
    ("moto.cloudwatch.responses", composite_alarm_is_put),
    ("moto.cloudwatch.models", alarm_of_a_composite_alarm_stays),
    ("moto.logs.responses", log_group_changes_its_key),
    ("moto.budgets.responses", budget_can_be_changed_and_tagged),
]


def apply_to_loaded():
    """Patches what is loaded by now, each module once. Loading all of them would double the start-up time."""
    for name, patch in [*PATCHES]:
        if name in sys.modules:
            patch(sys.modules[name])
            PATCHES.remove((name, patch))
