"""The environment variables of a function's process: the template's, Lambda's own, and the way to local AWS.

Nothing of the developer's environment gets in, so that no profile, key or proxy of theirs can reach a
function, and a variable that the template forgets is missing here as it would be on AWS.
"""

import os
import uuid
from collections.abc import Mapping

from local.gateway.template import REGION, Function

FAKE_CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_SESSION_TOKEN": "local",
    # Without these an AWS client would go on to read the home folder and ask the network.
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}


def variables(function: Function, *, aws_url: str | None, additions: Mapping[str, str]) -> dict[str, str]:
    """Everything that a process of this function finds in its environment.

    Args:
        aws_url: where every AWS client goes, None where no local AWS runs.
        additions: what only the local stack knows.
    """
    lambda_own = {
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.runtime}",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_mb),
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_VERSION": "1" if function.alias else "$LATEST",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{function.name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": f"local/{uuid.uuid4().hex}",
        "AWS_REGION": REGION,
        "LAMBDA_TASK_ROOT": str(function.code_dir),
        "LANG": "en_US.UTF-8",
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "TZ": ":UTC",
        "_HANDLER": function.handler,
    }
    endpoint = {"AWS_ENDPOINT_URL": aws_url} if aws_url else {}
    return {**function.environment, **lambda_own, **FAKE_CREDENTIALS, **endpoint, **additions}
