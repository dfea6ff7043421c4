"""The org as jsforce sees it: a client of another language, written against the real Salesforce."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.local.salesforce_org.support import Api

JSFORCE = "jsforce@3.8.2"
"""Later ones (3.10 was tried) bring an HTTP client that does not start on Node.js 20."""
SCRIPT = Path(__file__).with_name("drive_jsforce.js")
INSTALL_TIMEOUT_S = 60
RUN_TIMEOUT_S = 60


@pytest.fixture(scope="session")
def jsforce_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder outside the repository with jsforce in it; skips where it cannot be had."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("node and npm are needed to drive the org with jsforce")
    folder = tmp_path_factory.mktemp("jsforce")
    (folder / "package.json").write_text('{"private": true}')
    command = [npm, "install", JSFORCE, "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=0"]
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=INSTALL_TIMEOUT_S, check=False
        )
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm could not install {JSFORCE} within {INSTALL_TIMEOUT_S} s")
    if done.returncode:
        pytest.skip(f"npm could not install {JSFORCE}: {done.stderr.strip()[-200:]}")
    yield folder
    # A hundred megabytes that pytest would keep for three runs
    shutil.rmtree(folder / "node_modules")


def test_jsforce_logs_in_reads_writes_and_searches(api: Api, jsforce_folder: Path, ca_file: Path) -> None:
    # Given more events than fit one page
    api.org.load({"Event": [{"Subject": str(number)} for number in range(2_100)]})
    script = jsforce_folder / SCRIPT.name
    shutil.copy(SCRIPT, script)
    # When jsforce does what its documentation shows
    app = api.org.app
    done = subprocess.run(
        ["node", str(script), api.url, app.client_id, app.client_secret],
        env={"PATH": os.environ["PATH"], "NODE_EXTRA_CA_CERTS": str(ca_file)},
        capture_output=True,
        text=True,
        timeout=RUN_TIMEOUT_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    # Then it sees what it would see of Salesforce
    results = json.loads(done.stdout)
    assert {"Contact", "Policy__c"} <= set(results.pop("objects"))
    assert results == {
        "instanceUrl": api.url,
        "subtype": False,
        "account": "Acme",
        "paged": 2_100,
        "found": ["Doe", "Roe"],
        "searched": ["Doe", "Roe"],
        "subject": "two",
        "many": ["ok", "ok", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"],
        "upserted": [False, True],
        "upsertedOne": False,
        "read": ["a", "b"],
        "destroyed": [True],
        "left": 3,
        "malformed": "MALFORMED_QUERY",
        "deleted": "ENTITY_IS_DELETED",
        "usage": 1_000_000,
    }
