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
    """Give the name under which a file is served: `portal.css` is `portal.3f2a91bc07.css`."""
    stem, _, extension = name.rpartition(".")
    content = (FOLDER / name).read_bytes()
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{extension}"


def static_path(name: str) -> str:
    """Give the path of one of our files, for templates."""
    return f"/static/{served_name(name)}"


@cache
def _names() -> Mapping[str, str]:
    files = (one for one in FOLDER.iterdir() if one.suffix in CONTENT_TYPES)
    return {served_name(one.name): one.name for one in files}


def read_static(served: str) -> tuple[str, str]:
    """Read a file by its served name: its text and its content type; NotFound for others.

    A file is looked up among ours, never by a path, so a name cannot climb out of the folder.
    """
    name = _names().get(served)
    if name is None:
        raise NotFound
    path = FOLDER / name
    return path.read_text(encoding="utf-8"), CONTENT_TYPES[path.suffix]
