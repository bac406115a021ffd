"""What people read about each reason: what is wrong and what to do, one sentence or two."""

from collections.abc import Mapping
from typing import Final

from chalicelib.verdicts import limits
from chalicelib.verdicts.verdict import ReasonCode
from chalicelib.words.translation import _
from chalicelib.words.values import Value

SENTENCES: Final[Mapping[ReasonCode, str]] = {
    ReasonCode.EMPTY_FILE: _("Le fichier est vide. Choisissez-le de nouveau et renvoyez-le."),
    ReasonCode.TOO_BIG: _(
        "Le fichier dépasse {most_mb} Mo. Réduisez-le (numérisation en 200 ppp) et renvoyez-le."
    ),
    ReasonCode.NAME_NOT_ACCEPTED: _(
        "Le nom du fichier ne se termine pas par une extension acceptée. "
        "Envoyez un fichier .pdf, .png, .jpg ou .jpeg."
    ),
    ReasonCode.NAME_NOT_USABLE: _(
        "Le nom du fichier contient un retour à la ligne ou un caractère qui en cache la fin, ou "
        "dépasse {most_characters} caractères. Renommez le fichier et renvoyez-le."
    ),
    ReasonCode.HEIC_NOT_ACCEPTED: _(
        "Cette photo est au format HEIC, que nous n’acceptons pas. Sur un iPhone, choisissez "
        "Réglages, Appareil photo, Formats, « Le plus compatible », et reprenez-la ; ou "
        "enregistrez-la en .jpg, .png ou .pdf."
    ),
    ReasonCode.FORMAT_NOT_ACCEPTED: _(
        "Ce format n’est pas accepté (WebP, GIF, TIFF et Word compris). "
        "Envoyez un fichier .pdf, .png, .jpg ou .jpeg."
    ),
    ReasonCode.NAME_AND_CONTENT_DISAGREE: _(
        "Le contenu du fichier n’est pas celui que son nom annonce. Enregistrez-le de nouveau "
        "en .pdf, .png, .jpg ou .jpeg, sans seulement changer son nom."
    ),
    ReasonCode.PDF_ONLY: _("Cette pièce est attendue en PDF. Enregistrez-la en .pdf."),
    ReasonCode.TWO_FILES_IN_ONE: _(
        "Le fichier en contient un second. Ouvrez-le, imprimez-le en PDF et envoyez le résultat."
    ),
    ReasonCode.PDF_STRAY_BYTES: _(
        "Des données étrangères entourent ce PDF. Ouvrez-le, enregistrez-le de nouveau en PDF et "
        "envoyez le résultat."
    ),
    ReasonCode.PDF_SIGNED: _(
        "Ce PDF signé contient un programme, une vidéo, un fichier joint ou des données "
        "étrangères, ou il est verrouillé. Ne l’imprimez pas, il perdrait sa signature : demandez "
        "à son auteur une version signée qui n’en contient pas."
    ),
    ReasonCode.PDF_UNREADABLE: _(
        "Ce PDF est abîmé et ne s’ouvre pas partout. "
        "Ouvrez-le, imprimez-le en PDF et envoyez le résultat."
    ),
    ReasonCode.PDF_TRUNCATED: _(
        "Ce PDF est incomplet : sa fin manque. Téléchargez-le de nouveau à sa source et renvoyez-le."
    ),
    ReasonCode.PDF_PASSWORD: _(
        "Ce PDF est protégé par un mot de passe. "
        "Ouvrez-le, imprimez-le en PDF sans mot de passe et envoyez le résultat."
    ),
    ReasonCode.PDF_LOCKED: _(
        "Ce PDF est protégé (mot de passe ou chiffrement) et ne s’ouvre pas. "
        "Imprimez-le en PDF sans protection et envoyez le résultat."
    ),
    ReasonCode.PDF_RUNS_BY_ITSELF: _(
        "Ce PDF contient un programme qui se lance à l’ouverture. "
        "Imprimez-le en PDF et envoyez le résultat."
    ),
    ReasonCode.PDF_STARTS_PROGRAM: _(
        "Ce PDF peut lancer un programme. Imprimez-le en PDF et envoyez le résultat."
    ),
    ReasonCode.PDF_RICH_MEDIA: _(
        "Ce PDF contient une vidéo ou une animation. Imprimez-le en PDF et envoyez le résultat."
    ),
    ReasonCode.PDF_EMBEDDED_FILE: _(
        "Ce PDF contient un fichier joint. Imprimez-le en PDF sans sa pièce jointe, "
        "et envoyez celle-ci à part si elle est utile."
    ),
    ReasonCode.PDF_DYNAMIC_FORM: _(
        "Ce formulaire ne s’affiche que dans le logiciel d’Adobe. "
        "Ouvrez-le avec ce logiciel, imprimez-le en PDF et envoyez le résultat."
    ),
    ReasonCode.PDF_TOO_MANY_PAGES: _(
        "Ce PDF a plus de {most_pages} pages. N’envoyez que les pages utiles."
    ),
    ReasonCode.PDF_PAGE_SIDES: _(
        "Une page de ce PDF a un côté de plus de {most_mm} mm, ou presque nul. "
        "Enregistrez-la à sa taille réelle, ou en plusieurs pages."
    ),
    ReasonCode.PDF_UNPACKS_TOO_BIG: _(
        "Ce PDF devient démesuré une fois ouvert. Imprimez-le en PDF et envoyez le résultat."
    ),
    ReasonCode.PICTURE_UNREADABLE: _(
        "Cette image est abîmée et ne s’affiche pas. Reprenez la photo ou enregistrez-la de nouveau."
    ),
    ReasonCode.PICTURE_TRUNCATED: _(
        "Cette image est incomplète : sa fin manque. Copiez-la de nouveau et renvoyez-la."
    ),
    ReasonCode.PICTURE_TOO_MANY_PIXELS: _(
        "Cette image dépasse {most_megapixels} millions de pixels. Réduisez-la et renvoyez-la."
    ),
    ReasonCode.PICTURE_TEXT_TOO_BIG: _(
        "Cette image contient un texte caché trop long. Faites-en une capture et envoyez-la."
    ),
    ReasonCode.TOO_HEAVY_TO_READ: _(
        "Ce fichier demande trop de temps ou de mémoire pour être lu. "
        "Imprimez-le en PDF, ou reprenez la photo, et envoyez le résultat."
    ),
    ReasonCode.MALWARE: _(
        "Un logiciel malveillant a été trouvé dans ce fichier : il n’est pas conservé. "
        "Vérifiez votre appareil et envoyez un autre fichier."
    ),
    ReasonCode.SCANNER_SILENT: _(
        "La recherche de logiciels malveillants n’a pas répondu. Vous n’avez rien à faire : "
        "le fichier est vérifié dès qu’elle répond."
    ),
    ReasonCode.NOT_SCANNABLE: _(
        "L’antivirus ne sait pas lire ce fichier. Tant que le dossier n’est pas envoyé, "
        "retirez-le et déposez-en un autre ; ensuite un agent s’en occupe."
    ),
    ReasonCode.NOT_JUDGED: _(
        "Ce fichier n’a pas pu être vérifié automatiquement. Tant que le dossier n’est pas "
        "envoyé, retirez-le et déposez-le de nouveau ; ensuite un agent s’en occupe."
    ),
    ReasonCode.NEVER_ARRIVED: _(
        "L’envoi de ce fichier n’est pas arrivé jusqu’au bout. Choisissez-le de nouveau."
    ),
    ReasonCode.ARRIVED_AFTER_SENDING: _(
        "Ce fichier est arrivé après l’envoi du dossier : il n’en fait pas partie. Déposez-le de "
        "nouveau."
    ),
}

PLACES: Final[Mapping[str, Value]] = {
    "most_mb": limits.UPLOAD_MAX_BYTES // limits.MIB,
    "most_characters": limits.FILE_NAME_MAX_CHARACTERS,
    "most_pages": limits.PDF_MAX_PAGES,
    "most_mm": limits.PDF_MAX_SIDE_MM,
    "most_megapixels": limits.PICTURE_MAX_PIXELS // 1_000_000,
}


def explain(code: str) -> tuple[str, Mapping[str, Value]]:
    """Give a reason's sentence (a msgid) and the values of its places.

    An agent's own reasons are explained too; an unknown code is shown as a file not checked.
    """
    if code in AGENT_SENTENCES:
        return AGENT_SENTENCES[code], {}
    known = code if code in set(ReasonCode) else ReasonCode.NOT_JUDGED
    return SENTENCES[ReasonCode(known)], PLACES


AGENT_SENTENCES: Final[Mapping[str, str]] = {
    "incorrect": _("Ce n’est pas la pièce attendue. Envoyez celle que la ligne demande."),
    "incomplete": _("Il manque une partie de la pièce. Envoyez-la tout entière."),
    "outdated": _("La pièce est trop ancienne. Envoyez-en une version récente."),
}
"""Why an agent refuses a piece (beside words of their own)."""

AGENT_LABELS: Final[Mapping[str, str]] = {
    "incorrect": _("Incorrecte : ce n’est pas la pièce attendue"),
    "incomplete": _("Incomplète : il en manque une partie"),
    "outdated": _("Périmée : elle est trop ancienne"),
}
"""The three reasons as agents choose them."""
