"""What people read about the scanner, which one it is and whether it answers, and about events."""

from collections.abc import Mapping
from typing import Final

from chalicelib.audit.relayed import Aside
from chalicelib.verdicts.scanner_state import ScannerState
from chalicelib.words.formats import moment
from chalicelib.words.translation import _, translate, translate_plural

NAMES: Final[Mapping[str, str]] = {"guardduty": "GuardDuty", "clamd": "ClamAV"}


def tell_scanner(state: ScannerState) -> str:
    """Tell of the scanner in a sentence or two."""
    name = NAMES.get(state.scanner, state.scanner)
    match state.is_answering:
        case _ if state.scanner == "not_configured":
            return translate(
                _(
                    "Antivirus : aucun n’est configuré sur ce portail. "
                    "Les fichiers sont vérifiés par leur contenu seulement."
                )
            )
        case True:
            return translate(_("Antivirus : {name} répond."), name=name)
        case None:
            return translate(
                _("Antivirus : {name}. Aucun fichier ne lui a encore été soumis."), name=name
            )
        case False:
            return translate(
                _(
                    "Antivirus : {name} ne répond pas ({moment}). Les fichiers reçus attendent ; "
                    "aucun n’est accepté sans lui."
                ),
                name=name,
                moment=moment(state.silent_at),
            )


def tell_aside(aside: Aside) -> str:
    """Tell of the events that nobody can read."""
    if not aside.count:
        return translate(_("Chaque événement est transmis."))
    return translate_plural(
        "{number} événement ne peut pas être lu et attend à l’écart ({moment}). "
        "Il n’est pas perdu : il sera transmis dès qu’il pourra être lu.",
        "{number} événements ne peuvent pas être lus et attendent à l’écart (le plus ancien : "
        "{moment}). Ils ne sont pas perdus : ils seront transmis dès qu’ils pourront être lus.",
        aside.count,
        moment=moment(aside.since),
    )
