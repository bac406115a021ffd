"""The texts that clients sign."""

from dataclasses import replace
from datetime import date

from chalicelib.subscription.texts import TEXTS, TextId, find_text, texts_on

SIGNED_SO_FAR = {
    ("adhesion", "2026-01"): "00229b839665e4950b1914586ce81b57a4139761b33028229ee77c1628a1ccd7",
    ("mandate", "2026-01"): "c9debd662c2d1f60436a07b5454473d68d6e7d48ddee66ea6db7c680eb87a647",
    (
        "supplier_change",
        "2026-01",
    ): "75e8594719e88ae8cc32032e2388c94f76080a0368701e113f5c765aeb09812b",
    ("early_start", "2026-01"): "90c34967c8f698c344f0faf378bb4bd3063947ca91d737342706e5ff972cb271",
}
"""A wording that may have been signed never changes: a change is a new version."""


def test_no_wording_has_changed_since_it_could_be_signed() -> None:
    assert {(text.text_id, text.version): text.sha256 for text in TEXTS} == SIGNED_SO_FAR


def test_each_version_of_a_text_is_there_once() -> None:
    keys = [(text.text_id, text.version) for text in TEXTS]
    assert len(keys) == len(set(keys))


def test_the_change_of_supplier_is_asked_of_who_has_a_contract_only() -> None:
    on = date(2026, 11, 21)
    without = texts_on(on, has_contract=False, is_consumer=False)
    assert [text.text_id for text in without] == [TextId.ADHESION, TextId.MANDATE]
    with_one = texts_on(on, has_contract=True, is_consumer=False)
    assert [text.text_id for text in with_one][2:] == [TextId.SUPPLIER_CHANGE]


def test_an_early_start_is_asked_of_consumers_only() -> None:
    on = date(2026, 11, 21)
    consumer = texts_on(on, has_contract=False, is_consumer=True)
    assert [text.text_id for text in consumer][2:] == [TextId.EARLY_START]


def test_one_changed_letter_changes_the_hash() -> None:
    text = TEXTS[0]
    assert replace(text, consent=text.consent + " ").sha256 != text.sha256


def test_what_was_signed_is_found_word_for_word() -> None:
    assert find_text("mandate", "2026-01") == TEXTS[1]
    assert find_text("mandate", "1999-01") is None
