"""Run an act within a budget of time."""

import threading
from collections.abc import Callable
from contextvars import copy_context


class OverBudget(Exception):
    """An act has not come back within its budget; `is_back` says whether it has by now."""

    def __init__(self, budget_s: float, is_back: Callable[[], bool]) -> None:
        """Keep how it is asked for."""
        super().__init__(f"{budget_s:g} s")
        self.is_back = is_back


def run_within(budget_s: float, act: Callable[[], None]) -> None:
    """Run an act and wait for it so long, in seconds; OverBudget when it is not back by then.

    What is not back goes on in its thread, which ends with the process: Python stops no thread.
    """
    raised: list[BaseException] = []
    context = copy_context()

    def run() -> None:
        try:
            context.run(act)
        except BaseException as trouble:  # noqa: BLE001 # whoever waits raises it
            raised.append(trouble)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(budget_s)
    if raised:
        raise raised[0]
    if thread.is_alive():
        raise OverBudget(budget_s, lambda: not thread.is_alive())
