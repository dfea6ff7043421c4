"""Call center definitions keep the rules of Open CTI, and say the same in both forms (Open CTI guide, call center
definition files)."""

import json
import re
from xml.etree import ElementTree

import pytest

from tests.salesforce.project import PROJECT, all_of, members, read, texts

MODES = {
    "SwitchboardBoth": "Classic_and_Lightning",
    "SwitchboardClassic": "Classic",
    "SwitchboardLightning": "Lightning",
}


def imported(name: str) -> ElementTree.Element:
    return read(PROJECT / "import" / f"{name}.callCenter.xml")


def items(root: ElementTree.Element) -> dict[str, str]:
    return {one.attrib["name"]: one.text or "" for one in root.iterfind("section/item")}


def test_there_is_one_of_each_kind_in_both_forms() -> None:
    assert {path.name.partition(".")[0] for path in (PROJECT / "import").iterdir()} == set(MODES)
    assert {path.name.partition(".")[0] for path in (PROJECT / "call-centers/callCenters").iterdir()} == set(MODES)


@pytest.mark.parametrize(("name", "mode"), MODES.items())
def test_a_file_can_be_imported(name: str, mode: str) -> None:
    root = imported(name)
    (section,) = root
    assert (root.tag, section.attrib["name"]) == ("callCenter", "reqGeneralInfo")
    assert [one.attrib["sortOrder"] for one in section] == [str(place) for place in range(len(section))]
    assert [one.attrib["name"] for one in section][:2] == ["reqInternalName", "reqDisplayName"]
    values = items(root)
    assert values["reqInternalName"] == name
    assert re.fullmatch("[A-Za-z][A-Za-z0-9]{0,39}", name)
    assert values["reqAdapterUrl"].startswith("https://")
    assert values["reqUseApi"] == "true"
    assert 240 <= int(values["reqSoftphoneHeight"]) <= 2560
    assert 200 <= int(values["reqSoftphoneWidth"]) <= 1920
    assert values["reqSalesforceCompatibilityMode"] == mode


@pytest.mark.parametrize("name", MODES)
def test_the_form_that_is_deployed_says_the_same(name: str) -> None:
    root = read(PROJECT / "call-centers/callCenters" / f"{name}.callCenter-meta.xml")
    values = items(imported(name))
    (address,) = texts(root, "adapterUrl")
    assert [values.pop("reqInternalName"), values.pop("reqDisplayName")] == [name, *texts(root, "displayName")]
    assert {**values, "reqAdapterUrl": address} == {
        one["name"]: one["value"] for one in map(members, all_of(root, "sections/items"))
    }
    del values["reqAdapterUrl"]
    assert json.loads(texts(root, "customSettings")[0]) == values
