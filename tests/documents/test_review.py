"""The agents' review of a dossier's files, and the installer's page with just what is asked for."""

import re
from dataclasses import replace

import pytest

from chalicelib.aws.table import Table
from chalicelib.cases.files.by_person import FileReason
from chalicelib.documents.decide_piece import ask_piece, refuse_piece
from chalicelib.documents.piece_words import label_course, tell_decision, tell_review
from chalicelib.dossiers.model import Piece, PieceState
from chalicelib.dossiers.statuses import Status
from tests.documents.test_pages import Firm, here, put_and_check, send
from tests.documents.worlds import AGENT, NOW
from tests.portal import Portal, open_app


@pytest.fixture
def firm(table: Table) -> Firm:
    return Firm(table)


def accept(firm: Firm, slot: str = "facture", content: bytes = b"good") -> str:
    ticket = firm.world.ticket(slot, by=firm.actor)
    put_and_check(firm, firm.world.key(ticket), content)
    return ticket.document_id


def refuse(firm: Firm, document_id: str, words: str = "Elle date de 2019.") -> None:
    refuse_piece(
        firm.world.dossier_id,
        document_id,
        FileReason.OUTDATED,
        words,
        by=AGENT,
        table=firm.table,
    )


def piece(firm: Firm, document_id: str) -> Piece:
    found = firm.world.dossier(firm.actor).find_piece(document_id)
    assert found is not None
    return found


def test_an_agent_goes_from_one_piece_to_the_next_until_all_are_read(firm: Firm) -> None:
    first, second = accept(firm), accept(firm, "mairie")
    send(firm)
    agent = firm.browser("agent@raccordo.test")
    page = agent.get(here(firm, "/relecture"))
    assert "2 pièces lisibles restent à relire" in page.body
    assert page.body.index(first) < page.body.index(second)
    assert "Contrôle automatique : lisible depuis le" in page.body
    done = agent.post(here(firm, f"/fichiers/{first}/acceptation"))
    assert done.headers["location"] == here(firm, f"/relecture#piece-{second}")
    again = agent.post(here(firm, f"/fichiers/{first}/acceptation"))
    assert again.status == 303
    last = agent.post(here(firm, f"/fichiers/{second}/acceptation"))
    assert last.headers["location"] == here(firm, "/relecture#suite")
    page = agent.get(here(firm, "/relecture"))
    assert "Toutes les pièces lisibles sont relues." in page.body
    assert page.body.count("Acceptée par un agent le") == 2
    assert "Acceptée par un agent le" in firm.browser().get(here(firm, "/pieces")).body


def test_a_refusal_is_made_in_place_and_taken_back_in_place(firm: Firm) -> None:
    document_id = accept(firm)
    send(firm)
    agent = firm.browser("agent@raccordo.test")
    path = here(firm, f"/fichiers/{document_id}/refus")
    wrong = agent.post(path, {"retour": "relecture", "reason": "", "words": "mes mots"})
    assert wrong.status == 422
    assert "Motif : choisissez l’un des trois." in wrong.body
    assert "mes mots" in wrong.body
    assert '<details class="fold" open>' in wrong.body
    right = agent.post(path, {"retour": "relecture", "reason": "outdated", "words": ""})
    assert right.headers["location"] == here(firm, "/relecture#suite")
    assert firm.world.dossier(firm.actor).head.status is Status.AWAITING_PIECE
    assert "Annuler le refus et accepter" in agent.get(here(firm, "/relecture")).body
    agent.post(here(firm, f"/fichiers/{document_id}/acceptation"))
    assert piece(firm, document_id).state is PieceState.ACCEPTED
    assert firm.world.dossier(firm.actor).head.status is Status.NEW


@pytest.mark.parametrize(
    ("reason", "choice", "told"),
    [
        ("incorrect", "Incorrecte : ", "Ce n’est pas la pièce attendue."),
        ("incomplete", "Incomplète : ", "Il manque une partie de la pièce."),
        ("outdated", "Périmée : ", "La pièce est trop ancienne."),
    ],
)
def test_each_of_the_three_reasons_is_offered_and_told_to_the_installer(
    firm: Firm, reason: str, choice: str, told: str
) -> None:
    document_id = accept(firm)
    send(firm)
    agent = firm.browser("agent@raccordo.test")
    path = here(firm, f"/fichiers/{document_id}/refus")
    assert choice in agent.get(path).body
    assert agent.post(path, {"reason": reason, "words": ""}).status == 303
    assert told in firm.browser().get(here(firm, "/a-fournir")).body


def test_what_the_platform_refused_cannot_be_accepted_and_the_page_says_why(firm: Firm) -> None:
    document_id = accept(firm, content=b"bad")
    send(firm)
    agent = firm.browser("agent@raccordo.test")
    page = agent.get(here(firm, "/relecture")).body
    assert "Contrôle automatique : refusée le" in page
    assert "/acceptation" not in page
    forced = agent.post(here(firm, f"/fichiers/{document_id}/acceptation"))
    assert forced.status == 409
    assert "n’a pas de copie sûre" in forced.body


def test_one_more_piece_is_asked_for_in_place(firm: Firm) -> None:
    send(firm)
    agent = firm.browser("agent@raccordo.test")
    path = here(firm, "/demande-de-piece")
    assert agent.post(path, {"retour": "relecture", "slot": "autre", "words": ""}).status == 422
    asked = agent.post(path, {"retour": "relecture", "slot": "autre", "words": "Le plan."})
    assert asked.headers["location"] == here(firm, "/relecture#suite")
    assert "Ne plus demander cette pièce" in agent.get(here(firm, "/relecture")).body


def test_the_installers_page_holds_only_what_is_asked_for(firm: Firm) -> None:
    document_id = accept(firm)
    accept(firm, "mairie")
    send(firm)
    refuse(firm, document_id)
    ask_piece(firm.world.dossier_id, "autre", "Le plan.", by=AGENT, table=firm.table)
    page = firm.browser().get(here(firm, "/a-fournir")).body
    assert "2 pièces à déposer" in page
    assert re.findall(r'data-slot="(\w+)"', page) == ["facture", "autre"]
    assert f'data-slots="{here(firm, "/a-fournir")}"' in page
    assert "La pièce est trop ancienne." in page
    assert "Elle date de 2019." in page
    assert "Le plan." in page
    assert "Déposez-les ci-dessous : le dossier reprend dès qu’elles sont vérifiées." in page
    assert "rien d’autre à faire" not in page  # two photos are due all the same
    assert "Le dossier attend aussi" in page
    assert "suspendu depuis le" in page
    assert page.count("/depot") == 2


def test_the_plain_deposit_comes_back_to_it_and_it_says_what_happens_next(firm: Firm) -> None:
    document_id = accept(firm)
    send(firm)
    refuse(firm, document_id)
    browser = firm.browser()
    form = browser.get(here(firm, "/pieces/facture/depot")).body
    assert f'href="{here(firm, "/a-fournir")}"' in form
    back = re.search(r'name="success_action_redirect" value="https?://[^/]+([^"]+)"', form)
    key = re.search(r'name="key" value="([^"]+)"', form)
    assert back
    assert key
    path, _, query = back[1].partition("?document=")
    returned = browser.post(path, {"document": query})
    assert (returned.status, returned.headers["location"]) == (303, here(firm, "/a-fournir"))
    waiting = browser.get(here(firm, "/a-fournir")).body
    assert "Tout est déposé" in waiting
    # Several bills may stand there: others may come with it until it has its verdict.
    assert here(firm, "/pieces/facture/depot") in waiting
    put_and_check(firm, key[1])
    done = browser.get(here(firm, "/a-fournir")).body
    assert "Tout est fourni" in done
    assert "data-slot=" not in done


def test_what_was_refused_again_is_asked_again_with_its_reason(firm: Firm) -> None:
    send(firm)
    ask_piece(firm.world.dossier_id, "autre", "Le plan.", by=AGENT, table=firm.table)
    accept(firm, "autre", b"bad")
    page = firm.browser().get(here(firm, "/a-fournir")).body
    assert "Une pièce à déposer" in page
    assert "Ce PDF est abîmé" in page
    assert "Le plan." in page


def test_pieces_that_nobody_asked_for_again_are_named_when_they_are_due(firm: Firm) -> None:
    send(firm)
    page = firm.browser().get(here(firm, "/a-fournir")).body
    assert "Le dossier attend aussi, avant la demande de raccordement" in page
    assert "Facture d’électricité du client" in page


def test_a_neighbour_sees_none_of_it_and_roles_are_held_apart(firm: Firm) -> None:
    document_id = accept(firm)
    send(firm)
    stranger, agent = firm.browser("voisin@ombre.test"), firm.browser("agent@raccordo.test")
    assert stranger.get(here(firm, "/a-fournir")).status == 404
    assert stranger.get(here(firm, "/pieces/facture/historique")).status == 404
    assert agent.get(here(firm, "/a-fournir")).status == 403
    installer = firm.browser()
    assert installer.get(here(firm, "/relecture")).status == 403
    assert installer.post(here(firm, f"/fichiers/{document_id}/acceptation")).status == 403
    assert piece(firm, document_id).accepted_by == "rule:format_check"


def test_the_history_of_a_slot_tells_every_version_and_why(firm: Firm) -> None:
    first = accept(firm)
    send(firm)
    refuse(firm, first)
    second = accept(firm)
    assert piece(firm, first).state is PieceState.SUPERSEDED
    browser = firm.browser()
    assert here(firm, "/pieces/facture/historique") in browser.get(here(firm, "/pieces")).body
    page = browser.get(here(firm, "/pieces/facture/historique")).body
    assert page.index("Acceptée<") < page.index("Refusée, puis remplacée")
    assert "Elle date de 2019." in page
    assert "La pièce est trop ancienne." in page
    assert piece(firm, second).state is PieceState.ACCEPTED
    assert browser.get(here(firm, "/pieces/licorne/historique")).status == 404


def test_the_api_accepts_and_says_when(firm: Firm) -> None:
    from chalicelib.accounts.model import Role
    from chalicelib.accounts.tokens import create_token

    document_id = accept(firm)
    send(firm)
    agent = firm.enrol("agent2@raccordo.test", Role.AGENT)
    path = here(firm, f"/pieces/{document_id}/accept")
    caller = Portal(open_app(), token=create_token(agent, "essai", key="cle-000001").secret)
    assert caller.call("POST", path, {}).status == 200
    answer = caller.call("POST", path, {})
    slots = {one["slot"]: one for one in answer.json()["slots"]}
    assert slots["facture"]["files"][0]["accepted_at"]
    theirs = create_token(firm.installer, "essai", key="cle-000003").secret
    assert Portal(open_app(), token=theirs).call("POST", path, {}).status == 403


@pytest.mark.parametrize(
    ("changes", "label"),
    [
        ({"reasons": ("outdated",)}, "Refusée, puis remplacée"),
        ({"reasons": ("never-arrived",)}, "Jamais arrivée"),
        ({"served_key": "served/x"}, "Lisible, puis remplacée"),
        ({"served_key": "served/x", "accepted_by": "usr_7"}, "Acceptée, puis remplacée"),
        ({"upload_key": ""}, "Demandée, puis déposée ou retirée"),
        ({}, "Retirée"),
    ],
)
def test_a_file_that_counts_no_more_says_what_it_had_been(
    changes: dict[str, object], label: str
) -> None:
    gone = Piece("doc_1", "facture", PieceState.SUPERSEDED, NOW, "usr_1", upload_key="in/x")
    assert label_course(replace(gone, **changes))[0] == label  # type: ignore[arg-type] # fields of a piece


def test_decisions_are_told_by_role_and_day() -> None:
    kept = Piece("doc_1", "facture", PieceState.ACCEPTED, NOW, "usr_1", decided_at=NOW)
    by_agent = replace(kept, decided_by="platform", accepted_at=NOW, accepted_by="usr_7")
    assert tell_decision(by_agent) == "Contrôle automatique : lisible depuis le 2 mars 2026."
    assert tell_review(by_agent) == "Acceptée par un agent le 2 mars 2026."
    by_format = replace(by_agent, accepted_by="rule:format_check")
    assert tell_review(by_format) == "Acceptée le 2 mars 2026 sur son format, sans relecture."
    assert tell_review(replace(by_agent, state=PieceState.READABLE)) == ""
    undone = replace(kept, decided_by="usr_7")
    assert tell_decision(undone) == "Refus annulé par un agent le 2 mars 2026."
    asked = replace(kept, state=PieceState.EXPECTED, decided_at=None)
    assert tell_decision(asked) == "Demandée le 2 mars 2026."


def test_who_has_just_one_piece_to_give_reads_that_there_is_nothing_else(firm: Firm) -> None:
    document_id, *_others = [
        accept(firm, slot) for slot in ("facture", "photo_installation", "photo_compteur", "mairie")
    ]
    send(firm)
    refuse(firm, document_id)
    page = firm.browser().get(here(firm, "/a-fournir")).body
    assert "Une pièce à déposer" in page
    assert "Vous n’avez rien d’autre à faire." in page
