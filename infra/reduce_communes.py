"""Reduce the French communes to what the form looks up: `python -m infra.reduce_communes`.

Takes the npm package `@etalab/decoupage-administratif`, pinned below, and writes
`chalicelib/reference/communes.tsv`: today's communes and the districts of Paris, Lyon and
Marseille, each with its INSEE code, postcodes and population, largest first. The file is committed,
so that nothing is fetched when Raccordo is built, deployed or run.
"""

import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from chalicelib.reference.communes import FILE, fold

PACKAGE = "@etalab/decoupage-administratif"
VERSION = "6.0.0"
YEAR = 2026
KINDS = ("commune-actuelle", "arrondissement-municipal")
HEADING = (
    f"# Communes of France, {YEAR}: folded name, name, INSEE code, postcodes, population.",
    f"# Source: npm package {PACKAGE} {VERSION} (MIT), from the official geographic code of INSEE",
    "# and the postcodes of La Poste (Licence Ouverte 2.0). Reduced by infra/reduce_communes.py.",
)


def fetch_communes(folder: Path) -> list[dict[str, object]]:
    """Fetch the pinned package into `folder` and read its communes."""
    command = ["npm", "pack", "--silent", f"{PACKAGE}@{VERSION}"]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    with tarfile.open(folder / done.stdout.strip().splitlines()[-1]) as package:
        member = package.extractfile("package/data/communes.json")
        if member is None:
            raise FileNotFoundError("communes.json")
        return list(json.load(member))


def reduce_communes(communes: list[dict[str, object]]) -> str:
    """Write the lines of the file: what has a postcode, largest first, then by INSEE code."""
    kept = [one for one in communes if one["type"] in KINDS and one.get("codesPostaux")]
    kept.sort(key=lambda one: (-_population(one), str(one["code"])))
    return "\n".join((*HEADING, *map(_line, kept))) + "\n"


def _population(commune: dict[str, object]) -> int:
    return int(str(commune.get("population", 0)))


def _line(commune: dict[str, object]) -> str:
    name, postcodes = str(commune["nom"]), commune["codesPostaux"]
    if not isinstance(postcodes, list):
        raise TypeError(commune["code"])
    parts = (fold(name), name, commune["code"], ",".join(postcodes), _population(commune))
    return "\t".join(map(str, parts))


def main() -> None:
    """Fetch, reduce and write."""
    with tempfile.TemporaryDirectory() as folder:
        text = reduce_communes(fetch_communes(Path(folder)))
    FILE.write_text(text, encoding="utf-8")
    sys.stdout.write(f"wrote {FILE.name}: {text.count(chr(10))} lines\n")


if __name__ == "__main__":
    main()
