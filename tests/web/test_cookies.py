"""Cookies that a stranger wrote: read as nothing, never as a failure."""

import base64
import json

import pytest

from chalicelib.web.cookies import Flash, read_flash, sign, write_flash


def signed(plain: str) -> str:
    """What whoever knows the secret of a browser can write into its cookie."""
    text = base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")
    return f"{text}.{sign('secret', 'flash', text)}"


@pytest.mark.parametrize("value", ["abc.é", "é.abc", ".", "abc", "abc.\ud800", "😀.😀"])
def test_a_message_that_is_not_ours_is_no_message(value: str) -> None:
    assert read_flash(value, "secret") is None


def test_our_own_message_is_read_back() -> None:
    assert read_flash(write_flash(Flash("Bonjour"), "secret"), "secret") == Flash("Bonjour")


@pytest.mark.parametrize(
    "plain",
    [
        "nothing",
        "[]",
        '["done"]',
        '["done", 7, {}]',
        '["done", "Bonjour", []]',
        '["else", "Bonjour", {}]',
        '["done", "Bonjour", {"name": {"deep": 1}}]',
        "[" * 1400,
    ],
)
def test_a_message_of_another_shape_is_no_message_whoever_signed_it(plain: str) -> None:
    assert read_flash(signed(plain), "secret") is None


def test_a_message_of_ours_in_the_same_hand_is_read() -> None:
    assert read_flash(signed(json.dumps(["done", "Bonjour", {}])), "secret") == Flash("Bonjour")
