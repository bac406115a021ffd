"""A state machine in memory that runs our own definition, one step at a time.

It knows what the definition uses: Task with and without a token, Parallel, Succeed, Fail,
Retry by error name. Nothing moves by itself: `advance` takes one ready step, so that a test
chooses every order of things.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from chalicelib.aws.machine import Execution, Machine, RunningPage, RunState
from chalicelib.cases.machine_definition import write_definition
from chalicelib.cases.process import Process
from chalicelib.dossiers.process import PROCESS

FUNCTIONS = ("RegisterToken", "TakeTurn")
ARN = "arn:aws:states:eu-west-3:123456789012:stateMachine:raccordo-test-timeline-dossier"
STARTED = datetime(2026, 3, 2, 9, tzinfo=UTC)

type Lambda = Callable[[Mapping[str, Any]], object]


def read_definition(process: Process = PROCESS, await_s: int = 3600) -> dict[str, Any]:
    """Read the definition as the stack substitutes it, with function names for ARNs."""
    values = {f"{name}Arn": name for name in FUNCTIONS}
    values |= dict.fromkeys(("HumanAwaitS", "OperatorAwaitS", "ExecutionLimitS"), str(await_s))
    text = re.sub(r"\$\{(\w+)\}", lambda found: values[found[1]], write_definition(process))
    definition: dict[str, Any] = json.loads(text)
    return definition


@dataclass
class Track:
    """One line of states: the execution's own, or a branch of a Parallel."""

    states: Mapping[str, Any]
    at: str
    entered: bool = False
    token: str = ""
    answered: bool = False
    tries: int = 0
    branches: list["Track"] = field(default_factory=list)
    over: bool = False

    def leaves(self) -> Iterator["Track"]:
        live = [one for one in self.branches if not one.over]
        if self.branches and live:
            for one in live:
                yield from one.leaves()
        else:
            yield self

    @property
    def state(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.states[self.at]
        return found


@dataclass
class Run:
    """One execution."""

    name: str
    payload: Mapping[str, Any]
    track: Track
    state: RunState = RunState.RUNNING
    started_at: datetime = STARTED
    transitions: int = 0
    error: str = ""


class FakeMachine(Machine):
    """The machine of a test: `functions` stand for the Lambdas, by name."""

    def __init__(self, functions: Mapping[str, Lambda], process: Process = PROCESS) -> None:
        super().__init__(ARN, None)  # type: ignore[arg-type] # no client: every verb is our own
        self.functions = functions
        self.definition = read_definition(process)
        self.runs: dict[str, Run] = {}
        self.asked: list[str] = []
        self._tokens = 0

    def start(self, name: str, payload: Mapping[str, str | int]) -> bool:
        if name in self.runs:
            return False
        self.runs[name] = Run(name, payload, self._track(self.definition))
        return True

    def stop(self, name: str, cause: str) -> bool:
        run = self.runs.get(name)
        if run is None or run.state is not RunState.RUNNING:
            return False
        run.state, run.error = RunState.ABORTED, cause
        return True

    def find(self, name: str) -> Execution | None:
        run = self.runs.get(name)
        return Execution(name, run.state, run.started_at) if run else None

    def list_running(self, start: str = "") -> RunningPage:
        del start
        running = [one for one in self.runs.values() if one.state is RunState.RUNNING]
        return RunningPage(tuple(Execution(one.name, one.state, one.started_at) for one in running))

    def complete_token(self, token: str) -> bool:
        for run in self.runs.values():
            for leaf in run.track.leaves():
                if run.state is RunState.RUNNING and leaf.token == token and not leaf.answered:
                    leaf.answered = True
                    return True
        return False

    def ready(self) -> list[tuple[Run, Track]]:
        """List the steps that could move now."""
        return [
            (run, leaf)
            for run in self.runs.values()
            if run.state is RunState.RUNNING
            for leaf in run.track.leaves()
            if not leaf.token or leaf.answered
        ]

    def advance(self, place: int = 0) -> bool:
        """Move one ready step; False when every execution waits or is over."""
        ready = self.ready()
        if not ready:
            return False
        run, leaf = ready[place % len(ready)]
        try:
            self._move(run, leaf)
        except Exception as error:  # noqa: BLE001 # a Lambda's error is the execution's
            self._fail(run, leaf, error)
        return True

    def settle(self) -> None:
        """Move until every execution waits or is over."""
        for _ in range(500):
            if not self.advance():
                return
        raise AssertionError("the machine does not settle")

    def waiting_for(self, name: str) -> frozenset[str]:
        """Give the milestones that an execution waits for."""
        leaves = self.runs[name].track.leaves()
        return frozenset(
            leaf.state["Parameters"]["Payload"]["milestone"]
            for leaf in leaves
            if leaf.token and not leaf.answered
        )

    def _track(self, machine: Mapping[str, Any]) -> Track:
        return Track(machine["States"], machine["StartAt"])

    def _move(self, run: Run, track: Track) -> None:
        if not track.entered:
            self._enter(run, track)
        if track.token and not track.answered:
            return
        if track.branches and not all(one.over for one in track.branches):
            return
        self._leave(run, track)

    def _enter(self, run: Run, track: Track) -> None:
        state = track.state
        run.transitions += 1
        match state["Type"]:
            case "Parallel":
                track.branches = [self._track(one) for one in state["Branches"]]
            case "Task":
                self._call(run, track, state)
            case "Fail":
                run.state, run.error = RunState.FAILED, state["Error"]
            case _:
                pass
        track.entered = True

    def _call(self, run: Run, track: Track, state: Mapping[str, Any]) -> None:
        parameters = state["Parameters"]
        payload = dict(parameters["Payload"])
        if state["Resource"].endswith(".waitForTaskToken"):
            self._tokens += 1
            track.token = f"token-{self._tokens}"
        filled = {
            name.removesuffix(".$"): self._fill(value, run, track) if ".$" in name else value
            for name, value in payload.items()
        }
        self.asked.append(parameters["FunctionName"])
        self.functions[parameters["FunctionName"]](filled)

    def _fill(self, path: str, run: Run, track: Track) -> object:
        context = {"$$.Task.Token": track.token, "$$.Execution.Name": run.name}
        return context[path] if path in context else run.payload[path.removeprefix("$.")]

    def _leave(self, run: Run, track: Track) -> None:
        state = track.state
        if run.state is not RunState.RUNNING:
            return
        if "Next" in state:
            track.at, track.entered, track.token, track.answered = state["Next"], False, "", False
            track.branches, track.tries = [], 0
            return
        track.over = True
        if track is run.track:
            run.state = RunState.SUCCEEDED

    def _fail(self, run: Run, track: Track, error: Exception) -> None:
        name = type(error).__name__
        track.token, track.tries = "", track.tries + 1
        for rule in track.state.get("Retry", ()):
            if name in rule["ErrorEquals"] or "States.TaskFailed" in rule["ErrorEquals"]:
                if track.tries > rule["MaxAttempts"]:
                    break
                return
        run.state, run.error = RunState.FAILED, name
