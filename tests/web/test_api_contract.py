"""The API answers as its document says, whatever it is sent."""

from collections.abc import Iterator

import pytest

from chalicelib.web.openapi import TwoOfOneName, _keep
from tests.api_fuzzer import Fuzzer, open_fuzzer
from tests.peopled import open_peopled

SEED, CALLS = 20261201, 900


@pytest.fixture(scope="module")
def fuzzed() -> Iterator[Fuzzer]:
    with open_peopled() as peopled:
        fuzzer = open_fuzzer(SEED, peopled)
        fuzzer.run(CALLS)
        yield fuzzer


def test_whatever_is_sent_the_answer_is_documented_and_no_fault_of_ours(fuzzed: Fuzzer) -> None:
    assert fuzzed.faults == []
    assert fuzzed.answered.total() == CALLS


def test_it_is_let_in_and_refused_in_many_ways(fuzzed: Fuzzer) -> None:
    """A client that is only ever sent away proves nothing."""
    assert sum(count for status, count in fuzzed.answered.items() if status < 400) > CALLS / 20
    assert {400, 401, 403, 404, 409, 422} <= fuzzed.answered.keys()


def test_two_models_of_one_name_are_refused() -> None:
    schemas = {"File": {"type": "object"}}
    _keep(schemas, "File", {"type": "object"})
    with pytest.raises(TwoOfOneName):
        _keep(schemas, "File", {"type": "string"})
