"""The methods that dataclasses write for themselves, compiled beforehand in the deployed zip.

A frozen dataclass writes the source of its methods at import and has it compiled then: no bytecode
file knows of it, and it was an eighth of a cold start, a fifth of one that validates. Packaging
notes each source that `dataclasses` hands to `exec`, and leaves its code beside the application;
here the same source finds it. Another source, or another interpreter, is compiled as ever.
"""

import dataclasses
import hashlib
import marshal
from collections.abc import Mapping
from importlib._bootstrap_external import MAGIC_NUMBER
from pathlib import Path
from types import CodeType

FILE = Path(__file__).parents[1] / "dataclass_code.bin"
"""Where packaging leaves the code: at the root of the zip."""

type Codes = Mapping[bytes, bytes]


def digest_of(source: str) -> bytes:
    """Give the key under which a source's code is kept."""
    return hashlib.sha256(source.encode()).digest()


def write_codes(sources: frozenset[str], target: Path) -> None:
    """Compile sources as `exec` would, and write them: the same bytes for the same sources."""
    codes = {
        digest_of(one): marshal.dumps(compile(one, "<string>", "exec")) for one in sorted(sources)
    }
    target.write_bytes(MAGIC_NUMBER + marshal.dumps(codes))


def read_codes(path: Path = FILE) -> Codes:
    """Read what packaging left for this interpreter; nothing where it left nothing."""
    content = path.read_bytes() if path.exists() else b""
    if not content.startswith(MAGIC_NUMBER):
        return {}
    found: Codes = marshal.loads(content[len(MAGIC_NUMBER) :])  # noqa: S302 # our own zip's, as its bytecode is
    return found


def use_codes(codes: Codes) -> None:
    """Let `dataclasses` find the code of a source among `codes`; an empty mapping changes nothing."""
    if not codes:
        return

    def run(source: str, scope: dict[str, object], names: dict[str, object]) -> None:
        known = codes.get(digest_of(source))
        code: CodeType | str = marshal.loads(known) if known else source  # noqa: S302 # idem
        exec(code, scope, names)  # noqa: S102 # what dataclasses does with it

    dataclasses.__dict__["exec"] = run
