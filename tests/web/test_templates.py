"""Page templates keep to the policy: nothing inline, nothing foreign, every form its token."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment

from chalicelib.web import render
from chalicelib.web.render import page_environment

ROOT = Path(__file__).parents[2] / "templates" / "pages"
PAGES = sorted(ROOT.rglob("*.html"))
INLINE = re.compile(r"<style\b|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:")
FOREIGN = re.compile(r'(?<!<a )\b(?:src|href|action|srcset)="(?:https?:)?//')
"""What a page would load or send elsewhere; a link that people choose to follow is none of it."""

POST_FORM = re.compile(r'<form\b[^>]*method="post"[^>]*>.*?</form>', re.DOTALL)
TO_STORAGE = 'enctype="multipart/form-data"'
"""A form that posts a file goes to the bucket, which has no business with our token."""


def pages() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))


@pages()
def test_a_template_has_nothing_inline_and_nothing_foreign(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert INLINE.findall(text) == []
    assert FOREIGN.findall(text) == []


@pages()
def test_every_posted_form_carries_its_token(path: Path) -> None:
    for form in POST_FORM.findall(path.read_text(encoding="utf-8")):
        assert "{{ csrf }}" in form or TO_STORAGE in form


@pytest.fixture(scope="module")
def environment() -> Environment:
    """An environment of its own: the kept one would be made before the rooms lend their functions."""
    return page_environment.__wrapped__()


@pages()
def test_every_template_compiles(path: Path, environment: Environment) -> None:
    environment.get_template(str(path.relative_to(ROOT)))


def test_compiled_templates_show_the_same_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    render.compile_templates(tmp_path)
    source = render.make_environment("pages").get_template("_macros.html")
    monkeypatch.setattr(render, "COMPILED", tmp_path)
    monkeypatch.setattr(render, "TEMPLATES", tmp_path / "absent")
    compiled = render.make_environment("pages").get_template("_macros.html")
    badge = '<span class="badge done">'
    assert compiled.module.badge("Fait", "done").startswith(badge)  # type: ignore[attr-defined] # a macro
    assert compiled.module.badge("Fait", "done") == source.module.badge("Fait", "done")  # type: ignore[attr-defined] # idem
