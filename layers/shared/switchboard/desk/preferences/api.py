"""A user's settings as they are sent and answered: all of them, always."""

from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, StrictInt, StringConstraints, model_validator

from switchboard.desk.session.api import PhoneText, VendorId
from switchboard.desk.wire import WireModel

Percent = Annotated[StrictInt, Field(ge=0, le=100)]


class SoundSettings(WireModel):
    """What is to be heard."""

    enabled: StrictBool = True
    volume: Percent = 70
    incoming_contact: StrictBool = True
    message: StrictBool = True
    commitment: StrictBool = True
    agent_leg: StrictBool = False


class LogInSettings(WireModel):
    """How the user logs in. Where they work is what a log-in with ``remember`` keeps: one place, not two."""

    station_id: VendorId | None = None
    phone_number: PhoneText | None = None
    automatic: StrictBool = Field(default=False, description="Whether a panel that opens logs the agent in.")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.station_id and self.phone_number:
            raise ValueError("stationId and phoneNumber exclude each other")
        if self.automatic and not (self.station_id or self.phone_number):
            raise ValueError("automatic needs stationId or phoneNumber")
        return self


class PanelSettings(WireModel):
    """What is chosen beside the log-in; kept as one document."""

    automatic_log_in: StrictBool = False
    tooltips: StrictBool = True
    log_level: Literal["error", "warning", "info", "debug"] = "warning"
    sounds: SoundSettings = SoundSettings()


class SettingsRequest(WireModel):
    """All settings; what is left out is as for a new user."""

    log_in: LogInSettings = LogInSettings()
    tooltips: StrictBool = True
    log_level: Literal["error", "warning", "info", "debug"] = "warning"
    sounds: SoundSettings = SoundSettings()


class ShownLogIn(WireModel):
    """How the user logs in."""

    station_id: str | None
    phone_number: str | None = Field(description="As CXone shows stations.")
    automatic: bool = Field(description="False without a station or number, whatever was chosen.")


class SettingsAnswer(WireModel):
    """All settings."""

    log_in: ShownLogIn
    tooltips: bool
    log_level: Annotated[str, StringConstraints(max_length=10)]
    sounds: SoundSettings
