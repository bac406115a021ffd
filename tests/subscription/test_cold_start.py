"""A cold start pays for no letter: what draws papers is imported by their making alone."""

import json
import subprocess
import sys

import pytest

from infra.paths import ROOT

HEAVY = {"fpdf", "fontTools", "font_source_sans_pro", "PIL", "pydantic", "argon2", "stdnum"}


@pytest.mark.parametrize(
    "module", ["chalicelib.subscription.make_papers", "chalicelib.subscription.pages"]
)
def test_nothing_that_draws_is_imported_before_it_is_needed(module: str) -> None:
    code = f"import {module}, sys, json; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert not set(json.loads(done.stdout)) & HEAVY
