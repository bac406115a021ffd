"""Draw a receipt as a PDF, from its document alone: the same document gives the same bytes."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any, cast

from chalicelib.cases.files.model import FileState
from chalicelib.receipts.instants import tell_instant
from chalicelib.receipts.model import CopyRole, Document, group_fingerprint
from chalicelib.receipts.sheet import Sheet
from chalicelib.words import formats
from chalicelib.words.translation import _, in_language, translate, translate_plural

type Said = Mapping[str, Any]
"""A part of a document, whose shape `write_document` decides."""

COPIES: Mapping[str, str] = {
    CopyRole.ORIGINAL: _("Original"),
    CopyRole.SERVED: _("Copie de lecture"),
}
NOT_CHECKED = _("pas encore vérifié")
NONE_MADE = _("aucune : ce fichier n’est pas lisible")
UNDECIDED = frozenset({FileState.PENDING, FileState.HELD})


def draw_receipt(document: Document, fingerprint: str) -> bytes:
    """Draw the receipt whose JSON has this fingerprint, and give the PDF's bytes."""
    said = cast(Said, document)
    with in_language(said["language"]):
        number = said["receipt"]["number"]
        title = said["receipt"]["title"]
        sheet = Sheet(
            title=f"{title} {number}",
            foot=translate(_("Raccordo – reçu {number} – page"), number=number),
            at=datetime.fromisoformat(said["described"]["utc"]),
        )
        sheet.head(title)
        _draw_facts(sheet, said)
        _draw_fingerprint(sheet, said, fingerprint)
        _draw_files(sheet, said["files"])
        if said["addendum"]:
            _draw_addendum(sheet, said["addendum"])
        _draw_fields(sheet, said["fields"])
        sheet.title(translate(_("Fin du reçu {number}"), number=number))
        return sheet.finish()


def _draw_facts(sheet: Sheet, said: Said) -> None:
    journal = said["journal"]
    sheet.pair(translate(_("Numéro du reçu")), said["receipt"]["number"], strong=True)
    sheet.pair(said["case"]["kind_label"], said["case"]["reference"], strong=True)
    sheet.pair(said["event"]["label"], _instant(said["event"]))
    by = said["event"]["by"]
    sheet.pair(translate(_("Par")), f"{by['role_label']}, {by['person_id']}")
    sheet.pair(translate(_("État décrit, le")), _instant(said["described"]))
    sheet.pair(translate(_("Statut à cet instant")), said["case"]["status_label"])
    sheet.pair(translate(_("Contenu")), _count(said))
    sheet.pair(said["event"]["journal_label"], _place(journal["event"]))
    sheet.pair(translate(_("Journal à l’état décrit")), _place(journal["state"]))


def _instant(said: Said) -> str:
    return tell_instant(datetime.fromisoformat(said["utc"]))


def _place(event: Said) -> str:
    return translate(
        _("événement n° {number}, empreinte SHA-256 :\n{hash}"),
        number=event["seq"],
        hash=_in_two_lines(event["hash"]),
    )


def _count(said: Said) -> str:
    fields = translate_plural("{number} champ", "{number} champs", len(said["fields"]))
    files = translate_plural("{number} fichier", "{number} fichiers", len(said["files"]))
    return f"{fields}, {files}"


def _draw_fingerprint(sheet: Sheet, said: Said, fingerprint: str) -> None:
    sheet.title(translate(_("Empreinte de ce reçu")))
    sheet.text(group_fingerprint(fingerprint), strong=True)
    words = _(
        "C’est le SHA-256 du fichier JSON qui accompagne ce PDF. Pour vérifier ce reçu, ou un "
        "fichier par rapport à lui, sans compte : {url}"
    )
    sheet.text(translate(words, url=said["check"]["url"]), small=True)


def _draw_files(sheet: Sheet, files: Iterable[Said]) -> None:
    sheet.title(translate(_("Fichiers")))
    listed = list(files)
    if not listed:
        sheet.text(translate(_("Aucun fichier.")))
    for one in listed:
        sheet.text(one["name"] or translate(_("Nom pas encore connu")), strong=True)
        sheet.pair(translate(_("Pièce")), one["slot_label"])
        sheet.pair(translate(_("Taille et type")), _weigh(one))
        sheet.pair(translate(_("Vérification")), _tell_verdict(one))
        sheet.pair(translate(_("SHA-256 de l’original")), _tell_copy(one, CopyRole.ORIGINAL))
        sheet.pair(translate(_("SHA-256 de la copie de lecture")), _tell_copy(one, CopyRole.SERVED))
        sheet.gap()


def _weigh(one: Said) -> str:
    size = translate(_("{number} octets"), number=formats.number(one["size_bytes"]))
    return f"{size}, {one['content_type']}" if one["content_type"] else size


def _tell_verdict(one: Said) -> str:
    label: str = one["verdict_label"]
    if not one["verdict_at"]:
        return label
    at = datetime.fromisoformat(one["verdict_at"])
    return translate(_("{what}, le {when}"), what=label, when=tell_instant(at))


def _tell_copy(one: Said, role: CopyRole) -> str:
    fingerprint: str | None = one[f"{role}_sha256"]
    if fingerprint:
        return _in_two_lines(fingerprint)
    return translate(NOT_CHECKED if one["verdict"] in UNDECIDED else NONE_MADE)


def _in_two_lines(fingerprint: str) -> str:
    """Break a fingerprint in its middle, so that its groups stand below each other."""
    half = len(fingerprint) // 2
    return "\n".join(map(group_fingerprint, (fingerprint[:half], fingerprint[half:])))


def _draw_addendum(sheet: Sheet, said: Said) -> None:
    first = said["of"]
    sheet.title(translate(_("Additif au reçu {number}"), number=first["number"]))
    sheet.pair(translate(_("Daté du")), tell_instant(datetime.fromisoformat(said["dated"])))
    sheet.pair(translate(_("Empreinte du premier reçu")), _in_two_lines(first["sha256"]))
    sealed_at = datetime.fromisoformat(first["sealed_at"])
    sheet.pair(translate(_("Premier reçu scellé le")), tell_instant(sealed_at))
    if not said["copies"]:
        sheet.text(translate(_("Aucune copie n’a été faite depuis le premier reçu.")))
    for one in said["copies"]:
        sheet.gap()
        sheet.text(one["name"] or translate(_("Nom pas encore connu")), strong=True)
        sheet.pair(translate(_("Pièce")), one["slot_label"])
        sheet.pair(translate(COPIES[one["role"]]), _in_two_lines(one["sha256"]))
    if said["gone"]:
        count = len(said["gone"])
        words = translate_plural(
            "{number} fichier du premier reçu a été remplacé ou retiré depuis.",
            "{number} fichiers du premier reçu ont été remplacés ou retirés depuis.",
            count,
        )
        sheet.text(words)


def _draw_fields(sheet: Sheet, fields: Iterable[Said]) -> None:
    for title, group in groupby(fields, key=lambda one: one["part_title"]):
        lines = list(group)
        sheet.title(title)
        for one in lines:
            if one["text"]:
                sheet.pair(one["label"], one["text"])
        unanswered = [one["label"] for one in lines if not one["text"]]
        if unanswered:
            words = translate(_("Sans réponse : {labels}."), labels=" ; ".join(unanswered))
            sheet.text(words, small=True)
