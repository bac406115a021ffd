"""What a batch shows: the cases that were chosen, and its report, a page of its lines at a time."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from chalicelib.accounts.staff import list_agents
from chalicelib.aws.clock import real_now
from chalicelib.aws.ids import new_token
from chalicelib.aws.table import Table, open_table
from chalicelib.cases.kind import AnyKind
from chalicelib.cases.load import load_heads
from chalicelib.cases.registry import kind_named
from chalicelib.desk.acts import find_act
from chalicelib.desk.hand_over import LONGEST_NOTE
from chalicelib.desk.model import AT_ONCE, IN_A_CHUNK, MOST_CHOSEN, Line, Report, Result
from chalicelib.desk.of_kind import Chosen, Need, Shown, desk_of
from chalicelib.desk.words import RESULTS, tell_outcome
from chalicelib.policy.actors import Actor
from chalicelib.policy.decide import may
from chalicelib.policy.model import Allowed
from chalicelib.policy.require import asker_of
from chalicelib.words.translation import _, translate

SLOW_AFTER = timedelta(minutes=2)
"""A batch that has done nothing for so long may have lost its message: it can be begun again."""

UNSEEN = Shown("")
"""A case that is none of the reader's business, or is no more."""


def name_cases(
    kind: AnyKind, case_ids: Sequence[str], by: Actor, table: Table | None = None
) -> Mapping[str, Shown]:
    """Name cases of a kind, by id; those that are none of the reader's business are left out."""
    desk, asker = desk_of(kind), asker_of(by)
    heads = load_heads(kind, case_ids, table=table or open_table())
    return {
        case_id: desk.show(head)
        for case_id, head in heads.items()
        if isinstance(may(asker, kind.see, kind.facts(head)), Allowed)
    }


def view_choice(
    typed: Mapping[str, str], chosen: Chosen, by: Actor, table: Table | None = None
) -> dict[str, object]:
    """Give what the page says before an act: what it will do, to which cases, what it needs."""
    kind = kind_named(typed.get("sorte", ""))
    desk, act_name = desk_of(kind), typed.get("acte", "")
    act, first = find_act(desk, act_name), chosen.ids[:IN_A_CHUNK]
    named = name_cases(kind, first, by, table)
    asks_colleague = Need.COLLEAGUE in act.needs
    return {
        "kind": kind.name,
        "act": act_name,
        "title": translate(act.words),
        "will": translate(act.will),
        "ids": chosen.ids,
        "named": [named[one] for one in first if one in named],
        "is_cut": chosen.is_cut,
        "most": MOST_CHOSEN,
        "is_job": len(chosen.ids) > AT_ONCE,
        "agents": list_at_work() if asks_colleague else [],
        "asks_colleague": asks_colleague,
        "asks_note": Need.NOTE in act.needs,
        "longest": LONGEST_NOTE,
        "key": typed.get("key") or new_token(),
        "home": desk.home(typed),
    }


def list_at_work() -> list[tuple[str, str]]:
    """List our agents at work, by id and name, for a form."""
    return [(one.user_id, one.name) for one in list_agents() if one.left_at is None]


def view_report(
    report: Report, page: int, by: Actor, table: Table | None = None
) -> dict[str, object]:
    """Give a page of a report, from 1: the batch, its counts, its lines with their cases."""
    pages = max(1, -(-len(report.lines) // IN_A_CHUNK))
    page = min(max(page, 1), pages)
    lines = report.lines[(page - 1) * IN_A_CHUNK : page * IN_A_CHUNK]
    kind = kind_named(report.batch.kind)
    desk = desk_of(kind)
    named = name_cases(kind, [line.case_id for line in lines], by, table)
    here = f"/lots/{report.batch.batch_id}"
    is_slow = not report.is_done and real_now() > report.batch.asked_at + SLOW_AFTER
    return {
        "batch": report.batch,
        "here": here,
        "title": translate(find_act(desk, report.batch.act).words),
        "home": desk.home({}),
        "is_done": report.is_done,
        "count_done": report.count_done,
        "counts": [
            (translate(RESULTS[one][0]), RESULTS[one][1], report.count(one)) for one in Result
        ],
        "lines": [_view_line(line, named.get(line.case_id, UNSEEN), kind.name) for line in lines],
        "may_begin_again": is_slow,
        "place": translate(_("Page {number}/{all}"), number=page, all=pages) if pages > 1 else "",
        "previous_url": f"{here}?page={page - 1}" if page > 1 else "",
        "next_url": f"{here}?page={page + 1}" if page < pages else "",
    }


def _view_line(line: Line, shown: Shown, kind_name: str) -> dict[str, object]:
    label, tone, why = tell_outcome(line.outcome, kind_name)
    return {
        "url": shown.url,
        "name": shown.name or translate(_("Sans nom")),
        "reference": shown.reference,
        "label": label,
        "tone": tone,
        "why": why,
    }
