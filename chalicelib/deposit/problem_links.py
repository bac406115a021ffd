"""Problems of the form as links: the step's number, the place of the field on it, the words."""

from collections.abc import Iterable

from chalicelib.form.fields import find_step_of
from chalicelib.form.inputs import anchor_of
from chalicelib.form.steps import STEPS, Step
from chalicelib.refusals import FieldProblem
from chalicelib.words.translation import translate

type Link = tuple[int, str, str]


def list_links(problems: Iterable[FieldProblem]) -> list[Link]:
    """Each problem with its step's number, the anchor of its field and its words."""
    return [
        (
            STEPS.index(find_step_of(problem.field) or Step.DOCUMENTS) + 1,
            anchor_of(problem.field),
            translate(problem.message, **problem.values),
        )
        for problem in problems
    ]
