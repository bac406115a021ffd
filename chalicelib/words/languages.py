"""The languages that are offered, and the domain of their catalogues."""

from collections.abc import Mapping

DOMAIN = "raccordo"
SOURCE = "fr"
"""The language in which texts are written: their msgids."""

OFFERED: tuple[str, ...] = (SOURCE, "pt_BR", "en")
OWN_NAMES: Mapping[str, str] = {"fr": "Français", "pt_BR": "Português (Brasil)", "en": "English"}
"""Each language as its readers call it."""
