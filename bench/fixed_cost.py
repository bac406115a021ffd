"""What a stage costs in a month in which nothing happens, by the list prices of us-east-1.

Alarms, dashboards and keys are counted in the template, schedules and queues in the application.
An empty run of a schedule is a warm invocation of the smallest work that asks the table twice.
Storage grows with the dossiers and is in none of it; free tiers are left out.
"""

from collections.abc import Mapping
from typing import Any, cast

from bench.cost import (
    EVENT_GB,
    EVENT_WARM_S,
    LAMBDA_GB_S,
    LAMBDA_REQUEST,
    LOG_GB,
    LOG_KB_PER_INVOCATION,
    QUEUE_REQUEST,
    READ_UNIT,
)
from infra.template import compose_resources

ALARM = 0.10
DASHBOARD = 3.00
KEY = 1.00

MINUTES_A_MONTH = 30 * 24 * 60
RUN_READ_UNITS = 2.0
POLLS_A_MINUTE = 5 * 3
"""Lambda asks each of its queues by five long polls of twenty seconds at once, messages or not."""

UNITS: Mapping[str, int] = {"minute": 1, "hour": 60, "day": 24 * 60}


def cost_of_a_stage() -> dict[str, float]:
    """Cost a month of a stage without a dossier, in dollars, by what costs it."""
    kinds = [one.get("Type") for one in _resources().values()]
    runs, queues = count_runs(), _count_queues()
    run = LAMBDA_REQUEST + EVENT_GB * EVENT_WARM_S * LAMBDA_GB_S + RUN_READ_UNITS * READ_UNIT
    alarms = kinds.count("AWS::CloudWatch::Alarm")
    return {
        f"{alarms} alarms": alarms * ALARM,
        "dashboard": kinds.count("AWS::CloudWatch::Dashboard") * DASHBOARD,
        "keys of our own (AWS's cost nothing)": kinds.count("AWS::KMS::Key") * KEY,
        f"{runs} runs of schedules that find nothing": runs * run,
        "their logs": runs * LOG_KB_PER_INVOCATION / 1e6 * LOG_GB,
        f"{queues} queues that Lambda asks": queues
        * POLLS_A_MINUTE
        * MINUTES_A_MONTH
        * QUEUE_REQUEST,
    }


def count_runs() -> int:
    """Count how often all schedules run in a month."""
    rates = [getattr(one, "schedule_expression", "") for one in _event_sources()]
    return sum(MINUTES_A_MONTH // minutes_of(rate) for rate in rates if rate)


def minutes_of(rate: str) -> int:
    """Read the minutes between two runs of a schedule such as `rate(5 minutes)`."""
    number, unit = rate.removeprefix("rate(").removesuffix(")").split()
    return int(number) * UNITS[unit.removesuffix("s")]


def _count_queues() -> int:
    return sum(type(one).__name__ == "SQSEventConfig" for one in _event_sources())


def _event_sources() -> list[object]:
    from app import app  # every room: what runs by itself is registered there

    return list(app.event_sources)


def _resources() -> Mapping[str, Any]:
    return cast(Mapping[str, Any], compose_resources()["Resources"])
