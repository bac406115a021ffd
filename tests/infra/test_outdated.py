"""What is behind and what has an advisory is said, and silence is not taken for a good answer."""

from infra.outdated import (
    ALL_PINS,
    LAMBDAS,
    WORKSHOP,
    Audit,
    list_behind,
    read_audit,
    read_pins,
    tell,
)


def test_every_pin_is_among_those_that_are_looked_up() -> None:
    pinned = read_pins(ALL_PINS).keys()
    assert read_pins(LAMBDAS).keys() - pinned - {"tzdata", "segno"} == set()
    assert read_pins(WORKSHOP).keys() <= pinned | {"boto3-stubs"}


def test_what_is_behind_is_told_with_those_of_the_lambdas_first() -> None:
    outdated = [
        {"name": "ruff", "latest_version": "99.0"},
        {"name": "PyPDF", "latest_version": "99.0"},
        {"name": "of-nobody", "latest_version": "1"},
    ]
    behind = list_behind(outdated)
    assert [(one.name, one.newest, one.place) for one in behind] == [
        ("pypdf", "99.0", LAMBDAS),
        ("ruff", "99.0", WORKSHOP),
    ]
    assert "pypdf" in tell(behind, Audit({}, ()))


def test_an_advisory_is_told_with_what_mends_it() -> None:
    advisory = {"id": "PYSEC-1", "fix_versions": ["2.0"]}
    told = {"dependencies": [{"name": "x", "version": "1.0", "vulns": [advisory]}]}
    assert "ADVISORY x 1.0: PYSEC-1 (mended in 2.0)" in tell([], read_audit(told))


def test_what_could_not_be_looked_up_is_not_called_sound() -> None:
    told = {"dependencies": [{"name": "x", "skip_reason": "not found"}]}
    said = tell([], read_audit(told))
    assert "no advisory could be looked up: x" in said
    assert "No advisory is known" not in said
