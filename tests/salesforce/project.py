"""The Salesforce project as its files say."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).parents[2]
PROJECT = ROOT / "salesforce"
CLASSES = PROJECT / "main/default/classes"
VARIANTS = ("access-key", "sts", "roles-anywhere")
"""Ways to sign, of which an org has one."""

_NAMESPACE = "{http://soap.sforce.com/2006/04/metadata}"
PLACEHOLDER = re.compile(r"\{SWITCHBOARD_[A-Z_]+\}")


def settings() -> dict[str, Any]:
    """The project file of the Salesforce CLI."""
    return json.loads((PROJECT / "sfdx-project.json").read_text())  # type: ignore[no-any-return]


def read(path: Path) -> ElementTree.Element:
    """A file's root."""
    return ElementTree.fromstring(path.read_text())  # noqa: S314 - our own file


def metadata_files() -> list[Path]:
    """Every file that the Salesforce CLI deploys, relative to the project."""
    return sorted(path.relative_to(PROJECT) for path in PROJECT.rglob("*-meta.xml"))


def plain(element: ElementTree.Element) -> str:
    """The element's name. Metadata has one namespace; import files have none."""
    return element.tag.removeprefix(_NAMESPACE)


def all_of(root: ElementTree.Element, path: str) -> Iterator[ElementTree.Element]:
    """The elements of a path such as ``objectPermissions/object``."""
    return iter(root.findall("/".join(_NAMESPACE + step for step in path.split("/"))))


def texts(root: ElementTree.Element, path: str) -> list[str]:
    """Their texts."""
    return [element.text or "" for element in all_of(root, path)]


def members(element: ElementTree.Element) -> dict[str, str]:
    """The texts of an element's children, by name."""
    return {plain(child): child.text or "" for child in element}


def permission_set(name: str, folder: str = "main/default") -> ElementTree.Element:
    """A permission set."""
    return read(PROJECT / folder / "permissionsets" / f"{name}.permissionset-meta.xml")


def credential(name: str, variant: str) -> ElementTree.Element:
    """An external credential, in one way to sign."""
    return read(PROJECT / "credentials" / variant / "externalCredentials" / f"{name}.externalCredential-meta.xml")


def apex(name: str) -> str:
    """The source of a class."""
    return (CLASSES / f"{name}.cls").read_text()


def template() -> dict[str, Any]:
    """The stack's template."""
    return yaml_parse((ROOT / "template.yaml").read_text())  # type: ignore[no-any-return]


def routes() -> set[tuple[str, str]]:
    """Method and path of the routes that ask for a signature; ``*`` for what stands in braces."""
    found = set()
    for resource in template()["Resources"].values():
        for event in resource.get("Properties", {}).get("Events", {}).values():
            if event["Type"] == "HttpApi" and "Auth" not in event["Properties"]:
                path = re.sub(r"\{\w+\}", "*", event["Properties"]["Path"])
                found.add((event["Properties"]["Method"], path))
    return found
