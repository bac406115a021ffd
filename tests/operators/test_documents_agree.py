"""The written profile and the code say the same codes, columns and behaviours."""

from pathlib import Path

from chalicelib.operators.drop_file import _COLUMNS
from chalicelib.operators.outbound_file import _HEADER_OF, PROFILE, Kind
from chalicelib.operators.record_by_hand import CODES
from chalicelib.reference.operators import ATTESTED, EVERYTHING, OPERATORS, OURS, Meaning, Operator
from local.operator_sandbox.course import Behaviour

WRITTEN = (Path(__file__).parents[2] / "docs" / "operator-files.md").read_text()


def test_every_code_is_written_with_what_it_rests_on() -> None:
    for code, rests in [(c, "attested") for c in ATTESTED] + [(c, "ours") for c in OURS]:
        (line,) = [one for one in WRITTEN.splitlines() if one.startswith(f"| `{code}`")]
        assert f"| {rests} |" in line


def test_every_column_kind_and_behaviour_is_written() -> None:
    words = [*_COLUMNS, *_HEADER_OF.values(), *map(str, Kind), *map(str, Behaviour), PROFILE]
    assert [word for word in words if word not in WRITTEN] == []


def test_every_operator_is_written_and_knows_every_meaning() -> None:
    for operator in OPERATORS.values():
        assert f"`{operator.code}`" in WRITTEN
        assert {code.meaning for code in operator.vocabulary.values()} == set(Meaning)


def test_what_agents_may_enter_is_known_to_every_operator() -> None:
    def known(operator: Operator) -> bool:
        return all(operator.find_code(code) for code in CODES)

    assert all(known(operator) for operator in OPERATORS.values())
    assert set(CODES) <= set(EVERYTHING)
