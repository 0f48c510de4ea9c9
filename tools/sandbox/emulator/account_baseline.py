"""What an account has before anything is deployed into it, put there by its administrator.

Not through the API of AWS: that gives a hosted zone an id of its own choice, and settings name one that is known.
"""

import threading

LOCK = threading.Lock()


def prepare(baseline, patches):
    """Adds what is missing, and leaves alone what is there: a run prepares the account each time that it begins."""
    with LOCK:
        for zone in baseline["hostedZones"]:
            add_hosted_zone(baseline["accountId"], zone, patches)
        for policy in baseline["policies"]:
            add_policy(baseline["accountId"], policy, patches)


def add_hosted_zone(account_id, zone, patches):
    from moto.route53.models import route53_backends

    patches.apply_to_loaded()
    backend = route53_backends[account_id]["aws"]
    if zone["id"] in backend.zones:
        return
    # As Route 53 keeps it, with the dot of the root.
    made = backend.create_hosted_zone(zone["name"].rstrip(".") + ".", private_zone=False)
    del backend.zones[made.resource_id]
    made.resource_id = zone["id"]
    backend.zones[made.resource_id] = made


def add_policy(account_id, policy, patches):
    from moto.iam.models import iam_backends

    patches.apply_to_loaded()
    backend = iam_backends[account_id]["aws"]
    arn = f"arn:aws:iam::{account_id}:policy{policy['path']}{policy['name']}"
    known = backend.managed_policies.get(arn)
    if known is not None and known.versions[0].document == policy["document"]:
        return
    backend.managed_policies.pop(arn, None)
    backend.create_policy("", policy["path"], policy["document"], policy["name"], [])
