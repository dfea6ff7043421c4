"""Imports run one way, and handlers start light."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "layers/shared/switchboard"
CAPABILITIES = {"screen_pop", "activity", "contact_intake", "dialing", "desk", "reconcile"}
OUTSIDE = {"admin", "cxone", "runtime", "salesforce", "stores", "web"}
VENDORS = {"boto3", "botocore", "requests", "urllib3", "simple_salesforce", "aws_lambda_powertools"}
OUTER = {*(f"switchboard.{name}" for name in OUTSIDE), "functions"}


def imported(module: Path) -> set[str]:
    """Every module that a file imports, anywhere in it."""
    nodes = list(ast.walk(ast.parse(module.read_text())))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    froms = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return plain | froms


def within(names: set[str], packages: set[str]) -> set[str]:
    return {name for name in names if any(f"{name}.".startswith(f"{package}.") for package in packages)}


def modules_in(*packages: str) -> list[Path]:
    return sorted(module for package in packages for module in (PACKAGE / package).rglob("*.py"))


CORE = [
    module
    for module in sorted(PACKAGE.rglob("*.py"))
    if module.relative_to(PACKAGE).parts[0] not in CAPABILITIES | OUTSIDE
]
INNER = [*CORE, *modules_in(*CAPABILITIES)]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("module", INNER, ids=name_of)
def test_capabilities_know_no_vendor_and_nothing_outside_them(module: Path) -> None:
    assert not within(imported(module), VENDORS | OUTER)


@pytest.mark.parametrize("module", CORE, ids=name_of)
def test_the_core_knows_no_capability(module: Path) -> None:
    assert not within(imported(module), {f"switchboard.{name}" for name in CAPABILITIES})


@pytest.mark.parametrize("module", modules_in("salesforce", "cxone", "stores", "web"), ids=name_of)
def test_vendor_packages_do_not_know_the_runtime(module: Path) -> None:
    assert not within(imported(module), {"switchboard.runtime", "functions"})


@pytest.mark.parametrize(
    "module", sorted([*PACKAGE.rglob("*.py"), *(ROOT / "functions").rglob("*.py")]), ids=name_of
)
def test_deployed_code_knows_neither_the_local_stack_nor_tests(module: Path) -> None:
    assert not within(imported(module), {"local", "tests", "moto"})


@pytest.mark.parametrize("module", sorted(PACKAGE.rglob("__init__.py")), ids=name_of)
def test_a_package_holds_no_code_of_its_own(module: Path) -> None:
    body = ast.parse(module.read_text()).body
    assert all(isinstance(node, ast.Expr | ast.Import | ast.ImportFrom) for node in body)


@pytest.mark.parametrize("handler", sorted((ROOT / "functions").glob("*/app.py")), ids=name_of)
def test_a_handler_is_a_page_at_most_or_a_few_lines_for_each_route(handler: Path) -> None:
    text = handler.read_text()
    assert len(text.splitlines()) <= max(80, 30 + 7 * text.count("@app."))


def modules_after(statement: str) -> set[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "layers/shared"), str(ROOT)]),
    }
    run = subprocess.run(
        [sys.executable, "-c", f"{statement}; import sys; print(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    )
    return set(run.stdout.split())


@pytest.mark.parametrize(
    "function",
    [
        "screen_pop",
        "health",
        "contact_events",
        "activities",
        "contact_reconciler",
        "agent_directory",
        "agent_desk",
        "agent_events",
        "agent_sessions",
        "click_to_dial",
        "desk_contacts",
        "desk_directory",
    ],
)
def test_a_handler_starts_without_what_it_may_not_need(function: str) -> None:
    heavy = {"simple_salesforce", "zeep", "lxml", "jwt", "moto", "aws_xray_sdk"}
    assert not modules_after(f"import functions.{function}.app") & heavy
