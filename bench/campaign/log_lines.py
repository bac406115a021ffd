"""Every line that a run logs, searched for what is personal as it is written."""

import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout

from bench.campaign.figures import Figures
from bench.campaign.made_people import PERSONAL
from chalicelib.logs.invocation import AddContext
from chalicelib.logs.json_lines import JsonLines

SECRET = re.compile(r"[\w-]{20,}")
WORDS = re.compile(
    "|".join([*map(re.escape, PERSONAL), r"06 ?12 ?\d\d ?\d\d ?\d\d"]), re.IGNORECASE
)
LINES, FOUND = "log lines", "personal in logs"


class Searched(logging.Handler):
    """Writes each line as Lambda's runtime does, and looks for persons and secrets in it."""

    def __init__(self, figures: Figures, secrets: set[str]) -> None:
        """`secrets` may grow while lines are written."""
        super().__init__(logging.INFO)
        self._figures, self._secrets = figures, secrets
        self.setFormatter(JsonLines())
        self.addFilter(AddContext())

    def emit(self, record: logging.LogRecord) -> None:
        """Look at one line."""
        self.look_at(self.format(record))

    def look_at(self, line: str) -> None:
        """Count a line, and what is personal in it."""
        self._figures.add(LINES)
        found = WORDS.search(line) or next(
            (one for one in SECRET.finditer(line) if one.group() in self._secrets), None
        )
        if found:
            self._figures.wrong(FOUND, f"{found.group()} in {line}")


class Printed(io.TextIOBase):
    """The standard output, on which the line that ends an invocation is written."""

    def __init__(self, searched: Searched) -> None:
        """Keep who looks at each line."""
        self._searched = searched

    def write(self, text: str) -> int:
        """Look at what is written, a line at a time."""
        for line in text.splitlines():
            if line.startswith("{"):
                self._searched.look_at(line)
        return len(text)


@contextmanager
def search_lines(figures: Figures, secrets: set[str]) -> Iterator[None]:
    """Search every line of ours at INFO and of libraries at WARNING, as on AWS."""
    root, ours = logging.getLogger(), logging.getLogger("chalicelib")
    kept = (root.level, ours.level, list(root.handlers), logging.root.manager.disable)
    searched = Searched(figures, secrets)
    root.handlers[:] = [searched]
    root.setLevel(logging.WARNING)
    ours.setLevel(logging.INFO)
    logging.disable(logging.NOTSET)
    try:
        with redirect_stdout(Printed(searched)):
            yield
    finally:
        root.setLevel(kept[0])
        ours.setLevel(kept[1])
        root.handlers[:] = kept[2]
        logging.disable(kept[3])
