"""The weekly summary in one's account, and the page by which a mail's link ends it."""

from datetime import timedelta

import pytest

from chalicelib.accounts.refusals import SummaryLinkUnknown
from chalicelib.accounts.weekly_summary import (
    choose_summary,
    find_ending,
    mint_ending,
    wants_summary,
)
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table
from tests.access.conftest import PASSWORD, People
from tests.portal import Portal

EMAIL = "camille@soleil.test"


def test_it_is_off_until_it_is_asked_for_and_off_again_when_unticked(
    portal: Portal, people: People
) -> None:
    portal.sign_in(EMAIL, PASSWORD)
    shown = portal.get("/compte").body
    assert "Recevoir chaque lundi un résumé de mes dossiers" in shown
    assert 'id="field-wanted" name="wanted" value="oui" aria-describedby' in shown
    assert not wants_summary(people.installer.user_id)
    answer = portal.post("/compte/resume", {"wanted": "oui"})
    assert (answer.status, answer.headers["location"]) == (303, "/compte")
    shown = portal.get("/compte").body
    assert "vous est envoyé chaque lundi matin" in shown
    assert 'id="field-wanted" name="wanted" value="oui" checked aria-describedby' in shown
    assert wants_summary(people.installer.user_id)
    assert not wants_summary(people.colleague.user_id)
    portal.post("/compte/resume", {})
    assert "ne vous est plus envoyé" in portal.get("/compte").body
    assert not wants_summary(people.installer.user_id)


@pytest.mark.parametrize("email", ["client@maison.test", "agent@raccordo.test"])
def test_who_has_no_firm_is_not_offered_it(portal: Portal, email: str) -> None:
    portal.sign_in(email, PASSWORD)
    assert "Résumé du lundi" not in portal.get("/compte").body
    assert portal.post("/compte/resume", {"wanted": "oui"}).status == 403


def test_opening_the_link_ends_nothing_and_its_button_does_without_signing_in(
    portal: Portal, people: People, table: Table
) -> None:
    choose_summary(people.installer, wanted=True)
    path = mint_ending(people.installer.user_id, now=real_now(), table=table)
    for _time in range(2):
        shown = portal.get(path)
        assert "Ne plus recevoir ce résumé" in shown.body
        assert wants_summary(people.installer.user_id)
    for _time in range(2):
        answer = portal.post(path)
        assert (answer.status, answer.headers["location"]) == (303, path)
        assert not wants_summary(people.installer.user_id)
    shown = portal.get(path)
    assert "ne vous est plus envoyé" in shown.body
    assert "Ne plus recevoir ce résumé" not in shown.body
    assert portal.get("/compte").status == 303


def test_a_form_from_elsewhere_ends_nothing(portal: Portal, people: People, table: Table) -> None:
    choose_summary(people.installer, wanted=True)
    path = mint_ending(people.installer.user_id, now=real_now(), table=table)
    assert portal.post_raw(path, "", origin="https://evil.test").status == 403
    assert wants_summary(people.installer.user_id)


@pytest.mark.parametrize("token", ["A" * 43, "A" * 500])
def test_a_made_up_link_is_refused_and_says_where_to_end_it(portal: Portal, token: str) -> None:
    portal.get("/connexion")
    path = f"/resume-hebdomadaire/{token}"
    for answer in (portal.get(path), portal.post(path)):
        assert answer.status == 410
        assert "Mon compte" in answer.body


def test_a_link_is_good_for_a_year_and_a_password_does_not_matter(
    people: People, table: Table
) -> None:
    now = real_now()
    token = mint_ending(people.installer.user_id, now=now, table=table).rpartition("/")[2]
    late = now + timedelta(days=365)
    assert find_ending(token, now=late, table=table) == people.installer.user_id
    with pytest.raises(SummaryLinkUnknown):
        find_ending(token, now=now + timedelta(days=400, seconds=1), table=table)
