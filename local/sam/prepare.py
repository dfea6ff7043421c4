"""A built template made fit for ``sam local``: every variable filled in as on the local stack.

``sam local`` resolves neither ``GetAtt`` nor names of resources, and passes only variables that the template has.
"""

import platform
import shutil
from pathlib import Path

import yaml

from local.gateway import cloudformation
from local.gateway.runtime import FAKE_CREDENTIALS
from local.stack.local_stack import LocalStack

CA_FILE = "local-ca.pem"
"""In the shared layer, which lies under /opt."""

_PROCESSORS = {"aarch64": "arm64", "arm64": "arm64"}
_LAMBDAS_OWN = ("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE", "AWS_EC2_METADATA_DISABLED")


def prepared(stack: LocalStack, built: Path) -> Path:
    """Write the template beside the built one, and return its path.

    Args:
        built: the folder that ``sam build`` made.
    """
    template = cloudformation.read(built / "template.yaml")
    template["Parameters"]["Architecture"]["Default"] = _PROCESSORS.get(platform.machine(), "x86_64")
    shutil.copy(stack.ca_file, built / "SharedLayer" / CA_FILE)
    own = {"SWITCHBOARD_CA_FILE": f"/opt/{CA_FILE}", "AWS_ENDPOINT_URL": stack.aws_url}
    own |= {name: FAKE_CREDENTIALS[name] for name in _LAMBDAS_OWN}
    for logical_id, function in stack.functions.items():
        properties = template["Resources"][logical_id]["Properties"]
        properties["Environment"] = {"Variables": {**function.environment, **own}}
    path = built / "local.yaml"
    path.write_text(yaml.safe_dump(template, sort_keys=False))
    return path
