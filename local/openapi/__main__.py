"""``make openapi``: write the documents, unless they break what the ones before promise."""

import json
import sys
from pathlib import Path

from local.openapi.breaking import broken
from local.openapi.document import Document, document
from local.openapi.flow import flow_document
from local.openapi.functions import read

ROOT = Path(__file__).parents[2]
FILE = ROOT / "salesforce" / "openapi.json"
FLOW_FILE = ROOT / "salesforce" / "openapi-flow.json"


def documents() -> dict[Path, Document]:
    """What the files have to hold, from the functions as they are."""
    whole = document(read(ROOT))
    return {FILE: whole, FLOW_FILE: flow_document(whole)}


def text_of(one: Document) -> str:
    """A document as it stands in its file."""
    return json.dumps(one, indent=1, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    """Returns the exit status: 1 when something would break and was not accepted."""
    made = documents()
    breaks = [
        f"{file.name}: {line}"
        for file, one in made.items()
        if file.exists()
        for line in broken(json.loads(file.read_text()), one)
    ]
    for line in breaks:
        print(line)
    if breaks and "--accept" not in arguments:
        print("This breaks callers of the contract as it is. To write it all the same: make openapi ACCEPT=1")
        return 1
    for file, one in made.items():
        file.write_text(text_of(one))
        print(f"{file.relative_to(ROOT)}: {sum(len(path) for path in one['paths'].values())} operations")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
