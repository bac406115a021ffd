"""Cookies that a stranger wrote: read as nothing, never as a failure."""

import base64
import json

import pytest

from chalicelib.web.cookies import Flash, read_flash, sign, write_flash

STAGES = "the stage's own"


def encoded(plain: str) -> str:
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def signed(plain: str) -> str:
    """What only the stage can write into a browser's cookie."""
    text = encoded(plain)
    return f"{text}.{sign(STAGES, 'flash', f'{text}.secret')}"


@pytest.mark.parametrize("value", ["abc.é", "é.abc", ".", "abc", "abc.\ud800", "😀.😀"])
def test_a_message_that_is_not_ours_is_no_message(value: str) -> None:
    assert read_flash(value, "secret", STAGES) is None


def test_our_own_message_is_read_back() -> None:
    value = write_flash(Flash("Bonjour"), "secret", STAGES)
    assert read_flash(value, "secret", STAGES) == Flash("Bonjour")
    assert read_flash(value, "secret-of-another-browser", STAGES) is None
    assert read_flash(value, "secret", "of another stage") is None


@pytest.mark.parametrize("text_of", ["{text}", "{text}.secret", "secret.{text}", ""])
@pytest.mark.parametrize("purpose", ["flash", "csrf"])
def test_a_browser_cannot_write_itself_a_message_by_its_own_secret(
    text_of: str, purpose: str
) -> None:
    text = encoded(json.dumps(["done", "Bonjour", {}]))
    value = f"{text}.{sign('secret', purpose, text_of.format(text=text))}"
    assert read_flash(value, "secret", STAGES) is None


def test_without_the_stages_secret_nothing_is_believed() -> None:
    text = encoded(json.dumps(["done", "Bonjour", {}]))
    assert read_flash(f"{text}.{sign('', 'flash', f'{text}.secret')}", "secret", "") is None


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
    assert read_flash(signed(plain), "secret", STAGES) is None


def test_a_message_of_ours_in_the_same_hand_is_read() -> None:
    assert read_flash(signed(json.dumps(["done", "Bonjour", {}])), "secret", STAGES) == Flash(
        "Bonjour"
    )
