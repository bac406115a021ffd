"""The grid operators: how each names its requests, what its codes mean, where it is proposed.

Everything here is dated data. The seven codes of affairs (DMTR… CNRE) are attested; the others
are those of our own exchanges, documented in `docs/operator-files.md`. No operator publishes the
labels of its portal: a code that is not here is kept as it came and flagged, and no rule is made
of it. Delays stand in `reference/delays.py`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chalicelib.refusals import Refusal


class Meaning(StrEnum):
    """What a milestone of an operator means for the dossier, whatever its code."""

    RECEIVED = "received"
    INCOMPLETE = "incomplete"
    """The operator awaits a piece."""
    COMPLEMENTED = "complemented"
    """The operator has the piece that it awaited."""
    QUALIFIED = "qualified"
    """The request is complete: the date of qualification."""
    VALIDATED = "validated"
    REFUSED = "refused"
    LAPSED = "lapsed"
    """The operator's proposal was not taken up in time."""
    ORDERED = "ordered"
    PLANNED = "planned"
    REPLANNED = "replanned"
    """The visit will not take place as planned: commissioning is to be ordered again."""
    COMMISSIONED = "commissioned"
    CANCELLED = "cancelled"


class Standing(StrEnum):
    """What the meaning of a code rests on."""

    ATTESTED = "attested"
    """An operator's own word for it."""

    OURS = "ours"
    """Our own documented exchange."""

    LABELLED = "labelled"
    """One of our agents said so, of a code that came and that no list held."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code of an operator: its label in the operator's words and what it means for us."""

    code: str
    label: str
    meaning: Meaning
    standing: Standing


@dataclass(frozen=True, slots=True)
class Operator:
    """A grid operator. `reference_pattern` is the regular expression of its request numbers.

    `postcodes` are prefixes where it is proposed instead of the default; a proposal only, which
    the installer checks against the bill: no complete public list is at hand.
    """

    code: str
    label: str
    reference_pattern: str
    reference_legend: str
    vocabulary: Mapping[str, Code]
    valid_from: date
    postcodes: tuple[str, ...] = ()

    def is_reference(self, text: str) -> bool:
        """Say whether a text is written as this operator writes its request numbers."""
        return re.fullmatch(self.reference_pattern, text) is not None

    def find_code(self, code: str) -> Code | None:
        """Find what a code means; None for one that nobody told us."""
        return self.vocabulary.get(code)


class UnknownOperator(Refusal):
    """No operator has this code."""

    code = "unknown-operator"
    status = 422
    message = (
        "Le gestionnaire de réseau « {operator} » n’est pas connu : choisissez-le dans la liste."
    )


def _codes(standing: Standing, *rows: tuple[str, str, Meaning]) -> dict[str, Code]:
    return {code: Code(code, label, meaning, standing) for code, label, meaning in rows}


ATTESTED = _codes(
    Standing.ATTESTED,
    ("DMTR", "Demande transmise", Meaning.RECEIVED),
    ("DMREC", "Demande recevable", Meaning.QUALIFIED),
    ("INPL", "Intervention planifiée", Meaning.PLANNED),
    ("INRP", "Replanification", Meaning.REPLANNED),
    ("CPRE", "Close, prestation réalisée", Meaning.COMMISSIONED),
    ("CPNR", "Close, prestation non réalisée", Meaning.REPLANNED),
    ("CNRE", "Close, non recevable", Meaning.REFUSED),
)
"""The states of affairs attested in public sources. That CPRE closes a commissioning, and CPNR
asks for another order, is how our requests use them."""

OURS = _codes(
    Standing.OURS,
    ("INCPL", "Demande incomplète", Meaning.INCOMPLETE),
    ("CPLR", "Complément reçu", Meaning.COMPLEMENTED),
    ("VALID", "Demande validée, proposition émise", Meaning.VALIDATED),
    ("REFUS", "Demande refusée après étude", Meaning.REFUSED),
    ("CADUC", "Proposition caduque", Meaning.LAPSED),
    ("MESC", "Mise en service commandée", Meaning.ORDERED),
    ("ANNUL", "Demande annulée", Meaning.CANCELLED),
)
"""The codes of our own exchange with operators, for what no attested code says."""

DROP = _codes(
    Standing.OURS,
    ("dateAccuseReception", "Accusé de réception de la demande complète", Meaning.QUALIFIED),
    ("dateMiseEnService", "Date de mise en service", Meaning.COMMISSIONED),
)
"""The dated columns of a dropped file, each a milestone."""

EVERYTHING = ATTESTED | OURS | DROP

ENEDIS = Operator(
    code="enedis",
    label="Enedis",
    reference_pattern=r"[0-9]{4}P4E[0-9]{6}|[A-Za-z]{3}-RP-2[0-9]{3}-[0-9]{6}",
    reference_legend="2611P4E000123 (4 chiffres, P4E, 6 chiffres), ou OUE-RP-2022-000034 au-delà de 36 kVA",
    vocabulary=EVERYTHING,
    valid_from=date(2023, 1, 1),
)
"""The first form is the one that guide MySmartBattery shows for requests up to 36 kVA; the second
is the one that the State's platform for larger projects gives as its example."""

GREENALP = Operator(
    code="greenalp",
    label="GreenAlp",
    reference_pattern=r"\S{1,40}",
    reference_legend="telle que GreenAlp l’écrit, sans espace",
    vocabulary=EVERYTHING,
    valid_from=date(2023, 1, 1),
    postcodes=("38000", "38100"),
)
"""No public form of its request numbers is known: anything without blanks is taken."""

STRASBOURG = Operator(
    code="strasbourg",
    label="Strasbourg Électricité Réseaux",
    reference_pattern=r"\S{1,40}",
    reference_legend="telle que le gestionnaire l’écrit, sans espace",
    vocabulary=EVERYTHING,
    valid_from=date(2023, 1, 1),
    postcodes=("67000", "67100", "67200"),
)
"""An operator followed by hand."""

OPERATORS: Mapping[str, Operator] = {one.code: one for one in (ENEDIS, GREENALP, STRASBOURG)}
DEFAULT = ENEDIS


def load_operator(code: str) -> Operator:
    """Give the operator of this code. Raises UnknownOperator."""
    found = OPERATORS.get(code)
    if found is None:
        raise UnknownOperator(operator=code)
    return found


def propose_operator(postcode: str) -> Operator:
    """Propose an operator for a French postcode: Enedis unless another is known to serve it."""
    for operator in OPERATORS.values():
        if postcode.startswith(operator.postcodes):
            return operator
    return DEFAULT
