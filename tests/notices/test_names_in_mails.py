"""No name carries an address into our mails: forms refuse it, and what is stored goes without."""

from datetime import UTC, datetime

import pytest

from chalicelib.access.open_firm import open_firm
from chalicelib.accounts.invite import read_name
from chalicelib.accounts.refusals import AddressInName
from chalicelib.aws.table import Table
from chalicelib.contact.model import require_asker
from chalicelib.form.field_kinds import Field
from chalicelib.form.fields import load_step_form
from chalicelib.form.models import ClientStep
from chalicelib.form.steps import Step
from chalicelib.notices.model import AccountMail, Addressee
from chalicelib.notices.render import NAMES, render_letter, tame_names
from chalicelib.policy.actors import Actor
from chalicelib.refusals import InvalidFields
from chalicelib.subscription.model import list_problems
from chalicelib.words.translation import translate

BAIT = "Zoé https://piege.example/payer"
CODE = "address-in-name"


def test_every_name_of_the_form_refuses_an_address() -> None:
    entries = [one for step in Step for one in load_step_form(step).entries()]
    names = {one.name for one in entries if isinstance(one, Field) and one.is_name}
    assert names == {"last_name", "first_name", "company_name", "city"}
    with pytest.raises(ValueError, match="refused") as refused:
        ClientStep.model_validate(dict.fromkeys(sorted(names), BAIT))
    errors = refused.value.errors()  # type: ignore[attr-defined] # pydantic's own
    assert {(one["loc"][-1], one["type"]) for one in errors} == {(name, CODE) for name in names}
    told = translate(errors[0]["ctx"]["msgid"], **errors[0]["ctx"]["values"])
    assert told.endswith(": retirez l’adresse de site ou de messagerie, un nom n’en contient pas.")


def test_a_person_and_a_firm_are_invited_by_their_names_alone(table: Table) -> None:
    with pytest.raises(AddressInName) as refused:
        read_name(BAIT)
    assert refused.value.field == "name"
    assert read_name(" Zoé\r\n\r\nLefèvre ") == "Zoé Lefèvre"
    typed = {"firm": "Sol www.piege.fr", "siren": "732829320", "name": BAIT, "email": "a@b.fr"}
    with pytest.raises(InvalidFields) as firm:
        open_firm(typed, by=Actor("usr_1", "agent", "page"), table=table)  # type: ignore[arg-type] # refused before anybody is looked at
    assert [(one.field, one.code) for one in firm.value.problems] == [
        ("firm", CODE),
        ("name", CODE),
    ]


def test_who_asks_and_who_signs_write_a_name() -> None:
    with pytest.raises(InvalidFields) as asked:
        require_asker(BAIT, "zoe@maison.fr", "")
    assert [(one.field, one.code) for one in asked.value.problems] == [("name", CODE)]
    assert [(one.field, one.code) for one in list_problems(BAIT, (), ())] == [("name", CODE)]


def test_what_was_stored_before_goes_into_a_mail_without_it() -> None:
    facts = {
        "name": BAIT,
        "firm_name": "Gagnez sur www.piege.example\n\nVotre compte est fermé",
        "role": "installer",
        "portal_url": "https://raccordo.example",
        "link_url": "https://raccordo.example/mot-de-passe/secret",
        "link_ends_at": datetime(2026, 11, 28, 9, 30, tzinfo=UTC),
        "hours": 168,
        "reference": "",
    }
    letter = render_letter(AccountMail.ACCOUNT_ACTIVATION, Addressee.OWNER, facts)
    for part in (letter.subject, letter.text, letter.html):
        assert "piege" not in part
    assert "https://raccordo.example/mot-de-passe/secret" in letter.text
    assert "Gagnez sur … Votre compte" in letter.text


def test_the_lines_of_a_list_have_names_too() -> None:
    tamed = tame_names({"tasks": [{"name": BAIT, "city": "Lyon", "what": ["x"]}], "words": BAIT})
    assert tamed["tasks"] == [{"name": "Zoé …", "city": "Lyon", "what": ["x"]}]
    assert tamed["words"] == BAIT
    assert "link_url" not in NAMES
