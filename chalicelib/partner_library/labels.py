"""The library's words: kinds, languages, states and acts, as people read them."""

from collections.abc import Mapping
from typing import Final

from chalicelib.cases.files.model import FileState
from chalicelib.partner_library.model import Act, ItemKind, Language
from chalicelib.policy.roles import Role, Stand
from chalicelib.web.tones import Tone
from chalicelib.words.translation import _

KINDS: Final[Mapping[ItemKind, str]] = {
    ItemKind.CHARTER: _("Charte de bonnes pratiques"),
    ItemKind.BROCHURE: _("Brochure client"),
    ItemKind.PRICES: _("Tarifs partenaires"),
    ItemKind.KIT: _("Kit de communication"),
    ItemKind.GUIDE: _("Guide de l’espace client"),
    ItemKind.OTHER: _("Autre document"),
}
LANGUAGES: Final[Mapping[Language, str]] = {
    Language.FRENCH: _("Français"),
    Language.ENGLISH: _("Anglais"),
    Language.PORTUGUESE: _("Portugais du Brésil"),
}
STATES: Final[Mapping[FileState, tuple[str, Tone]]] = {
    FileState.PENDING: (_("En vérification"), "now"),
    FileState.ACCEPTED: (_("Acceptée"), "done"),
    FileState.REJECTED: (_("Refusée"), "stop"),
    FileState.HELD: (_("Retenue pour examen"), "wait"),
    FileState.SUPERSEDED: (_("Jamais arrivée"), "draft"),
}
ACTS: Final[Mapping[Act, str]] = {
    Act.ADDED: _("Document ajouté"),
    Act.EDITED: _("Fiche modifiée"),
    Act.MOVED: _("Place changée"),
    Act.WITHDRAWN: _("Document retiré"),
    Act.RESTORED: _("Document rétabli"),
    Act.VERSION_ANNOUNCED: _("Version {number} envoyée"),
    Act.VERSION_ACCEPTED: _("Version {number} acceptée"),
    Act.VERSION_REJECTED: _("Version {number} refusée"),
    Act.VERSION_HELD: _("Version {number} retenue pour examen"),
    Act.VERSION_FORGOTTEN: _("Version {number} jamais arrivée"),
    Act.VERSION_CHECKED_AGAIN: _("Vérification de la version {number} relancée"),
}
ACTORS: Final[Mapping[str, str]] = {
    Role.AGENT: _("Agent"),
    Stand.PLATFORM: _("Plateforme"),
}
