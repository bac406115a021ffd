"""What the API says of one whole dossier, as plain values."""

from datetime import date

from chalicelib.accounts.model import Role
from chalicelib.dossiers.labels import PARTIES
from chalicelib.dossiers.model import Dossier, OperatorRequest, Piece
from chalicelib.dossiers.progress import Progress, Stage, follow_progress
from chalicelib.dossiers.statuses import Status
from chalicelib.dossiers.submit import list_contradicted, list_missing_pieces
from chalicelib.dossiers.views import View, view_head
from chalicelib.dossiers.waits import Suspended
from chalicelib.form.completeness import list_obstacles, list_warnings
from chalicelib.form.fields import find_step_of
from chalicelib.form.steps import AS_TYPED, Step
from chalicelib.form.values import Form
from chalicelib.reference.operators import propose_operator
from chalicelib.reference.required_pieces import required_slots
from chalicelib.refusals import FieldProblem
from chalicelib.words.translation import translate


def view_dossier(dossier: Dossier, today: date, reader: Role) -> View:
    """A whole dossier: what was filled, its pieces and requests, what it lacks, where it stands."""
    draft = dossier.head.status is Status.DRAFT
    return {
        **view_head(dossier.head),
        "form": view_form(dossier.form),
        "pieces": [view_piece(piece) for piece in dossier.pieces],
        "requests": [view_request(request) for request in dossier.requests],
        "missing": view_missing(dossier, today) if draft else [],
        "warnings": [view_problem(one) for one in list_warnings(dossier.form)] if draft else [],
        **view_papers(dossier, today, reader),
        "proposed_operator": propose_operator(dossier.head.postcode).code,
        "timeline": view_progress(follow_progress(dossier)),
    }


def view_papers(dossier: Dossier, today: date, reader: Role) -> View:
    """What its papers say beside the form: between installer and agents, empty for a client."""
    if reader is Role.CLIENT or not dossier.pieces:
        return {"differences": [], "unread": [], "awaiting_reading": []}
    from chalicelib.dossiers.radar import look_at_papers
    from chalicelib.dossiers.view_findings import view_findings

    return view_findings(look_at_papers(dossier, today))


def view_form(form: Form) -> View:
    """The steps' values; what a page kept as it was wrongly typed is none of the API's."""
    return {
        step: {name: value for name, value in values.items() if name != AS_TYPED}
        for step, values in form.items()
    }


def view_missing(dossier: Dossier, today: date) -> list[View]:
    """What keeps a draft from being sent, fields first, with the step where it is filled."""
    slots = required_slots(dossier.form, dossier.head.operator, today)
    fields = [
        view_problem(problem) | {"step": step.value}
        for step, problem in list_obstacles(dossier.form)
    ]
    pieces = [
        view_problem(problem) | {"step": "documents"}
        for problem in list_missing_pieces(dossier, slots)
    ]
    papers = [
        view_problem(problem) | {"step": find_step_of(problem.field) or Step.DOCUMENTS}
        for problem in list_contradicted(dossier, today)
    ]
    return fields + pieces + papers


def view_problem(problem: FieldProblem) -> View:
    """One problem, in the reader's words."""
    message = translate(problem.message, **problem.values)
    return {"field": problem.field, "code": problem.code, "message": message}


def view_piece(piece: Piece) -> View:
    """A file: what it is and what is known of it, never where it is kept."""
    return {
        "id": piece.document_id,
        "slot": piece.slot,
        "state": piece.state,
        "file_name": piece.file_name,
        "content_type": piece.content_type,
        "size_bytes": piece.size_bytes,
        "reasons": list(piece.reasons),
        "words": piece.words,
        "created_at": piece.created_at,
        "decided_at": piece.decided_at,
        "accepted_at": piece.accepted_at,
    }


def view_request(request: OperatorRequest) -> View:
    """A connection request as its dossier's people may know it."""
    return {
        "number": request.number,
        "operator": request.operator,
        "state": request.state,
        "external_id": request.external_id or None,
        "filed_at": request.filed_at,
        "validated_at": request.validated_at,
        "valid_until": request.valid_until,
        "planned_on": request.planned_on,
    }


def view_progress(progress: Progress) -> View:
    """The way of a dossier: its stages, those awaited now and the next one."""
    return {
        "stages": [view_stage(stage) for stage in progress.stages],
        "now": [stage.milestone for stage in progress.now],
        "next": progress.next.milestone if progress.next else None,
        "stopped_at": progress.stopped_at,
        "suspended": view_suspended(progress.suspended) if progress.suspended else None,
        "days_waited": progress.days_waited,
    }


def view_suspended(suspended: Suspended) -> View:
    """How long the clock has been standing still for a piece."""
    return {
        "since": suspended.since,
        "asked_by": suspended.asker,
        "days": suspended.days,
        "days_in_all": suspended.days_in_all,
    }


def view_stage(stage: Stage) -> View:
    """One stage, with whose turn it is while it is awaited."""
    return {
        "milestone": stage.milestone,
        "label": translate(stage.label),
        "state": stage.state,
        "party": stage.party,
        "party_label": translate(PARTIES[stage.party]),
        "at": stage.at,
        "task": translate(stage.task),
        "since": stage.since,
        "until": stage.until.at if stage.until else None,
        "until_reason": translate(stage.until.why) if stage.until else None,
        "suspended_days": stage.until.suspended_days if stage.until else 0,
    }
