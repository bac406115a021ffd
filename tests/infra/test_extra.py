"""Systems that are tried out: what follows from their kinds knows them, and no production stage takes them."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from boto3 import Session

from chalicelib.cases.kind import Later
from chalicelib.cases.process import Node, Process
from infra import extra
from infra.deploy import deploy
from infra.extra import list_mail_folders, mark, refuse_extra, registering, stage_extra
from infra.failure import CommandFailed
from infra.package import Package
from infra.template import Template, compose_resources
from tests.packaged import TOYS
from tests.toys.bookings import BOOKING

WAY = Process("errand", (Node("begun"), Node("done", ("begun",))))
WITH_A_WAY = replace(BOOKING, process=Later("tests.infra.test_extra:WAY"))


class NoSession(Session):
    """No deployment comes so far."""

    def client(self, *_: Any, **__: Any) -> Any:
        pytest.fail("a refused package was published")


def marked() -> Template:
    template: Template = {"Resources": {}}
    mark(template, TOYS)
    return template


@pytest.mark.parametrize("stage", ["production", "staging", "nowhere"])
def test_a_stage_that_does_not_say_so_takes_no_kind_that_is_tried_out(
    stage: str, tmp_path: Path
) -> None:
    package = Package(tmp_path / "code.zip", marked(), 0)
    with pytest.raises(
        CommandFailed, match=rf"\(bkg, ern, rnd\): stage {stage} does not take them"
    ):
        deploy(package, {"Stage": stage}, lambda _line: None, NoSession())


def test_the_local_stage_takes_them_and_every_stage_takes_the_tree_alone() -> None:
    refuse_extra(marked(), "local")
    refuse_extra({"Resources": {}}, "production")


def test_the_staged_project_has_the_systems_and_their_kinds(tmp_path: Path) -> None:
    (tmp_path / "chalicelib").mkdir()
    (tmp_path / "chalicelib" / "kinds.json").write_text('{"dos": {"kind": "a:B", "name": "one"}}')
    stage_extra(TOYS, tmp_path)
    kinds = json.loads((tmp_path / "chalicelib" / "kinds.json").read_text())
    assert list(kinds) == ["dos", "bkg", "rnd", "ern"]
    staged = {path.name for path in (tmp_path / "vendor" / "tests" / "toys").iterdir()}
    assert {"bookings.py", "rounds.py", "emails"} <= staged
    assert not [name for name in staged if name.startswith("test_") or name.endswith(".json")]


@pytest.mark.parametrize(("prefix", "name"), [("dos", "other"), ("oth", "dossier")])
def test_a_kind_of_the_tree_is_not_registered_again(prefix: str, name: str, tmp_path: Path) -> None:
    (tmp_path / "kinds.json").write_text(json.dumps({prefix: {"kind": "a:B", "name": name}}))
    with pytest.raises(CommandFailed, match=r"registers again: (dos|dossier)$"):
        registering(tmp_path)


def test_a_systems_own_mails_are_found_and_none_has_the_name_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with registering(TOYS):
        assert list_mail_folders() == (TOYS / "emails",)
        (tmp_path / "emails" / "visit_confirmed").mkdir(parents=True)
        monkeypatch.setattr(extra, "TEMPLATES", tmp_path)
        with pytest.raises(CommandFailed, match="mails: visit_confirmed"):
            list_mail_folders()
    assert list_mail_folders() == ()


def test_a_process_of_such_a_kind_gets_its_state_machine(tmp_path: Path) -> None:
    kind = {"kind": "tests.infra.test_extra:WITH_A_WAY", "name": "errand"}
    (tmp_path / "kinds.json").write_text(json.dumps({"err": kind}))
    with registering(tmp_path):
        assert "ErrandTimeline" in compose_resources()["Resources"]
    assert "ErrandTimeline" not in compose_resources()["Resources"]
