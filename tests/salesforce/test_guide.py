"""The guide for admins speaks of what is there."""

import re
from pathlib import Path

import pytest

from tests.salesforce.project import PROJECT, ROOT, metadata_files, permission_set, settings, texts

GUIDE = (ROOT / "docs/setting-up-salesforce.md").read_text()
NAMED = [file for file in metadata_files() if file.name.partition(".")[2].startswith(("permissionset", "named"))]


def test_every_variable_that_a_deployment_needs_is_explained_and_no_other() -> None:
    needed = {one["replaceWithEnv"] for one in settings()["replacements"] if "replaceWithEnv" in one}
    assert set(re.findall(r"SWITCHBOARD_[A-Z_]+", GUIDE)) == needed


def test_every_folder_and_file_that_is_named_exists() -> None:
    named = re.findall(r"--source-dir ([\w/.-]+[\w])", GUIDE) + re.findall(r"`(import/[\w.]+)`", GUIDE)
    assert len(named) >= 9
    assert [one for one in named if not (PROJECT / one).exists()] == []


def test_every_package_directory_is_spoken_of() -> None:
    assert [one["path"] for one in settings()["packageDirectories"] if one["path"] not in GUIDE] == []


@pytest.mark.parametrize("file", NAMED, ids=str)
def test_permission_sets_and_named_credentials_are_spoken_of_by_name(file: Path) -> None:
    assert f"`{file.name.partition('.')[0]}`" in GUIDE


def test_every_action_is_spoken_of_by_its_label() -> None:
    labels = {
        label
        for path in (PROJECT / "main/default/classes").glob("*.cls")
        for label in re.findall(r"@InvocableMethod\(\s*label='([^']*)'", path.read_text())
    }
    assert len(labels) == 3
    assert [label for label in labels if f"**{label}**" not in GUIDE] == []


def test_the_rights_of_the_integration_user_are_all_named() -> None:
    words = {
        "ActivitiesAccess": "Access Activities",
        "ApiEnabled": "API Enabled",
        "ApiUserOnly": "API Only User",
        "EditTask": "Edit Tasks",
    }
    root = permission_set("Switchboard_Integration")
    assert set(texts(root, "userPermissions/name")) == set(words)
    assert [word for word in words.values() if f"*{word}*" not in GUIDE] == []


def test_links_inside_the_guide_lead_somewhere() -> None:
    headings = {
        re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", GUIDE, re.MULTILINE)
    }
    assert [link for link in re.findall(r"\]\(#([^)]*)\)", GUIDE) if link not in headings] == []
