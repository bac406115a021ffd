"""The tables of the bench of calls: each operation, a whole dossier, dollars."""

from bench.cost import cost_beside_model, cost_by_model, cost_of_scanner
from bench.counted import Counts, used_in
from bench.fixed_cost import cost_of_a_stage
from bench.measure import Table
from bench.watch import Tally
from chalicelib.operators.model import MOST_IN_A_BATCH


def list_operations(counts: Counts) -> Table:
    """Lay out each operation's calls and units."""
    rows = [_row(name, tally) for name, tally in counts.operations.items()]
    rows.append(_row(f"poll of {MOST_IN_A_BATCH} open requests", counts.poll))
    return Table("Each operation", ("operation", "calls", "RRU", "WRU", "which"), tuple(rows))


def list_steps(counts: Counts) -> Table:
    """Lay out a whole dossier's, by who calls."""
    rows = tuple(_row(name, tally) for name, tally in counts.steps.items())
    title = "A whole dossier, by who calls (polls and due dates once a day)"
    return Table(title, ("step", "calls", "RRU", "WRU", "which"), rows)


def _row(name: str, tally: Tally) -> tuple[str, ...]:
    return (name, str(len(tally.calls)), f"{tally.rru:g}", f"{tally.wru:g}", tally.words())


def list_costs(counts: Counts) -> Table:
    """Lay out what a thousand dossiers cost, and what stands beside the model."""
    used = used_in(counts)
    model, beside = cost_by_model(used), cost_beside_model(used)
    rows = [(name, f"{dollars:.3f}") for name, dollars in model.items()]
    rows.append(("by the model", f"{sum(model.values()):.3f}"))
    rows += [(f"besides: {name}", f"{dollars:.3f}") for name, dollars in beside.items()]
    rows.append(("besides: the scanner, on a stage that has one", f"{cost_of_scanner(used):.3f}"))
    return Table("A thousand dossiers, in dollars", ("what", "$"), tuple(rows))


def list_fixed_costs() -> Table:
    """Lay out what a stage costs without a dossier."""
    rows = tuple((name, f"{dollars:.3f}") for name, dollars in cost_of_a_stage().items())
    return Table("A stage, each month, without a dossier, in dollars", ("what", "$"), rows)
