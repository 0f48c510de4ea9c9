"""Where moto 5.2.3, the pinned version, differs from AWS in a way that a layer meets.

One function a difference: it says what AWS does, and takes the module of moto that it changes. When moto is raised,
take each out of PATCHES and run the tests: what stays green without it is no longer needed.
"""

import sys


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


PATCHES = [
    ("moto.ec2.models.instances", primary_interface_ends_with_its_instance),
    ("moto.ec2.models.instances", mapped_root_volume_replaces_the_default),
    ("moto.ec2.models.launch_templates", every_template_version_keeps_its_user_data),
    ("moto.iam.models", managed_policies_of_one_partition),
]


def apply_to_loaded():
    """Patches what is loaded by now, each module once. Loading all of them would double the start-up time."""
    for name, patch in [*PATCHES]:
        if name in sys.modules:
            patch(sys.modules[name])
            PATCHES.remove((name, patch))
