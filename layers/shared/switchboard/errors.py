"""What may go wrong outside this code, as types.

A type below says that the outside world did something that is expected to happen; any other exception
that escapes is a mistake of ours. Messages carry no personal data, no token and no body: what a caller is
told is decided in ``runtime/problems.py``, by type.

    SwitchboardError
    ├── CrmError
    │   ├── CrmUnavailable      no connection, or 5xx
    │   ├── CrmTimeout          no answer within the time left
    │   ├── CrmLimitReached     daily or concurrent request limit
    │   ├── CrmLoginRefused     wrong or disabled credentials
    │   ├── CrmNotVisible       an object or field is missing or hidden from the integration user
    │   └── CrmRefused          any other refusal
    ├── StoreUnavailable        DynamoDB or SQS did not do what was asked
    └── ConfigurationError      a secret or setting is missing or malformed
"""


class SwitchboardError(Exception):
    """Something outside this code is not as we need it."""


class ConfigurationError(SwitchboardError):
    """A secret, setting or parameter is missing or malformed. The message names it, never its value."""


class StoreUnavailable(SwitchboardError):
    """A table or queue could not be reached or refused. The message is AWS's error code."""


class CrmError(SwitchboardError):
    """Salesforce did not do what was asked.

    Args:
        code: Salesforce's error code, or a short word of ours where it gave none.
        status: HTTP status, 0 where no answer came.
        names: object and field names that the answer spoke of; never values.
        retry_after_s: when asking again makes sense, if known.
    """

    def __init__(
        self, code: str, *, status: int = 0, names: tuple[str, ...] = (), retry_after_s: float | None = None
    ) -> None:
        super().__init__(f"{code} (HTTP {status})" if status else code)
        self.code = code
        self.status = status
        self.names = names
        self.retry_after_s = retry_after_s


class CrmUnavailable(CrmError):
    """Salesforce cannot be reached or answers 5xx. Later may be better."""


class CrmTimeout(CrmError):
    """Salesforce did not answer within the time left."""


class CrmLimitReached(CrmError):
    """The org's daily or concurrent request limit, or its rate limit, is reached."""


class CrmLoginRefused(CrmError):
    """The login was refused: an operator has to look at the secret, the app or its user."""


class CrmNotVisible(CrmError):
    """An object or field that the rules name does not exist or is hidden from the integration user."""


class CrmRefused(CrmError):
    """Salesforce refused the request for another reason; repeating it unchanged is useless."""
