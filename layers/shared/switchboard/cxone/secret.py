"""How Switchboard logs in to CXone, as kept in Secrets Manager.

Both flows act as the user to whom the access key belongs. There is no client-credentials grant that reaches a
tenant's data.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, TypeAdapter

from switchboard.secret_document import read_secret

HttpsUrl = Annotated[str, StringConstraints(pattern=r"^https://[A-Za-z0-9.-]+(:\d+)?/?$")]
ISSUER = "https://cxone.niceincontact.com"
"""The ordinary issuer, for tenants of RingCentral too (unconfirmed). FedRAMP and sovereign regions have others."""


class OAuthAccessKey(BaseModel):
    """An access key at the issuer's token endpoint, with an OAuth client.

    Args:
        client_in: whether the client goes as HTTP Basic or into the form; which of them a tenant takes besides
            the first is unconfirmed.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    flow: Literal["oauth_access_key"]
    issuer: HttpsUrl = ISSUER
    client_id: str = Field(min_length=1)
    client_secret: SecretStr = Field(min_length=1)
    client_in: Literal["header", "form"] = "header"
    access_key_id: str = Field(min_length=1)
    access_key_secret: SecretStr = Field(min_length=1)


class AccessKey(BaseModel):
    """An access key alone, at the endpoint of the tenant's area.

    Args:
        area: such as ``na1``; that the host of every area is named alike is unconfirmed.
        login_url: takes the place of the area's host.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    flow: Literal["access_key"]
    issuer: HttpsUrl = ISSUER
    area: str = Field(default="na1", pattern=r"^[a-z]{2,10}\d{0,3}$")
    login_url: HttpsUrl | None = None
    access_key_id: str = Field(min_length=1)
    access_key_secret: SecretStr = Field(min_length=1)

    @property
    def endpoint(self) -> str:
        """Where the key is shown."""
        host = (self.login_url or f"https://{self.area}.nice-incontact.com").rstrip("/")
        return f"{host}/authentication/v1/token/access-key"


CxoneSecret = OAuthAccessKey | AccessKey
_SECRET: TypeAdapter[CxoneSecret] = TypeAdapter(Annotated[CxoneSecret, Field(discriminator="flow")])


def parse_cxone_secret(text: str) -> CxoneSecret:
    """The secret.

    Raises:
        ConfigurationError: naming the fields that are wrong, without their values.
    """
    return read_secret(_SECRET, text, "CXone")
