"""What may go wrong outside this code, as types.

A type below says that the outside world did something that is expected to happen; any other exception
that escapes is a mistake of ours. Messages carry no personal data, no token and no body: what a caller is
told is decided in ``runtime/problems.py``, by type.

    SwitchboardError
    ├── VendorError
    │   ├── CrmError                Salesforce
    │   │   ├── CrmUnavailable      no connection, or 5xx
    │   │   ├── CrmTimeout          no answer within the time left
    │   │   ├── CrmLimitReached     daily or concurrent request limit
    │   │   ├── CrmLoginRefused     wrong or disabled credentials
    │   │   ├── CrmNotVisible       an object or field is missing or hidden from the integration user
    │   │   └── CrmRefused          any other refusal
    │   └── CcError                 CXone, the contact centre
    │       ├── CcUnavailable       no connection, or 5xx
    │       ├── CcTimeout           no answer within the time left
    │       ├── CcLimitReached      too many requests
    │       ├── CcLoginRefused      wrong or disabled credentials
    │       ├── CcNotFound          there is no such thing
    │       ├── CcSessionGone       the agent's session is over, or its id is no longer good
    │       ├── CcConflict          not in the state that it is in
    │       └── CcRefused           any other refusal
    ├── BadCursor                   a cursor that no page of the list gave
    ├── StoreUnavailable            DynamoDB or SQS did not do what was asked
    └── ConfigurationError          a secret or setting is missing or malformed
"""

from dataclasses import dataclass


class SwitchboardError(Exception):
    """Something outside this code is not as we need it."""


class ConfigurationError(SwitchboardError):
    """A secret, setting or parameter is missing or malformed. The message names it, never its value."""


class BadCursor(SwitchboardError):
    """A cursor that no page of the list gave."""


class StoreUnavailable(SwitchboardError):
    """A table or queue could not be reached or refused. The message is AWS's error code."""


class VendorError(SwitchboardError):
    """Salesforce or CXone did not do what was asked.

    Args:
        code: the vendor's error code, or a short word of ours where it gave none.
        status: HTTP status, 0 where no answer came.
        retry_after_s: when asking again makes sense, if known.

    Attributes:
        unsent: whether it is known that the request never left.
    """

    def __init__(self, code: str, *, status: int = 0, retry_after_s: float | None = None) -> None:
        super().__init__(f"{code} (HTTP {status})" if status else code)
        self.code = code
        self.status = status
        self.retry_after_s = retry_after_s
        self.unsent = False

    @property
    def nothing_done(self) -> bool:
        """Whether it is proved that the request had no effect: it never left, or was answered with a refusal."""
        return self.unsent or (400 <= self.status < 500 and self.status != 408)


class CrmError(VendorError):
    """Salesforce did not do what was asked.

    Args:
        names: object and field names that the answer spoke of; never values.
    """

    def __init__(
        self, code: str, *, status: int = 0, names: tuple[str, ...] = (), retry_after_s: float | None = None
    ) -> None:
        super().__init__(code, status=status, retry_after_s=retry_after_s)
        self.names = names


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


class CcError(VendorError):
    """CXone did not do what was asked.

    Args:
        text: CXone's own sentence, such as "Invalid skillId". It is no part of the message: it may repeat what
            was sent.
    """

    def __init__(self, code: str, *, status: int = 0, text: str = "", retry_after_s: float | None = None) -> None:
        super().__init__(code, status=status, retry_after_s=retry_after_s)
        self.text = text


class CcUnavailable(CcError):
    """CXone cannot be reached or answers 5xx. Later may be better."""


class CcTimeout(CcError):
    """CXone did not answer within the time left."""


class CcLimitReached(CcError):
    """CXone was asked too often."""


class CcLoginRefused(CcError):
    """The login was refused: an operator has to look at the secret, the access key or its user."""


class CcNotFound(CcError):
    """CXone knows no such contact, agent or skill."""


class CcSessionGone(CcError):
    """The agent's session is over, or the id that it was called by is no longer good. Nothing was done."""


class CcConflict(CcError):
    """What was asked for does not fit the present state, such as holding a call that is over."""


class CcRefused(CcError):
    """CXone refused the request for another reason; repeating it unchanged is useless."""


@dataclass(frozen=True, slots=True)
class ErrorFamily:
    """The types in which one vendor's troubles are told, for code that serves both.

    Args:
        vendor: its name, for logs.
    """

    vendor: str
    unavailable: type[VendorError]
    timeout: type[VendorError]
    login_refused: type[VendorError]


CRM_ERRORS = ErrorFamily("salesforce", CrmUnavailable, CrmTimeout, CrmLoginRefused)
CC_ERRORS = ErrorFamily("cxone", CcUnavailable, CcTimeout, CcLoginRefused)
