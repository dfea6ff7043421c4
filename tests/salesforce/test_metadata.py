"""Every metadata file is what the Metadata API takes.

``metadata_types.json`` holds those of the Metadata API's types that stand in the files, as the WSDL has them:
members in their order, ``?`` for optional and ``[]`` for repeated ones; enumerations as lists. It is drawn from
the npm package @salesforce/types 1.9.0 (Apache License 2.0), which Salesforce generates from that WSDL.
"""

import json
import re
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

import pytest

from tests.salesforce.project import (
    CLASSES,
    PLACEHOLDER,
    PROJECT,
    VARIANTS,
    all_of,
    credential,
    members,
    metadata_files,
    permission_set,
    plain,
    read,
    settings,
    template,
    texts,
)

TYPES = json.loads((Path(__file__).parent / "metadata_types.json").read_text())
KINDS = {
    "callCenter": ("callCenters", "CallCenter"),
    "cls": ("classes", "ApexClass"),
    "eca": ("externalClientApps", "ExternalClientApplication"),
    "ecaGlblOauth": ("extlClntAppGlobalOauthSets", "ExtlClntAppGlobalOauthSettings"),
    "ecaOauth": ("extlClntAppOauthSettings", "ExtlClntAppOauthSettings"),
    "ecaOauthPlcy": ("extlClntAppOauthPolicies", "ExtlClntAppOauthConfigurablePolicies"),
    "ecaPlcy": ("extlClntAppPolicies", "ExtlClntAppConfigurablePolicies"),
    "externalCredential": ("externalCredentials", "ExternalCredential"),
    "externalServiceRegistration": ("externalServiceRegistrations", "ExternalServiceRegistration"),
    "field": ("fields", "CustomField"),
    "namedCredential": ("namedCredentials", "NamedCredential"),
    "permissionset": ("permissionsets", "PermissionSet"),
}
"""Suffix to folder and type (Salesforce CLI, metadata registry)."""

FILES = metadata_files()
SCALARS = {"string": ".*", "boolean": "true|false", "number": r"\d+(\.\d+)?"}
SECRETS = {"consumerKey", "consumerSecret", "certificate", "awsAccessKey", "awsAccessSecret", "password"}


def problems(element: ElementTree.Element, kind: str, path: str) -> list[str]:
    """What is wrong with an element of a type."""
    known = TYPES[kind]
    if isinstance(known, list):
        return [] if element.text in known else [f"{path}: {element.text} is none of {known}"]
    names = [plain(child) for child in element]
    if unknown := sorted(set(names) - set(known)):
        return [f"{path}: no such member: {', '.join(unknown)}"]
    found = [
        f"{path}: {name} is missing"
        for name, member in known.items()
        if not member.endswith(("?", "[]")) and name not in names
    ]
    found += [
        f"{path}: {name} stands more than once"
        for name in set(names)
        if names.count(name) > 1 and not known[name].endswith("[]")
    ]
    if names != sorted(names, key=list(known).index):
        found.append(f"{path}: members are not in the order of the WSDL: {names}")
    for child in element:
        name = plain(child)
        member = known[name].removesuffix("?").removesuffix("[]")
        if member not in SCALARS:
            found += problems(child, member, f"{path}/{name}")
        elif len(child) or not re.fullmatch(SCALARS[member], child.text or "", re.DOTALL):
            found.append(f"{path}/{name}: {child.text!r} is no {member}")
    return found


@pytest.mark.parametrize("file", FILES, ids=str)
def test_a_file_is_of_the_type_that_its_name_and_folder_say(file: Path) -> None:
    suffix = file.name.removesuffix("-meta.xml").rpartition(".")[2]
    folder, kind = KINDS[suffix]
    assert file.parent.name == folder
    assert read(PROJECT / file).tag == f"{{http://soap.sforce.com/2006/04/metadata}}{kind}"


@pytest.mark.parametrize("file", FILES, ids=str)
def test_a_file_is_as_the_wsdl_has_its_type(file: Path) -> None:
    root = read(PROJECT / file)
    assert problems(root, plain(root), plain(root)) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("<label>A</label><label>B</label>", "stands more than once"),
        ("<lable>A</lable>", "no such member"),
        ("<description>A</description>", "label is missing"),
        ("<label>A</label><hasActivationRequired>true</hasActivationRequired>", "not in the order"),
        ("<hasActivationRequired>yes</hasActivationRequired><label>A</label>", "is no boolean"),
        ("<label>A</label><userPermissions><name>A</name></userPermissions>", "enabled is missing"),
    ],
)
def test_what_the_wsdl_does_not_have_is_seen(change: str, problem: str) -> None:
    root = ElementTree.fromstring(f"<PermissionSet>{change}</PermissionSet>")  # noqa: S314 - our own text
    assert any(problem in one for one in problems(root, "PermissionSet", "PermissionSet"))


@pytest.mark.parametrize("file", FILES, ids=str)
def test_no_file_holds_a_secret(file: Path) -> None:
    held = {plain(one): one.text for one in read(PROJECT / file).iter() if plain(one) in SECRETS}
    assert held in ({}, {"certificate": "{SWITCHBOARD_CERTIFICATE}"})


def test_the_api_version_is_the_one_that_the_stack_calls() -> None:
    version = template()["Parameters"]["SalesforceApiVersion"]["Default"]
    assert settings()["sourceApiVersion"] == version
    assert {read(path).findtext("{*}apiVersion") for path in CLASSES.glob("*-meta.xml")} == {version}


def test_every_class_has_its_description_and_the_other_way_round() -> None:
    assert {path.name + "-meta.xml" for path in CLASSES.glob("*.cls")} == {
        path.name for path in CLASSES.glob("*-meta.xml")
    }


def test_every_file_lies_in_a_package_directory() -> None:
    folders = [PurePosixPath(one["path"]) for one in settings()["packageDirectories"]]
    assert all((PROJECT / folder).is_dir() for folder in folders)
    assert [file for file in FILES if not any(file.is_relative_to(folder) for folder in folders)] == []


@pytest.mark.parametrize("file", FILES, ids=str)
def test_every_placeholder_is_replaced_on_deployment_and_each_replacement_has_one(file: Path) -> None:
    wanted = {one["stringToReplace"] for one in settings()["replacements"] if _matches(file, one["glob"])}
    assert set(PLACEHOLDER.findall((PROJECT / file).read_text())) == wanted


def _matches(file: Path, glob: str) -> bool:
    before, _, after = glob.partition("**/")
    return file.as_posix().startswith(before) and PurePosixPath(file.name).match(after)


def test_values_come_from_variables_of_the_placeholders_own_names() -> None:
    by_value = {one["stringToReplace"]: one.get("replaceWithEnv") for one in settings()["replacements"]}
    assert by_value.pop("{SWITCHBOARD_OPENAPI}") is None
    assert all(placeholder == f"{{{variable}}}" for placeholder, variable in by_value.items())


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize(
    ("named", "external", "principal", "holder"),
    [
        ("Switchboard", "Switchboard_AWS", "Agents", "Switchboard_Agent"),
        ("Switchboard_Operations", "Switchboard_Operations_AWS", "Operators", "Switchboard_Operator"),
    ],
)
def test_who_may_call_leads_from_permission_set_to_principal_to_named_credential(
    variant: str, named: str, external: str, principal: str, holder: str
) -> None:
    parameters = [members(one) for one in all_of(credential(external, variant), "externalCredentialParameters")]
    assert [one["parameterName"] for one in parameters if one["parameterType"] == "NamedPrincipal"] == [principal]
    assert {"parameterName": "AwsService", "parameterType": "AuthParameter", "parameterValue": "execute-api"} in (
        parameters
    )
    assert texts(permission_set(holder), "externalCredentialPrincipalAccesses/externalCredentialPrincipal") == [
        f"{external}-{principal}"
    ]
    credential_file = PROJECT / f"main/default/namedCredentials/{named}.namedCredential-meta.xml"
    assert texts(read(credential_file), "namedCredentialParameters/externalCredential") == [external]


def test_text_that_a_user_wrote_is_never_read_as_a_formula_of_the_credential() -> None:
    for file in (PROJECT / "main/default/namedCredentials").iterdir():
        root = read(file)
        assert texts(root, "allowMergeFieldsInBody") == texts(root, "allowMergeFieldsInHeader") == ["false"]
