"""What the API says of the radar's findings, as plain values."""

from chalicelib.dossiers.claims import SUBJECTS, Claim
from chalicelib.dossiers.paper_rows import Remark
from chalicelib.dossiers.radar import Contradiction, Findings, Unconfirmed
from chalicelib.dossiers.views import View
from chalicelib.readings.words import explain
from chalicelib.words.translation import translate


def view_findings(findings: Findings) -> View:
    """The differences, the papers to confirm, and the files whose reading is awaited."""
    return {
        "differences": [view_difference(one) for one in findings.contradictions],
        "unread": [view_unread(one) for one in findings.unread],
        "awaiting_reading": [piece.document_id for piece in findings.awaited],
    }


def view_difference(one: Contradiction) -> View:
    """A difference: what the form says, what the paper says and where, and how it was explained."""
    found = one.difference
    message, values = explain(found)
    return {
        "id": one.finding_id,
        "code": found.code,
        "severity": found.severity,
        "is_blocking": one.is_blocking,
        "subject": found.subject,
        "label": translate(SUBJECTS[found.subject]),
        "field": found.field or None,
        "document_id": found.document_id,
        "other_document_id": found.other_document_id or None,
        "slot": found.slot,
        "typed": str(found.typed),
        "read": str(found.read),
        "written": found.written,
        "page": found.page,
        "near": found.near,
        "message": translate(message, **values),
        "explanation": view_remark(one.remark),
    }


def view_unread(one: Unconfirmed) -> View:
    """A paper that could not be read, what the form claims, and who compared them."""
    return {
        "id": one.finding_id,
        "document_id": one.unread.document_id,
        "slot": one.unread.slot,
        "claims": [view_claim(claim) for claim in one.claims],
        "confirmation": view_remark(one.remark),
    }


def view_claim(claim: Claim) -> View:
    """What one field says about a subject."""
    return {"subject": claim.subject, "field": claim.field or None, "typed": str(claim.typed)}


def view_remark(remark: Remark | None) -> View | None:
    """What somebody said of a finding, by role; the person is the journal's."""
    if remark is None:
        return None
    return {"role": remark.role, "at": remark.at, "words": remark.words}
