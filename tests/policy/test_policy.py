"""The policy, by its table: each role, ground, grant and instant gives its answer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.audit.model import Actor, platform
from chalicelib.policy.connection import Connection
from chalicelib.policy.decide import may, signatory_id
from chalicelib.policy.model import (
    Allowed,
    Asker,
    Code,
    Facts,
    Grant,
    Ground,
    Refused,
    Standing,
)
from chalicelib.policy.require import ConflictOfInterest, can, require, require_on
from chalicelib.policy.roles import Role, Stand
from chalicelib.refusals import NotAllowed, NotFound

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
SENT = Facts("dos_1", firm_id="firm_1", client_id="usr_client", created_by="usr_1")
DRAFT = replace(SENT, client_id="", is_draft=True)
INSTALLER = Asker("usr_1", Role.INSTALLER, "firm_1")
RIVAL = Asker("usr_2", Role.INSTALLER, "firm_2")
OWNER = Asker("usr_client", Role.CLIENT)
STRANGER = Asker("usr_3", Role.CLIENT)
AGENT = Asker("usr_7", Role.AGENT)
HOLDER = Asker(signatory_id("dos_1"), Stand.SIGNATORY)
OTHERS_HOLDER = Asker(signatory_id("dos_2"), Stand.SIGNATORY)
MACHINE = Asker("platform", Stand.PLATFORM)

SEES: tuple[tuple[Asker, Facts, Ground | Code], ...] = (
    (INSTALLER, SENT, Ground.FIRM),
    (INSTALLER, DRAFT, Ground.FIRM),
    (RIVAL, SENT, Code.GROUND),
    (Asker("usr_9", Role.INSTALLER), replace(SENT, firm_id=""), Code.GROUND),
    (OWNER, SENT, Ground.OWN),
    (STRANGER, SENT, Code.GROUND),
    (Asker("", Role.CLIENT), DRAFT, Code.GROUND),
    (AGENT, SENT, Ground.BACK_OFFICE),
    (AGENT, DRAFT, Code.GROUND),
    (HOLDER, SENT, Ground.SIGNING_LINK),
    (OTHERS_HOLDER, SENT, Code.GROUND),
    (MACHINE, DRAFT, Ground.MACHINE),
    (Asker("usr_1", "nobody", "firm_1"), SENT, Code.ROLE),
)


@pytest.mark.parametrize(("asker", "facts", "expected"), SEES)
def test_who_sees_a_dossier_and_on_what_ground(
    asker: Asker, facts: Facts, expected: Ground | Code
) -> None:
    answer = may(asker, Connection.SEE, facts)
    given = answer.ground if isinstance(answer, Allowed) else answer.code
    assert given == expected


OTHER_HATS = (
    replace(AGENT, person_id="usr_client"),
    replace(AGENT, person_id="usr_1"),
    replace(AGENT, others=(Standing(Role.INSTALLER, "firm_1"),)),
)


@pytest.mark.parametrize("asker", OTHER_HATS)
def test_an_agent_sees_what_is_theirs_elsewhere_and_decides_nothing_of_it(asker: Asker) -> None:
    assert may(asker, Connection.SEE, SENT) == Allowed(Ground.BACK_OFFICE)
    assert may(asker, Connection.CHANGE, SENT) == Refused(Code.CONFLICT)


def test_another_hat_that_has_nothing_to_do_with_it_is_no_conflict() -> None:
    asker = replace(AGENT, others=(Standing(Role.INSTALLER, "firm_2"), Standing(Role.CLIENT)))
    assert may(asker, Connection.CHANGE, SENT) == Allowed(Ground.BACK_OFFICE)


def test_an_installer_may_be_their_own_client() -> None:
    own = replace(SENT, client_id="usr_1")
    assert may(INSTALLER, Connection.CHANGE, own) == Allowed(Ground.FIRM)


MANDATE = Grant(
    grantee="usr_3",
    object_id="dos_1",
    actions=frozenset({Connection.SEE.code}),
    ground=Ground.MANDATE,
    starts_at=NOW,
    proof="mandate@2026-01",
    ends_at=NOW + timedelta(days=30),
)
INSTANTS = (
    (NOW - timedelta(microseconds=1), False),
    (NOW, True),
    (NOW + timedelta(days=30) - timedelta(microseconds=1), True),
    (NOW + timedelta(days=30), False),
)


@pytest.mark.parametrize(("now", "holds"), INSTANTS)
def test_a_grant_holds_from_its_start_until_its_end_by_the_clock_alone(
    now: datetime, holds: bool
) -> None:
    answer = may(STRANGER, Connection.SEE, SENT, (MANDATE,), now)
    assert isinstance(answer, Allowed) is holds


@pytest.mark.parametrize(
    "other",
    [
        replace(MANDATE, ended_at=NOW),
        replace(MANDATE, grantee="usr_4"),
        replace(MANDATE, object_id="dos_2"),
        replace(MANDATE, actions=frozenset({Connection.CHANGE.code})),
    ],
)
def test_a_grant_is_for_one_person_object_and_action_and_ends_by_an_act(other: Grant) -> None:
    assert may(STRANGER, Connection.SEE, SENT, (other,), NOW) == Refused(Code.GROUND)
    assert may(STRANGER, Connection.SEE, SENT, (other, MANDATE), NOW) == Allowed(Ground.MANDATE)


def test_a_rule_by_firm_needs_one() -> None:
    assert can(INSTALLER, Connection.BEGIN)
    assert not can(Asker("usr_1", Role.INSTALLER), Connection.BEGIN)
    with pytest.raises(NotAllowed):
        require(AGENT, Connection.BEGIN)


def test_each_refusal_is_told_by_its_own_name() -> None:
    agent = Actor("usr_1", "agent", "page")
    for by, refusal in (
        (Actor("usr_2", "installer", "page", "firm_2"), NotFound),
        (Actor("usr_2", "nobody", "page"), NotAllowed),
        (agent, ConflictOfInterest),
    ):
        with pytest.raises(refusal):
            require_on(by, Connection.CHANGE, SENT)
    require_on(platform("queue"), Connection.CHANGE, SENT)


def test_every_action_has_its_own_code_and_at_least_one_rule() -> None:
    codes = [one.code for one in Connection]
    assert len(set(codes)) == len(codes)
    assert all(one.rules for one in Connection)
