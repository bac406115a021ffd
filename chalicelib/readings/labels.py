"""The labels of French papers, as patterns on folded text, by what they announce.

A label without a subject (a SIRET, a gas meter's number, a date of payment) claims the value
beside it, so that nobody else takes it. `bare` labels are ordinary words: they count only alone
in their cell, or before a colon. Rank 0 is what names the subject, rank 1 what may mean it.
"""

from typing import Final

from chalicelib.readings.label_figures import CODES, DATES, DIGITS, POWERS
from chalicelib.readings.label_words import MODELS, NAMES, OTHERS, PLACES

LABELS: Final = (*DIGITS, *POWERS, *NAMES, *PLACES, *DATES, *CODES, *MODELS, *OTHERS)
