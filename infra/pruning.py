"""What a Lambda never reads, by list: it leaves the zip before it is weighed.

Each line says which library it is of. A test imports every library from the pruned zip.
"""

import shutil
from pathlib import Path

# Tables of places, carriers and time zones: 38 MB that only phonenumbers' geocoder reads.
FOLDERS = (
    "phonenumbers/geodata",
    "phonenumbers/carrierdata",
    "phonenumbers/tzdata",
    "holidays/countries",  # but those of KEPT
    "babel/locale-data",  # but those of KEPT
    "pycparser",  # cffi's compiler of C, not its run time
    "cffi",  # idem; _cffi_backend stays
    "lxml/includes",
    "lxml/isoschematron",
    "lxml/html",
    "font_source_sans_pro/files",  # but those of KEPT
    "fontTools/ufoLib",  # sources of letters, merging, other formats: a receipt embeds and cuts
    "fontTools/voltLib",
    "fontTools/merge",
    "fontTools/mtiLib",
    "fontTools/qu2cu",
    "fontTools/diff",
    "bin",
)

KEPT = {
    "babel/locale-data": {
        "root.dat", "fr.dat", "fr_FR.dat", "pt.dat", "pt_BR.dat", "en.dat", "en_US.dat", "en_001.dat",
    },
    "holidays/countries": {"__init__.py", "france.py", "brazil.py"},
    "font_source_sans_pro/files": {
        "SourceSansPro-Regular.ttf", "SourceSansPro-Bold.ttf", "LICENSE.txt",
    },
}  # fmt: skip

# Tests, type stubs, sources of C, installation records.
FOLDER_NAMES = {"tests", "test", "testing", "__pycache__"}
SUFFIXES = {".pyi", ".pyx", ".pxd", ".c", ".h", ".cpp", ".po", ".a"}
HOLIDAY_LANGUAGES = {"fr", "pt_BR", "en_US"}


def prune(tree: Path) -> None:
    """Remove from an unpacked zip what no Lambda reads."""
    for folder in FOLDERS:
        _empty(tree / folder, KEPT.get(folder, set()))
    _forget_other_countries(tree / "holidays" / "countries")
    _prune_languages(tree / "holidays" / "locale")
    for path in sorted(tree.rglob("*"), reverse=True):
        _prune_by_name(path)


def _empty(folder: Path, kept: set[str]) -> None:
    if not kept:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for entry in folder.iterdir():
        if entry.name not in kept:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def _forget_other_countries(folder: Path) -> None:
    """Keep of the countries' table of contents the lines of the countries that are kept."""
    contents = folder / "__init__.py"
    modules = tuple(
        f"from holidays.countries.{Path(kept).stem} " for kept in KEPT["holidays/countries"]
    )
    lines = contents.read_text().splitlines(keepends=True) if contents.exists() else []
    contents.write_text("".join(line for line in lines if line.startswith(modules)))


def _prune_languages(folder: Path) -> None:
    for language in folder.iterdir() if folder.is_dir() else ():
        if language.name not in HOLIDAY_LANGUAGES:
            shutil.rmtree(language)


def _prune_by_name(path: Path) -> None:
    if path.is_dir() and path.name in FOLDER_NAMES:
        shutil.rmtree(path)
    elif path.is_file() and (path.suffix in SUFFIXES or path.name in {"RECORD", "py.typed"}):
        path.unlink()
