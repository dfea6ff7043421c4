"""Settings come from the template, or say what is missing."""

import pytest

from switchboard.errors import ConfigurationError
from switchboard.runtime.settings import Settings

COMPLETE = {name.upper(): name for name in Settings.__slots__}


def test_every_setting_is_the_variable_of_its_name() -> None:
    settings = Settings.from_environment({**COMPLETE, "OTHER": "x"})
    assert all(getattr(settings, name) == name for name in Settings.__slots__)


def test_everything_missing_is_named_at_once() -> None:
    with pytest.raises(ConfigurationError, match="PHONE_REGION, RULES_TABLE"):
        Settings.from_environment(
            {name: value for name, value in COMPLETE.items() if name not in {"PHONE_REGION", "RULES_TABLE"}}
        )
