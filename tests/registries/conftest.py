"""A registry to ask, on the loopback."""

from collections.abc import Iterator

import pytest

from tests.registries.stand_in import StandIn, standing_in


@pytest.fixture
def registry() -> Iterator[StandIn]:
    with standing_in() as stand_in:
        yield stand_in
