"""Cookies that a stranger wrote: read as nothing, never as a failure."""

import pytest

from chalicelib.web.cookies import Flash, read_flash, write_flash


@pytest.mark.parametrize("value", ["abc.é", "é.abc", ".", "abc", "abc.\ud800", "😀.😀"])
def test_a_message_that_is_not_ours_is_no_message(value: str) -> None:
    assert read_flash(value, "secret") is None


def test_our_own_message_is_read_back() -> None:
    assert read_flash(write_flash(Flash("Bonjour"), "secret"), "secret") == Flash("Bonjour")
