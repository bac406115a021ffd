"""The words of the desk: what each act is called, what it will do, what became of it."""

from collections.abc import Mapping
from functools import cache

from chalicelib.desk.model import Act, Outcome, Result
from chalicelib.desk.refusals import (
    HandedOverMeanwhile,
    NothingLacking,
    NothingToFollow,
    TakenByAnother,
)
from chalicelib.refusals import (
    ChangedMeanwhile,
    InvalidCursor,
    InvalidFields,
    NotAllowed,
    NotFound,
    Refusal,
)
from chalicelib.web.tones import Tone
from chalicelib.words.translation import _, translate

ACTS: Mapping[Act, str] = {
    Act.TAKE: _("Prendre en charge"),
    Act.HAND_OVER: _("Transmettre à un collègue"),
    Act.RELEASE: _("Rendre à la file"),
    Act.REMIND_INSTALLER: _("Relancer l’installateur"),
    Act.REMIND_CLIENT: _("Relancer le client pour sa signature"),
    Act.FILE_AGAIN: _("Redemander la démarche au gestionnaire"),
    Act.MARK_READ: _("Marquer les messages comme lus"),
    Act.READ_CODES: _("Noter les codes inconnus comme lus"),
    Act.APPLY_CODES: _("Appliquer les codes libellés"),
}

WILL: Mapping[Act, str] = {
    Act.TAKE: _(
        "Vous apparaîtrez comme la personne qui suit ces dossiers. Ceux qu’un collègue suit déjà "
        "restent à lui, et le compte rendu le dira."
    ),
    Act.HAND_OVER: _(
        "Le collègue choisi suivra ces dossiers, quelle que soit la personne qui les suit. Ils "
        "apparaîtront dans « Mes dossiers » chez lui, avec votre mot."
    ),
    Act.RELEASE: _("Plus personne ne suivra ces dossiers. Seuls les vôtres peuvent être rendus."),
    Act.REMIND_INSTALLER: _(
        "Un e-mail rappellera à l’installateur les pièces qui manquent. Rien ne part pour un "
        "dossier où rien ne manque, ni deux fois en vingt-quatre heures."
    ),
    Act.REMIND_CLIENT: _(
        "Un e-mail portera au client un nouveau lien pour signer sa souscription. Rien ne part si "
        "elle est signée, ou si un lien vient de partir."
    ),
    Act.FILE_AGAIN: _(
        "La démarche auprès du gestionnaire (dépôt, commande ou annulation) sera tentée de nouveau "
        "dans la minute, là où une démarche attend."
    ),
    Act.MARK_READ: _(
        "Les messages arrivés jusqu’à maintenant seront marqués comme lus. Un message qui arrive "
        "entre-temps reste non lu."
    ),
    Act.READ_CODES: _("Les codes que personne ne connaît ne signaleront plus ces dossiers."),
    Act.APPLY_CODES: _(
        "Ce que les codes libellés veulent dire aura son effet sur ces dossiers. Un dossier qui "
        "porte encore un code sans libellé reste signalé."
    ),
}

RESULTS: Mapping[Result, tuple[str, Tone]] = {
    Result.DONE: (_("Fait"), "done"),
    Result.ALREADY: (_("Déjà ainsi"), "draft"),
    Result.REFUSED: (_("Impossible"), "stop"),
}


def list_acts() -> list[tuple[str, str]]:
    """List the acts with their names, for a form."""
    return [(str(act), translate(words)) for act, words in ACTS.items()]


def tell_outcome(outcome: Outcome | None) -> tuple[str, Tone, str]:
    """Put an outcome into words: its name, its tone, and why it was not possible."""
    if outcome is None:
        return translate(_("En attente")), "now", ""
    label, tone = RESULTS[outcome.result]
    return translate(label), tone, _tell_why(outcome) if outcome.code else ""


def _tell_why(outcome: Outcome) -> str:
    sentence = list_refused().get(outcome.code, Refusal.message)
    return translate(sentence, **outcome.values)


@cache
def list_refused() -> Mapping[str, str]:
    """List the sentence of each refusal that an act may meet, by its code."""
    from chalicelib.cases.kind import IllegalMove
    from chalicelib.operators.refusals import CodesStillUnknown, FilingNotReady, NoLiveRequest
    from chalicelib.subscription.model import AlreadySigned, NothingToSign

    every: tuple[type[Refusal], ...] = (
        AlreadySigned,
        ChangedMeanwhile,
        CodesStillUnknown,
        FilingNotReady,
        HandedOverMeanwhile,
        IllegalMove,
        InvalidCursor,
        InvalidFields,
        NoLiveRequest,
        NotAllowed,
        NotFound,
        NothingLacking,
        NothingToFollow,
        NothingToSign,
        TakenByAnother,
    )
    return {one.code: one.message for one in every}
