"""A page that needs nothing else: no style sheet, script, session or choice of a language.

It is shown when the rest of the portal cannot be: API Gateway gives it for its own errors
(infra/gateway.py), the app for an error that came through every boundary. It says the same in
every language we offer, for nobody could ask for one.
"""

import base64
import hashlib
from dataclasses import dataclass
from html import escape

from chalice.app import Response

from chalicelib.web.headers import COMMON
from chalicelib.words.languages import OFFERED
from chalicelib.words.translation import _, in_language, tag_of, translate, typeset


@dataclass(frozen=True, slots=True)
class FixedText:
    """What happened, and what to do: two texts of the catalogue."""

    title: str
    message: str


FAILED = FixedText(
    _("Une erreur est survenue de notre côté"),
    _(
        "Réessayez ; si l’erreur revient, donnez-nous le numéro ci-dessous. "
        "Rien de ce qui était enregistré n’est perdu."
    ),
)
UNAVAILABLE = FixedText(
    _("Service momentanément indisponible"),
    _("Réessayez dans une minute : rien de ce qui était enregistré n’est perdu."),
)
TOO_SLOW = FixedText(
    _("La réponse a trop tardé"),
    _(
        "Votre demande a pu aboutir : vérifiez avant de la répéter. "
        "Si cela se reproduit, donnez-nous le numéro ci-dessous."
    ),
)
UNREADABLE = FixedText(
    _("Demande refusée"),
    _("L’adresse ou la demande n’a pas pu être lue. Repartez de l’accueil du portail."),
)
FORBIDDEN = FixedText(
    _("Demande refusée"),
    _("Le portail ne répond pas à ce genre de demande. Repartez de l’accueil du portail."),
)
TOO_LARGE = FixedText(
    _("Envoi trop volumineux"),
    _("Une demande pèse 10 Mo au plus. Déposez les fichiers là où la page les demande."),
)
TOO_MANY = FixedText(
    _("Trop de demandes à la fois"),
    _("Réessayez dans une minute."),
)

STYLE = (
    "body{margin:0 auto;max-width:38rem;padding:2rem 1rem;font:1rem/1.5 system-ui,sans-serif}"
    "h1{font-size:1.25rem;margin:2rem 0 0}p{margin:.5rem 0}"
)
_DIGEST = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_DIGEST}'; base-uri 'none'; form-action 'none'"
"""In the page itself: API Gateway's static headers cannot hold the quotes that it needs."""

HEADERS: dict[str, str] = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    **COMMON,
}


def write_fixed_page(text: FixedText, number: str) -> str:
    """Write the page in every language; `number` is the request's, "" where there is none."""
    parts = "".join(_write_part(text, language) for language in OFFERED)
    quoted = f"<p><code>{escape(number)}</code></p>" if number else ""
    return (
        '<!doctype html><html lang="fr"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>Raccordo</title><style>{STYLE}</style></head>"
        f"<body><main><p><strong>Raccordo</strong></p>{parts}{quoted}</main></body></html>\n"
    )


def _write_part(text: FixedText, language: str) -> str:
    with in_language(language):
        title, message = typeset(translate(text.title)), typeset(translate(text.message))
    return (
        f'<section lang="{tag_of(language)}"><h1>{escape(title)}</h1><p>{escape(message)}</p>'
        "</section>"
    )


def answer_fixed_page(text: FixedText, status: int, number: str) -> Response:
    """Answer with the page."""
    return Response(write_fixed_page(text, number), {**HEADERS}, status)
