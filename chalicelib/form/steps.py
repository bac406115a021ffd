"""The five steps by name and number, apart from their fields: an address needs no more."""

from enum import StrEnum


class Step(StrEnum):
    """The five steps, in their order (guide Urban Solar, section 02)."""

    CLIENT = "client"
    ELECTRICITY = "electricity"
    PLANT = "plant"
    EQUIPMENT = "equipment"
    DOCUMENTS = "documents"


STEPS: tuple[Step, ...] = tuple(Step)

AS_TYPED = "as_typed"
"""Where a draft's step keeps what was typed wrongly, by path, until it is corrected."""


def load_step(number: int) -> Step:
    """The step with that number, 1 to 5; LookupError otherwise."""
    if not 1 <= number <= len(STEPS):
        raise LookupError(number)
    return STEPS[number - 1]
