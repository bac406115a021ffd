"""The values of a form, as a dossier keeps them."""

from collections.abc import Mapping
from decimal import Decimal

type FormValue = str | int | Decimal | bool | list["FormValue"] | dict[str, "FormValue"] | None
type Form = Mapping[str, Mapping[str, FormValue]]
"""The values of each step: `client`, `electricity`, `plant`, `equipment`, `documents`."""
