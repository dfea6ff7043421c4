"""One request outside any session: for logins and for what has to be known before one."""

import time
from typing import Any, Literal

import requests
import urllib3

from switchboard.effort import asking
from switchboard.errors import ErrorFamily
from switchboard.web.answers import read_body

CONNECT_TIMEOUT_S = 1.0
READ_TIMEOUT_S = 4.0
_LEAST_S = 0.01


def ask_once(
    method: Literal["GET", "POST"],
    url: str,
    errors: ErrorFamily,
    *,
    within_s: float,
    ca_file: str | None,
    **options: Any,
) -> requests.Response:
    """The answer, whatever its status. Redirects are not followed: they would carry the secret elsewhere.

    Args:
        errors: the vendor's family.
        within_s: the whole time there is.
        ca_file: PEM file to trust instead of the public authorities, or None.
        options: as ``requests.request`` takes them.

    Raises:
        VendorError: ``timeout`` where no answer came in time, ``unavailable`` where there is no connection.
    """
    began = time.monotonic()
    limits = (max(_LEAST_S, min(CONNECT_TIMEOUT_S, within_s)), max(_LEAST_S, min(READ_TIMEOUT_S, within_s)))
    with requests.Session() as session, asking(f"{errors.vendor}_login"):
        session.trust_env = False
        try:
            answer = session.request(
                method, url, timeout=limits, verify=ca_file or True, allow_redirects=False, stream=True, **options
            )
            read_body(answer, within_s=limits[1] - (time.monotonic() - began))
        except (requests.Timeout, urllib3.exceptions.TimeoutError):
            raise errors.timeout("LOGIN_TIMED_OUT") from None
        except requests.exceptions.SSLError:
            raise errors.unavailable("CERTIFICATE") from None
        except (requests.RequestException, urllib3.exceptions.HTTPError):
            raise errors.unavailable("NO_CONNECTION") from None
    return answer
