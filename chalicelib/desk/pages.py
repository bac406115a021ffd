"""The agents' acts on many cases at once: what will happen, then what became of each."""

from chalicelib.desk import pages_batches
from chalicelib.desk.blueprints import pages
from chalicelib.web.partials import expect

__all__ = ["pages", "pages_batches"]


def _open() -> None:
    from chalicelib.desk.words import list_acts
    from chalicelib.web.partials import provide

    provide("list_acts", list_acts)


expect("list_acts", _open)
