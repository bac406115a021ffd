"""What a Lambda never reads, by list: it leaves the zip before it is weighed.

Each line says which library it is of. A test imports every library from the pruned zip.
"""

import shutil
from pathlib import Path

from infra.locale_data import cut_locale_data

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
    "dns",  # email-validator's questions to the network, which are never asked
    "packaging",  # pikepdf's encoder of JBIG2
    "pikepdf/pdfa",  # the making of archives
    "pydantic/v1",  # the former pydantic
    "pylibmagic/pkgconfig",
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

# What a library loads only for what is never asked of it: other formats of pictures, the drawing of
# letters, the speed of what happens once a receipt (the Python beside each does the same), lists of
# numbers of other trades, copies of one file under three names.
PATTERNS = (
    "fontTools/**/*.so",
    "lxml/objectify.*.so",  # pikepdf writes a document's metadata by lxml.etree alone
    "lxml/sax.*.so",
    "lxml/builder.*.so",
    *(
        f"PIL/{name}.*.so"
        for name in ("_avif", "_webp", "_imagingft", "_imagingmath", "_imagingtk")
    ),
    *(
        f"pillow.libs/lib{name}*"
        for name in ("avif", "webp", "sharpyuv", "freetype", "harfbuzz", "brotli", "png16")
    ),
    "pylibmagic/libmagic.la",
    "pylibmagic/libmagic.so",
    "pylibmagic/libmagic.so.1.0.0",  # the loader asks for libmagic.so.1
    "stdnum/*.dat",
    "stdnum/*/*.dat",
)

# Countries whose identifiers are looked at: other folders of stdnum go.
STDNUM_COUNTRIES = {"fr", "br", "eu", "iso7064"}

# Tests, type stubs, sources of C, installation records.
FOLDER_NAMES = {"tests", "test", "testing", "__pycache__"}
SUFFIXES = {".pyi", ".pyx", ".pxd", ".pxi", ".c", ".h", ".cpp", ".po", ".a"}
HOLIDAY_LANGUAGES = {"fr", "pt_BR", "en_US"}


def prune(tree: Path) -> None:
    """Remove from an unpacked zip what no Lambda reads."""
    for folder in FOLDERS:
        _empty(tree / folder, KEPT.get(folder, set()))
    _forget_other_countries(tree / "holidays" / "countries")
    _prune_languages(tree / "holidays" / "locale")
    _prune_folders(tree / "stdnum", STDNUM_COUNTRIES)
    for pattern in PATTERNS:
        for path in tree.glob(pattern):
            path.unlink()
    cut_locale_data(tree / "babel")
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
    _prune_folders(folder, HOLIDAY_LANGUAGES)


def _prune_folders(folder: Path, kept: set[str]) -> None:
    for entry in folder.iterdir() if folder.is_dir() else ():
        if entry.is_dir() and entry.name not in kept:
            shutil.rmtree(entry)


def _prune_by_name(path: Path) -> None:
    if path.is_dir() and path.name in FOLDER_NAMES:
        shutil.rmtree(path)
    elif path.is_file() and (path.suffix in SUFFIXES or path.name in {"RECORD", "py.typed"}):
        path.unlink()
