"""A step as its page posts it: its fields, what the page was shown, what its person chose."""

from urllib.parse import parse_qs

from chalicelib.form.figures import StepValues
from chalicelib.form.merge import Posted, list_units, read_base, read_choice
from chalicelib.form.read_step import Draft, read_page
from chalicelib.form.steps import Step
from chalicelib.web.form import LARGEST_FORM_BYTES, MOST_FIELDS

BASE, SENT, CHOICE = "base", "en-route", "choix-"
"""The names of the fields that are no answer: what was shown, what was sent before, choices."""

type Fields = dict[str, list[str]]


def read_posted(step: Step, fields: Fields) -> tuple[Posted, Draft]:
    """Read a posted step: both what is to be merged, and what is wrong with it."""
    draft = read_page(step, fields)
    base, sent = fields.get(BASE), fields.get(SENT)
    choices = {
        name: choice
        for name in list_units(step)
        if (choice := read_choice(fields.get(f"{CHOICE}{name}", [""])[-1]))
    }
    return (
        Posted(
            draft.to_keep(),
            read_base(base[-1]) if base else None,
            choices,
            read_sent(step, sent[-1]) if sent and sent[-1] else None,
        ),
        draft,
    )


def read_sent(step: Step, body: str) -> StepValues | None:
    """Read what the same page sent before without hearing whether it arrived."""
    try:
        fields = parse_qs(body[:LARGEST_FORM_BYTES], max_num_fields=MOST_FIELDS)
    except ValueError:
        return None
    return read_page(step, fields).to_keep()
