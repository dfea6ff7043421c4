"""What ``sam build`` made: is everything in it, nothing else, and how large is it?

``python -m local.sam.built FOLDER`` prints the sizes, and exits with 1 where a budget is exceeded.
"""

import io
import sys
import zipfile
from pathlib import Path

MOST_MB = {"DependenciesLayer": 120.0, "SharedLayer": 8.0}
"""Unpacked, with bytecode. Lambda takes 250 MB of a function and its layers (Lambda quotas)."""

MOST_MB_OF_A_FUNCTION = 0.1
NOT_DEPLOYED = ("boto3", "botocore", "moto", "pytest", "local", "tests")
"""The runtime brings boto3; the rest is for developers."""


def main(folder: Path) -> int:
    """Returns the exit status."""
    parts = sorted(path for path in folder.iterdir() if path.is_dir())
    troubles = [trouble for part in parts for trouble in troubles_of(part)]
    for part in parts:
        unpacked, packed = size_mb(part), zipped_mb(part)
        print(f"  {part.name:32} {unpacked:7.2f} MB of {budget_mb(part):.1f}, {packed:6.2f} MB packed")
    for trouble in troubles:
        print(trouble, file=sys.stderr)
    if not parts:
        print(f"Nothing is built in {folder}.", file=sys.stderr)
    return 1 if troubles or not parts else 0


def troubles_of(part: Path) -> list[str]:
    """What is wrong with one layer or function, a line each."""
    found = []
    if size_mb(part) > budget_mb(part):
        found.append(f"{part.name} is larger than its budget of {budget_mb(part)} MB")
    top = part / "python" if (part / "python").is_dir() else part
    found += [f"{part.name} has {name}, which is not deployed" for name in NOT_DEPLOYED if (top / name).exists()]
    bare = [
        file for file in part.rglob("*.py") if not any((file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"))
    ]
    if bare:
        found.append(f"{part.name} has {len(bare)} modules without bytecode, such as {bare[0].relative_to(part)}")
    return found


def budget_mb(part: Path) -> float:
    """What a layer or function may take, unpacked."""
    return MOST_MB.get(part.name, MOST_MB_OF_A_FUNCTION)


def size_mb(part: Path) -> float:
    """What it takes, unpacked."""
    return sum(file.stat().st_size for file in part.rglob("*") if file.is_file()) / 1e6


def zipped_mb(part: Path) -> float:
    """What it takes on its way to Lambda."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in part.rglob("*"):
            if file.is_file():
                archive.write(file, file.relative_to(part))
    return len(packed.getvalue()) / 1e6


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
