"""Reading an agent's row, whatever version wrote it."""

from typing import Any

import pytest

from switchboard.agent.identity import Agent
from switchboard.agent.mapping import DirectoryAgent
from switchboard.cxone.agents import agent_of_row

ADA = Agent("10021", "5f0c6e2a", "Ada", "Brenner", "3301", "Service", "ada@example.com")
ROW: dict[str, Any] = {
    "agentId": "10021",
    "userId": "5f0c6e2a",
    "firstName": "Ada",
    "lastName": "Brenner",
    "teamId": "3301",
    "teamName": "Service",
    "emailAddress": "ada@example.com",
    "isActive": True,
    "federatedId": "ada@idp",
    "crmUserName": "ada@sf",
}

READ = [
    pytest.param({}, DirectoryAgent(ADA, "ada@sf", "ada@idp"), id="as documented"),
    pytest.param({"isActive": None}, DirectoryAgent(ADA, "ada@sf", "ada@idp"), id="nobody says whether active"),
    pytest.param({"isActive": False}, DirectoryAgent(ADA, "ada@sf", "ada@idp", False), id="inactive"),
    pytest.param({"isActive": "False"}, DirectoryAgent(ADA, "ada@sf", "ada@idp", False), id="inactive as text"),
    pytest.param({"crmUserName": None, "federatedId": ""}, DirectoryAgent(ADA), id="known by the address alone"),
    pytest.param({"crmUserName": "a\ud800"}, DirectoryAgent(ADA, "a?", "ada@idp"), id="half a character"),
    pytest.param({"agentId": None}, None, id="no id"),
    pytest.param({"agentId": "x"}, None, id="not an id"),
]


@pytest.mark.parametrize(("changes", "read"), READ)
def test_a_row_is_read(changes: dict[str, Any], read: DirectoryAgent | None) -> None:
    assert agent_of_row({**ROW, **changes}) == read


def test_names_are_read_in_any_case() -> None:
    assert agent_of_row({name.upper(): value for name, value in ROW.items()}) == agent_of_row(ROW)
