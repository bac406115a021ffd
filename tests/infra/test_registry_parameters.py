"""What a stage may name as a public registry: HTTPS, the local neighbour, or nothing."""

import re
from typing import Any, cast

import pytest

from infra.template import compose_resources

NAMES = ("AddressRegistry", "ParcelRegistry", "CompanyRegistry")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("", True),
        ("https://registre.example/geocodage", True),
        ("http://127.0.0.1:4567/registres/adresses", True),
        ("http://registre.example", False),
        ("http://127.0.0.1.registre.example:80", False),
        ("https://qui@registre.example", False),
        ("https://registre.example/?q=", False),
        ("registre.example", False),
    ],
)
def test_cloudformation_refuses_what_no_page_would_call(name: str, url: str, may: bool) -> None:
    parameters = cast(dict[str, dict[str, Any]], compose_resources()["Parameters"])
    assert parameters[name]["Default"] == ""
    assert bool(re.search(parameters[name]["AllowedPattern"], url)) is may
