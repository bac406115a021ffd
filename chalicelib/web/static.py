"""Our own files: style, scripts, pictures as SVG; served under a name that holds their content.

A name changes with the content, so browsers keep a file for ever and never ask again.
"""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from chalicelib.refusals import NotFound

FOLDER = Path(__file__).parents[2] / "templates" / "static"
FOREVER = "public, max-age=31536000, immutable"

CONTENT_TYPES: Mapping[str, str] = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
"""What we serve: text only, for API Gateway would have to be taught binary types."""


@cache
def served_name(name: str) -> str:
    """Give the name under which a file is served: `portal.css` is `portal.3f2a91bc07.css`.

    A folder becomes part of the name: `examples/mairie.svg` begins with `examples-mairie`.
    """
    stem, _, extension = name.replace("/", "-").rpartition(".")
    content = (FOLDER / name).read_bytes()
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{extension}"


def static_path(name: str) -> str:
    """Give the path of one of our files, for templates."""
    return f"/static/{served_name(name)}"


@cache
def _names() -> Mapping[str, str]:
    files = (one for one in FOLDER.rglob("*") if one.suffix in CONTENT_TYPES)
    names = (one.relative_to(FOLDER).as_posix() for one in files)
    return {served_name(name): name for name in names}


def read_static(served: str) -> tuple[str, str]:
    """Read a file by its served name: its text and its content type; NotFound for others.

    A file is looked up among ours, never by a path, so a name cannot climb out of the folder.
    """
    name = _names().get(served)
    if name is None:
        raise NotFound
    path = FOLDER / name
    return path.read_text(encoding="utf-8"), CONTENT_TYPES[path.suffix]
