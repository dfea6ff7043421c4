"""What a cold start imports: time with and without compiled bytecode, and memory."""

import os
import tempfile
from pathlib import Path

from tests.benchmarks.measure import peak_memory_mb, process_s, table

ROOT = Path(__file__).parents[2]


def run() -> None:
    """Measure and print."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "layers/shared"), str(ROOT)])}
    bare_s = process_s("pass", environment)
    rows = []
    for handler in sorted((ROOT / "functions").glob("*/app.py")):
        name = handler.parent.name
        code = f"import functions.{name}.app"
        process_s(code, environment, runs=1)
        compiled_s = process_s(code, environment)
        with tempfile.TemporaryDirectory() as empty:
            # An empty cache that is never filled: every module is compiled anew, as from a read-only layer.
            plain = {**environment, "PYTHONPYCACHEPREFIX": empty, "PYTHONDONTWRITEBYTECODE": "1"}
            plain_s = process_s(code, plain, runs=3)
        rows.append(
            (
                name,
                (compiled_s - bare_s) * 1000,
                (plain_s - bare_s) * 1000,
                plain_s / compiled_s,
                peak_memory_mb(code, environment),
            )
        )
    head = ["function", "import ms, compiled", "import ms, not compiled", "ratio", "peak MB"]
    table("Importing each handler in a fresh interpreter:", head, rows)
