"""The template of a sheet: its headings, one line to show how, and what each field takes."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from chalicelib.form.field_kinds import Due, Field, Kind
from chalicelib.reference.operators import OPERATORS
from chalicelib.sheets.columns import EXAMPLE, LONGEST_REFERENCE, REFERENCE, list_columns
from chalicelib.sheets.model import MOST_LINES
from chalicelib.words.formats import show_number
from chalicelib.words.translation import _, translate

SHAPES: Mapping[Kind, str] = {
    Kind.TEXT: _("Un texte de {most} caractères au plus"),
    Kind.COMMUNE: _("Le nom de la commune"),
    Kind.LONG_TEXT: _("Un texte de {most} caractères au plus"),
    Kind.DATE: _("Une date, comme 31/03/2026"),
    Kind.EMAIL: _("Une adresse e-mail"),
    Kind.MOBILE: _("Un numéro de mobile, comme 06 12 34 56 78"),
    Kind.PDL: _("14 chiffres, zéros de tête compris"),
    Kind.SIRET: _("14 chiffres"),
    Kind.POSTCODE: _("5 chiffres, zéro de tête compris"),
    Kind.SECTION: _("1 ou 2 lettres ou chiffres, comme AB"),
    Kind.PARCEL: _("1 à 4 chiffres, comme 32"),
    Kind.YES_NO: _("oui ou non"),
    Kind.CHECKBOX: _("oui ou non"),
    Kind.NUMBER: _("Un nombre de {least} à {most} {unit}"),
    Kind.WHOLE: _("Un nombre entier de {least} à {most} {unit}"),
}
DUE: Mapping[Due, str] = {
    Due.EVERYONE: _("oui"),
    Due.PROFESSIONAL: _("pour un professionnel"),
    Due.NEVER: _("non"),
}
EXPLAINED = (
    _("Colonne"),
    _("Nécessaire pour envoyer"),
    _("Ce qui est accepté"),
    _("Aide"),
)
EXAMPLES: Mapping[str, str] = {
    "client_type": "Particulier",
    "civility": "Madame",
    "last_name": "Durand",
    "first_name": "Claire",
    "email": "claire.durand@exemple.fr",
    "mobile": "06 12 34 56 78",
    "address": "12 rue des Lilas",
    "postcode": "01000",
    "city": "Bourg-en-Bresse",
    "parcels.0.section": "AB",
    "parcels.0.number": "32",
    "has_contract": "oui",
    "pdl": "01234567890123",
    "subscribed_power_kva": "9",
    "operator": "Enedis",
    "phases": "Triphasé",
    "breaker_location": "Dans le garage",
    "meter_location": "En limite de propriété",
    "cabinet_width_cm": "25",
    "switchboard_indoors": "oui",
    "installer_name": "Soleil du Midi",
    "connection_power_kva": "9",
    "installed_power_kva": "8",
    "peak_power_kwc": "8,5",
    "plant_connection": "Injection du surplus",
    "panels_area_m2": "40",
    "plant_location": "Toiture",
    "panels.0.type": "Monocristallin",
    "panels.0.brand": "Voltec",
    "panels.0.model": "Tarka 126",
    "panels.0.count": "20",
    "panels.0.unit_power_w": "425",
    "inverters.0.count": "1",
    "inverters.0.brand": "SMA",
    "inverters.0.model": "STP 8.0",
    "inverters.0.unit_power_kva": "8",
    "panel_protection": "Coffret de protection DC",
    "consuel_requested_on": "31/03/2026",
}
MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)
"""What the workbook says of its making: the same template has the same bytes."""
WIDTH, WIDE = 24, 60


def list_rows() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """List the headings, and the line that shows how."""
    columns = list_columns()
    headings = (REFERENCE, *(column.heading for column in columns))
    example = (EXAMPLE.upper(), *(EXAMPLES.get(column.path, "") for column in columns))
    return headings, example


def write_csv_template() -> str:
    """Write the template as lines that a French spreadsheet opens by itself, with their mark."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(list_rows())
    return f"\ufeff{text.getvalue()}"


def write_xlsx_template(path: Path) -> None:
    """Write the template as a workbook: every cell takes texts, a second sheet explains."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": MADE_AT.replace(tzinfo=None)})
        bold = book.add_format({"bold": True, "num_format": "@"})
        as_text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(translate(_("Dossiers")))
        headings, example = list_rows()
        # As text, a postcode keeps its zero and a PDL all of its digits.
        sheet.set_column(0, len(headings) - 1, WIDTH, as_text)
        sheet.freeze_panes(1, 1)
        for column, (heading, text) in enumerate(zip(headings, example, strict=True)):
            sheet.write_string(0, column, heading, bold)
            sheet.write_string(1, column, text, as_text)
        about = book.add_worksheet(translate(_("Explications")))
        about.set_column(0, 3, WIDE)
        for row, cells in enumerate(explain()):
            for column, text in enumerate(cells):
                about.write_string(row, column, text, bold if row == 0 else None)


def explain() -> Iterator[tuple[str, str, str, str]]:
    """Explain every column: whether it is needed, what it takes, where the answer is found."""
    heads = [translate(one) for one in EXPLAINED]
    yield heads[0], heads[1], heads[2], heads[3]
    own = _("Votre nom pour la ligne, {most} caractères au plus : la même ligne corrigée la garde.")
    again = _("Une ligne dont la référence est EXEMPLE est passée. {most} lignes au plus.")
    yield (
        REFERENCE,
        translate(DUE[Due.NEVER]),
        translate(own, most=LONGEST_REFERENCE),
        translate(again, most=MOST_LINES),
    )
    for column in list_columns():
        hint = translate(column.field.hint) if column.field.hint else ""
        if column.rows:
            more = _("Pour une seconde ligne, ajoutez les mêmes colonnes suivies de (2).")
            hint = f"{hint} {translate(more)}".strip()
        yield column.heading, translate(DUE[column.field.due]), tell_allowed(column.field), hint


def tell_allowed(field: Field) -> str:
    """Tell what a field takes: its answers, its bounds or its form."""
    if field.kind is Kind.OPERATOR:
        return " / ".join(one.label for one in OPERATORS.values())
    if field.kind is Kind.CHOICE:
        return " / ".join(translate(one.label) for one in field.choices)
    numbers = {Kind.NUMBER, Kind.WHOLE}
    most = field.max_length if field.kind not in numbers else show_number(field.most or 0)
    told = translate(
        SHAPES[field.kind], most=most, least=show_number(field.least or 0), unit=field.unit
    ).strip()
    return (
        translate(_("0, ou {range}"), range=told[:1].lower() + told[1:]) if field.or_zero else told
    )
