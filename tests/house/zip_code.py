"""Code that tests run with the zip and the runtime alone."""

LIBRARIES = """
import pylibmagic  # before magic, which finds it
import argon2, babel.dates, babel.numbers, email_validator, holidays, jinja2, magic, msgspec
import phonenumbers, pikepdf, PIL.Image, pydantic, pypdfium2, stdnum.fr.siret
from datetime import date
from zoneinfo import ZoneInfo
for language in ("fr", "fr_FR", "pt_BR", "en", "en_US", "en_001"):
    babel.dates.format_date(date(2026, 1, 2), locale=language)
assert date(2026, 12, 26) in holidays.country_holidays("FR", subdiv="57", years=2026)
assert holidays.country_holidays("BR", subdiv="AM", years=2026)
assert phonenumbers.is_valid_number(phonenumbers.parse("0612345678", "FR"))
assert magic.from_buffer(b"%PDF-1.4", mime=True) == "application/pdf"
assert argon2.PasswordHasher().hash("x")
assert ZoneInfo("Europe/Paris")
from datetime import UTC, datetime
from chalicelib.receipts.sheet import Sheet
sheet = Sheet(title="Reçu", foot="page", at=datetime(2026, 1, 2, tzinfo=UTC))
sheet.pair("Nom", "Žižek")
printed = sheet.finish()
assert printed.startswith(b"%PDF")
import io, tempfile
import segno, xlsxwriter
from pathlib import Path
from PIL import Image
from chalicelib.readings.extract import read_pages
from chalicelib.verdicts.jpeg import judge_jpeg
from chalicelib.verdicts.pdf import judge_pdf
from chalicelib.verdicts.png import judge_png
from chalicelib.verdicts.served_copy import derive_copy
from chalicelib.verdicts.verdict import FileKind
with tempfile.TemporaryDirectory() as scratch:
    paper, copy = Path(scratch, "paper.pdf"), Path(scratch, "copy.pdf")
    paper.write_bytes(printed)
    assert judge_pdf(paper).pages == 1
    assert "Žižek" in str(read_pages(paper, 5, 9_000))
    derive_copy(paper, FileKind.PDF, copy)
    assert judge_pdf(copy).pages == 1
    for kind, judge in ((FileKind.JPEG, judge_jpeg), (FileKind.PNG, judge_png)):
        picture, copy = Path(scratch, f"picture.{kind}"), Path(scratch, f"copy.{kind}")
        Image.new("RGB", (80, 60), "red").save(picture, kind.name)
        judge(picture)
        derive_copy(picture, kind, copy)
        assert copy.stat().st_size
workbook = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
workbook.add_worksheet().write(0, 0, "Žižek")
workbook.close()
segno.make("https://raccordo.example/").save(io.BytesIO(), kind="svg")
pikepdf.new()
"""

SETTING = """
import json
from datetime import UTC, date, datetime
from chalicelib.battery.views import name_month
from chalicelib.words import formats
from chalicelib.words.translation import in_language
found = []
for language in ("fr", "pt_BR", "en"):
    with in_language(language):
        days = [date(2026, month, day) for month in range(1, 13) for day in (1, 31 if month == 1 else 27)]
        found += [formats.in_words(day) for day in days]
        found += [formats.month_in_words(day) for day in days]
        found += [name_month(f"2026-{month:02d}") for month in range(1, 13)]
        found += [formats.moment(datetime(2026, 5, 31, 12, 5, tzinfo=UTC))]
        found += [formats.number(value) for value in (0, -3, "12345678.25", "0.1", 1_000)]
        found += [formats.size(value) for value in (12, 842_000, 4_200_000)]
told = json.dumps(found)
"""

DATACLASSES = """
import dataclasses, importlib, json
from chalicelib import dataclass_code
known, use, lacking = dataclass_code.read_codes(), vars(dataclasses)["exec"], []
def run(source, scope, names):
    if dataclass_code.digest_of(source) not in known:
        lacking.append(source)
    use(source, scope, names)
vars(dataclasses)["exec"] = run
from app import app
app_routes = len(app.routes)
for name in MODULES:
    importlib.import_module(name)
import pydantic, pydantic.deprecated.class_validators
assert len(known) > 100 and not lacking, lacking[:3]
"""
