"""French elides before a vowel: a place that may hold « Enedis » follows no bare « de » or « que »."""

import re

from babel.messages.pofile import read_po

from local.messages import TEMPLATE

BARE = re.compile(r"\b(?:de|que) \{operator\}")


def test_no_text_says_de_or_que_before_an_operators_name() -> None:
    with TEMPLATE.open("rb") as file:
        texts = [str(one.id) for one in read_po(file) if one.id]
    assert any("{operator}" in text for text in texts)
    assert [text for text in texts if BARE.search(text)] == []
