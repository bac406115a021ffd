"""Templates: rendered with everything escaped, nothing undefined, and the reader's words.

Only pages and mails come here, late: the JSON API never imports jinja2. The deployed zip holds
templates already compiled to modules; without them they are compiled at first use.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    ModuleLoader,
    StrictUndefined,
    select_autoescape,
)
from markupsafe import Markup

from chalicelib.accounts.hat_words import label_hat
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import can
from chalicelib.web.csrf import FIELD
from chalicelib.web.languages import list_languages
from chalicelib.web.partials import list_provided
from chalicelib.web.static import static_path
from chalicelib.words import formats
from chalicelib.words.translation import language_now, tag_of, translate, translate_plural, typeset

if TYPE_CHECKING:
    from jinja2 import BaseLoader

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
COMPILED = ROOT / "compiled_templates"
"""Where packaging leaves the compiled modules, one folder for each of `pages` and `emails`."""


def compile_templates(target: Path, mails: Iterable[Path] = ()) -> None:
    """Compile `pages` and `emails` to modules below `target`, for a deployed zip.

    `mails` are the folders of systems that keep their own: a name stands in one folder only.
    """
    for folder, more in (("pages", ()), ("emails", tuple(mails))):
        environment = make_environment(folder, *more)
        environment.compile_templates(target / folder, zip=None, ignore_errors=False)


def make_environment(folder: str, *more: Path) -> Environment:
    """Make the environment of `templates/<folder>`, `pages` or `emails`, and of `more` folders.

    Text files (`.txt`) are not escaped; everything else is.
    """
    loaders: list[BaseLoader] = [FileSystemLoader([TEMPLATES / folder, *more])]
    if COMPILED.is_dir():
        loaders.insert(0, ModuleLoader(COMPILED / folder))
    environment = Environment(
        loader=ChoiceLoader(loaders),
        autoescape=select_autoescape(disabled_extensions=("txt",), default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(translate, translate_plural, newstyle=True)  # type: ignore[attr-defined] # the extension adds it
    environment.globals.update(
        _=say,
        hat=label_hat,
        can=can,
        policy=Connection,
        many=translate_plural,
        static=static_path,
        language=_language_tag,
    )
    environment.filters.update(formats.FILTERS)
    return environment


@cache
def page_environment() -> Environment:
    """Make the environment of pages, with the macros of `_macros.html` as `ui`."""
    environment = make_environment("pages")
    environment.globals.update(list_provided())
    environment.globals["languages"] = list_languages
    environment.globals["ui"] = environment.get_template("_macros.html").module
    return environment


def _language_tag() -> str:
    """Give the reader's language as `lang` has it."""
    return tag_of(language_now())


def say(msgid: str, /, **values: object) -> str:
    """Put a text of a template into the reader's language, set as it is printed there."""
    return typeset(translate(msgid, **values))


class FormToken:
    """The hidden field of a form: `{{ csrf }}`. Made when shown, for it may set a cookie."""

    def __init__(self, make: Callable[[], str]) -> None:
        """`make` gives the token of the browser that the page is for."""
        self._make = make

    def __html__(self) -> str:
        return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, self._make())


def render_page(template: str, values: Mapping[str, object]) -> str:
    """Render a page below `templates/pages`; what each of them knows is the visit's."""
    return page_environment().get_template(template).render(values)
