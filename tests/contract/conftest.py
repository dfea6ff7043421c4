"""The documents as the functions give them now, made once."""

from pathlib import Path

import pytest

from local.openapi.__main__ import FILE, FLOW_FILE, documents
from local.openapi.document import Document


@pytest.fixture(scope="session")
def made() -> dict[Path, Document]:
    return documents()


@pytest.fixture(scope="session")
def whole(made: dict[Path, Document]) -> Document:
    return made[FILE]


@pytest.fixture(scope="session")
def flow(made: dict[Path, Document]) -> Document:
    return made[FLOW_FILE]
