"""A cold start pays for no kind of work that it does not do."""

import json
import subprocess
import sys

import pytest

from infra.paths import ROOT

HEAVY = {"fpdf", "fontTools", "font_source_sans_pro", "PIL", "pydantic", "xlsxwriter", "jinja2"}
MODULES = (
    "chalicelib.exports.events",
    "chalicelib.exports.run_job",
    "chalicelib.exports.make_list",
    "chalicelib.connection_jobs.make_list",
    "chalicelib.connection_jobs.works",
    "chalicelib.connection_jobs.pages",
    "chalicelib.connection_jobs.api",
    "chalicelib.exports.make_archive",
    "chalicelib.connection_jobs.make_drafts",
    "chalicelib.connection_jobs.make_mandate",
    "chalicelib.exports.pages",
    "chalicelib.exports.api",
    "chalicelib.transcripts.pages",
    "chalicelib.sheets.read_lines",
)


@pytest.mark.parametrize("module", MODULES)
def test_nothing_heavy_is_imported_before_it_is_needed(module: str) -> None:
    code = f"import {module}, sys, json; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert not set(json.loads(done.stdout)) & HEAVY
