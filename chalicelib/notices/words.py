"""What people read about a mail: what it is, to whom, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.notices.model import AccountMail, Addressee, Bounce, Notice, NoticeState
from chalicelib.words.translation import _, translate

ACCOUNT_MAILS: Mapping[str, str] = {
    AccountMail.ACCOUNT_ACTIVATION: _("Activation d’un espace"),
    AccountMail.FIRM_INVITATION: _("Invitation dans une entreprise"),
    AccountMail.PASSWORD_RESET: _("Nouveau mot de passe"),
    AccountMail.ACCESS_BLOCKED: _("Accès bloqué"),
    AccountMail.CONFIRM_ADDRESS: _("Adresse à confirmer"),
    AccountMail.ADDRESS_CHANGED: _("Adresse changée"),
    AccountMail.WEEKLY_SUMMARY: _("Résumé du lundi"),
}

ADDRESSEES: Mapping[Addressee, str] = {
    Addressee.INSTALLER: _("à l’installateur"),
    Addressee.CLIENT: _("au client"),
    Addressee.FORMER_CLIENT: _("à l’ancienne adresse du client"),
    Addressee.OWNER: _("au titulaire du compte"),
    Addressee.ASKER: _("à qui a écrit"),
}

STATES: Mapping[NoticeState, tuple[str, str]] = {
    NoticeState.UNSENT: (_("À envoyer"), "draft"),
    NoticeState.SENDING: (_("Envoi en cours"), "now"),
    NoticeState.SENT: (_("Envoyé"), "now"),
    NoticeState.UNSURE: (_("Incertain"), "wait"),
    NoticeState.DELIVERED: (_("Arrivé"), "done"),
    NoticeState.BOUNCED: (_("Revenu"), "stop"),
    NoticeState.COMPLAINED: (_("Indésirable"), "stop"),
    NoticeState.FAILED: (_("Non envoyé"), "stop"),
    NoticeState.SKIPPED: (_("Devenu inutile"), "draft"),
}
"""The words of each state, and its tone on a page."""

HELD = "firm_held"
"""Why a mail to an unconfirmed address waits."""

REASONS: Mapping[str, str] = {
    "already_signed": _("le client avait déjà signé"),
    "dossier_over": _("le dossier n’était plus en cours"),
    "dossier_gone": _("le dossier n’existe plus"),
    "declined": _("le client a décliné"),
    "piece_replaced": _("la pièce avait été remplacée"),
    "nothing_lacking": _("les pièces avaient été déposées"),
    "never_told": _("le refus n’avait pas été annoncé"),
    "space_open": _("l’espace du client était déjà ouvert"),
    "question_gone": _("la question n’est plus là"),
    "messages_read": _("les messages avaient été lus"),
    "reachable_again": _("le client est de nouveau joignable"),
    "account_changed": _("le compte a changé entre-temps"),
    "summary_ended": _("la personne ne veut plus du résumé du lundi"),
    "summary_outdated": _("le résumé d’une autre semaine l’a remplacé"),
    "nothing_new": _("rien n’a bougé et rien n’attend"),
    "no_address": _("aucune adresse n’est connue"),
    "person_erased": _("les données de la personne ont été effacées"),
    HELD: _("trop de mails de l’entreprise sont revenus : il part dès que nos équipes ont regardé"),
    "address_bounced": _("un mail précédent est revenu de cette adresse"),
    "address_complained": _("la personne ne veut plus de nos mails à cette adresse"),
}


BOUNCES: Mapping[Bounce, str] = {
    Bounce.PERMANENT: _("l’adresse n’existe pas ou refuse nos mails"),
    Bounce.TRANSIENT: _("la boîte est pleine ou momentanément indisponible"),
    Bounce.UNDETERMINED: _("le serveur de messagerie ne dit pas pourquoi"),
}


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice as people and the API read it.

    `caused_at` is business time, as the dossier's page shows it; the other instants are real.
    """

    notice_id: str
    kind: str
    label: str
    addressee: str
    to: str
    state: str
    state_label: str
    tone: str
    caused_at: datetime
    sent_at: datetime | None
    ended_at: datetime | None
    why: str
    possible_duplicates: int


def view_notice(notice: Notice) -> NoticeView:
    """Put a notice into the reader's words."""
    state_label, tone = STATES[notice.state]
    return NoticeView(
        notice_id=notice.notice_id,
        kind=notice.kind,
        label=translate(_label(notice)),
        addressee=str(notice.addressee),
        to=translate(ADDRESSEES[notice.addressee]),
        state=str(notice.state),
        state_label=translate(state_label),
        tone=tone,
        caused_at=notice.caused_at or notice.created_at,
        sent_at=notice.sent_at,
        ended_at=notice.ended_at,
        why=translate(_why(notice)),
        possible_duplicates=notice.resends,
    )


def _label(notice: Notice) -> str:
    if notice.kind in ACCOUNT_MAILS:
        return ACCOUNT_MAILS[notice.kind]
    from chalicelib.notices.plan import find_mails

    mails = find_mails(notice.case_id)
    return mails.labels.get(notice.kind, "") if mails else ""


def _why(notice: Notice) -> str:
    if notice.complained_at:
        return _("la personne l’a signalé comme indésirable")
    if notice.bounce:
        return BOUNCES[notice.bounce]
    return REASONS.get(notice.reason, "")
