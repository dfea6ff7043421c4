"""``python -m local.salesforce_org``: an org as a process of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import jwt
import requests

from local.salesforce_org.auth.oauth import JWT_BEARER

DATA_MODULE = """
RECORDS = {"Contact": [{"LastName": "Roe", "Phone": "(781) 300-3549"}]}
"""


def test_it_serves_until_it_is_told_to_stop(tmp_path: Path) -> None:
    # Given a module with records, and files for what a client has to know
    (tmp_path / "org_records.py").write_text(DATA_MODULE)
    ca_file, app_file = tmp_path / "ca.pem", tmp_path / "app.json"
    command = [
        *(sys.executable, "-m", "local.salesforce_org", "--port", "0", "--data", "org_records"),
        *("--ca-file", str(ca_file), "--app-file", str(app_file), "--seed", "here"),
    ]
    path = os.pathsep.join([*sys.path, str(tmp_path)])
    with subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            # When a client logs in with the key of the app
            assert process.stdout is not None
            url = process.stdout.readline().split()[-1]
            app = json.loads(app_file.read_text())
            assert app["login_url"] == url
            claims = {
                "iss": app["client_id"],
                "sub": app["username"],
                "aud": "https://login.salesforce.com",
                "exp": int(time.time()) + 60,
            }
            assertion = jwt.encode(claims, app["private_key"], algorithm="RS256")
            with requests.Session() as session:
                session.trust_env = False
                session.verify = str(ca_file)
                form = {"grant_type": JWT_BEARER, "assertion": assertion}
                login = session.post(f"{url}/services/oauth2/token", data=form, timeout=10).json()
                session.headers["Authorization"] = f"Bearer {login['access_token']}"
                query = {"q": "SELECT LastName FROM Contact"}
                rows = session.get(f"{url}/services/data/v66.0/query", params=query, timeout=10).json()
            # Then it finds the records
            assert [row["LastName"] for row in rows["records"]] == ["Roe"]
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
