"""What people see of the radar's findings: form and paper side by side, where, and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.accounts.model import Role
from chalicelib.dossiers.claims import Claim, label_field
from chalicelib.dossiers.labels import ROLES
from chalicelib.dossiers.model import Dossier, Piece
from chalicelib.dossiers.paper_rows import Remark
from chalicelib.dossiers.radar import Contradiction, Findings, Unconfirmed
from chalicelib.dossiers.statuses import FINAL, Status
from chalicelib.form.fields import find_step_of
from chalicelib.form.inputs import anchor_of
from chalicelib.form.steps import STEPS
from chalicelib.readings.findings import Difference
from chalicelib.readings.model import Subject
from chalicelib.readings.rules import Severity
from chalicelib.readings.words import explain
from chalicelib.reference.required_pieces import Slot
from chalicelib.words import formats
from chalicelib.words.translation import _, translate

MAY_ANSWER = {Role.INSTALLER, Role.AGENT}
TONES: Mapping[Severity, tuple[str, str]] = {
    Severity.BLOCKING: (_("Bloque l’envoi"), "stop"),
    Severity.WARNING: (_("À vérifier"), "wait"),
}
SENT_TONES: Mapping[Severity, tuple[str, str]] = {
    Severity.BLOCKING: (_("Contradiction"), "stop"),
    Severity.WARNING: (_("À vérifier"), "wait"),
}

ASK_THE_PAPER: Mapping[Subject, str] = {
    Subject.PAPER: _("À vérifier sur le document"),
    Subject.ISSUED_ON: _("À vérifier sur le document"),
    Subject.RECEIVED_ON: _("À vérifier : un récépissé doit avoir plus de deux mois"),
}
"""What the form says nothing about, and what a person looks for on the paper."""


@dataclass(frozen=True, slots=True)
class Link:
    """Where to go, and the words that say why; nothing when there is nowhere to go."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two values: where it stands and what it says there."""

    title: str
    value: str
    written: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class ShownRemark:
    """What somebody said of it, by role, with the moment."""

    who: str
    when: str
    words: str


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """A difference side by side. `place` anchors it in its page."""

    place: str
    finding_id: str
    title: str
    badge: str
    tone: str
    message: str
    sides: tuple[Side, Side]
    links: tuple[Link, ...]
    remark: ShownRemark | None


@dataclass(frozen=True, slots=True)
class ShownUnread:
    """A paper that could not be read, and what the form claims that it says."""

    place: str
    finding_id: str
    title: str
    claims: tuple[tuple[str, str], ...]
    links: tuple[Link, ...]
    remark: ShownRemark | None


@dataclass(frozen=True, slots=True)
class ShownFindings:
    """All that a page shows of the radar; `may_answer` offers to explain and to confirm."""

    differences: tuple[ShownDifference, ...]
    unread: tuple[ShownUnread, ...]
    awaited: tuple[str, ...]
    blocking: int
    agreed: int
    may_answer: bool

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to tell: no paper was read, none is awaited."""
        return not (self.differences or self.unread or self.awaited or self.agreed)


def show_findings(
    dossier: Dossier, findings: Findings, slots: tuple[Slot, ...], reader: Role
) -> ShownFindings:
    """Show what the radar found to somebody who may know it."""
    desk = _Desk(dossier, {slot.code: translate(slot.label) for slot in slots})
    return ShownFindings(
        differences=tuple(desk.show_difference(one) for one in findings.contradictions),
        unread=tuple(desk.show_unread(one) for one in findings.unread),
        awaited=tuple(desk.name_file(piece) for piece in findings.awaited),
        blocking=len(findings.blocking),
        agreed=findings.agreed,
        may_answer=reader in MAY_ANSWER and dossier.head.status not in FINAL,
    )


@dataclass(frozen=True, slots=True)
class _Desk:
    """The dossier whose findings are shown, with the labels of its slots."""

    dossier: Dossier
    labels: Mapping[str, str]

    @property
    def here(self) -> str:
        return f"/dossiers/{self.dossier.head.dossier_id}"

    @property
    def is_draft(self) -> bool:
        return self.dossier.head.status is Status.DRAFT

    def show_difference(self, one: Contradiction) -> ShownDifference:
        """Show a difference."""
        found = one.difference
        message, values = explain(found)
        badge, tone = (TONES if self.is_draft else SENT_TONES)[found.severity]
        if one.remark:
            badge, tone = _("Expliqué"), "done"
        return ShownDifference(
            place=f"ecart-{one.finding_id}",
            finding_id=one.finding_id,
            title=translate(label_field(found.field, found.subject)),
            badge=translate(badge),
            tone=tone,
            message=translate(message, **values),
            sides=self._show_sides(found),
            links=self._link(found),
            remark=_show_remark(one.remark),
        )

    def show_unread(self, one: Unconfirmed) -> ShownUnread:
        """Show a paper that could not be read."""
        piece = self.dossier.find_piece(one.unread.document_id)
        return ShownUnread(
            place=f"lecture-{one.finding_id}",
            finding_id=one.finding_id,
            title=self.name_file(piece) if piece else self._name_slot(one.unread.slot),
            claims=tuple(_show_claim(claim) for claim in one.claims),
            links=self._link_file(one.unread.document_id),
            remark=_show_remark(one.remark),
        )

    def name_file(self, piece: Piece) -> str:
        """Name a file by what it is and how its owner called it."""
        slot = self._name_slot(piece.slot)
        return f"{slot} – {piece.file_name}" if piece.file_name else slot

    def _name_slot(self, code: str) -> str:
        return self.labels.get(code, code)

    def _show_sides(self, found: Difference) -> tuple[Side, Side]:
        """Show what is typed beside what is read, or what two papers say."""
        typed, read = str(found.typed), str(found.read)
        left = Side(translate(_("Dans le formulaire")), typed or translate(_("Non renseigné")))
        other = self.dossier.find_piece(found.other_document_id)
        if other:
            left = Side(translate(_("Dans un document")), typed, place=self.name_file(other))
        is_same = "".join(found.written.split()) == "".join(read.split())
        written = "" if is_same else found.written
        right = Side(translate(_("Dans le document")), read, written, self._show_place(found))
        return left, right

    def _show_place(self, found: Difference) -> str:
        piece = self.dossier.find_piece(found.document_id)
        file = self.name_file(piece) if piece else self._name_slot(found.slot)
        if not found.near:
            return translate(_("{file}, page {page}"), file=file, page=found.page)
        words = _("{file}, page {page}, près de « {near} »")
        return translate(words, file=file, page=found.page, near=found.near)

    def _link(self, found: Difference) -> tuple[Link, ...]:
        """Link to the field while it may be corrected, to the file, and to what replaces it."""
        links = [*self._link_field(found), *self._link_file(found.document_id)]
        if self.is_draft:
            replace = f"{self.here}/etape/5#field-{found.slot}"
            links.append(Link(translate(_("Remplacer le fichier")), replace))
        return tuple(links)

    def _link_field(self, found: Difference) -> tuple[Link, ...]:
        step = find_step_of(found.field) if found.field and self.is_draft else None
        if step is None:
            return ()
        text = translate(_("Corriger le formulaire"))
        place = f"etape/{STEPS.index(step) + 1}#{anchor_of(found.field)}"
        return (Link(text, f"{self.here}/{place}"),)

    def _link_file(self, document_id: str) -> tuple[Link, ...]:
        piece = self.dossier.find_piece(document_id)
        if piece is None or not piece.is_readable:
            return ()
        return (Link(translate(_("Ouvrir le fichier")), f"{self.here}/fichiers/{document_id}"),)


def _show_claim(claim: Claim) -> tuple[str, str]:
    silent = _("Non renseigné") if claim.field else ASK_THE_PAPER[claim.subject]
    return translate(label_field(claim.field, claim.subject)), str(claim.typed) or translate(silent)


def _show_remark(remark: Remark | None) -> ShownRemark | None:
    if remark is None:
        return None
    who = translate(ROLES.get(remark.role, remark.role))
    return ShownRemark(who, formats.moment(remark.at), remark.words)
