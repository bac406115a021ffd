"""The state machine of a process, in the language of Step Functions, from its graph.

What does not wait for each other runs side by side; each branch is a line of steps. A step awaits one
milestone by a task token, after the act that has it happen, where there is one. The names of functions
and the limits are left for the template to fill in.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.cases.process import Node, Process

type States = dict[str, Any]

LIMIT = "ExecutionLimitS"
ACT_LIMIT_S = 300
LONGEST_NAME = 80
"""So many characters Step Functions take for the name of a state."""

OVERDUE = "MilestoneOverdue"
OVER = ("ExecutionSuperseded", "CaseClosed")
"""What a step raises when its execution has nothing left to do."""

BUSY = (
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
    "TransientError",
)
COMMENT = (
    "One case and one generation of it. Truth is in the table: an execution may be lost at any time, "
    "and the supervisor starts the next generation. The literal time-outs are a safety net; due dates "
    "are rows of the table."
)


class NotInLines(ValueError):
    """The graph cannot be drawn as lines side by side: it lacks a milestone where its tracks meet."""


def write_definition(process: Process) -> str:
    """Write the definition as text whose `${...}` a template fills in; the limits stand as numbers."""
    told = json.dumps(make_definition(process), indent=1, ensure_ascii=False)
    return re.sub(r'"(\$\{\w+S\})"', r"\1", told)


def make_definition(process: Process) -> dict[str, Any]:
    """Make the definition; raises NotInLines for a graph that is no such lines."""
    nodes = tuple(node for node in process.nodes if node is not process.first)
    states, begin = _write_line(process, _cut_line(process, nodes), "Done", is_outer=True)
    states["Done"] = {"Type": "Succeed"}
    states[OVERDUE] = {
        "Type": "Fail",
        "Error": OVERDUE,
        "Cause": "A milestone did not come within the safety time-out; "
        "the supervisor starts the next generation.",
    }
    return {
        "Comment": COMMENT,
        "StartAt": begin,
        "TimeoutSeconds": f"${{{LIMIT}}}",
        "States": states,
    }


def _cut_line(process: Process, nodes: Sequence[Node]) -> tuple[tuple[Node, ...], ...]:
    """Cut nodes into what follows each other: where all the others come before or after one."""
    names = {node.milestone for node in nodes}
    before = {node.milestone: process.before(node.milestone) & names for node in nodes}
    alone = {
        one
        for one in names
        if all(other == one or other in before[one] or one in before[other] for other in names)
    }
    line: list[tuple[Node, ...]] = []
    for node in nodes:
        side_by_side = node.milestone not in alone
        joins = bool(line) and side_by_side and line[-1][-1].milestone not in alone
        same = joins and len(before[node.milestone] & alone) == len(
            before[line[-1][-1].milestone] & alone
        )
        if same:
            line[-1] = (*line[-1], node)
        else:
            line.append((node,))
    return tuple(line)


def _tracks_of(process: Process, nodes: Sequence[Node]) -> tuple[tuple[Node, ...], ...]:
    """Part nodes into tracks that do not wait for each other."""
    names = {node.milestone for node in nodes}
    tracks: list[list[Node]] = []
    for node in nodes:
        known = process.before(node.milestone) & names
        mine = [track for track in tracks if any(one.milestone in known for one in track)]
        joined = [*(one for track in mine for one in track), node]
        tracks = [track for track in tracks if track not in mine] + [joined]
    order = {node.milestone: place for place, node in enumerate(nodes)}
    tracks.sort(key=lambda track: min(order[one.milestone] for one in track))
    if len(tracks) == 1 and len(nodes) > 1:
        raise NotInLines(", ".join(sorted(names)))
    return tuple(tuple(sorted(track, key=lambda one: order[one.milestone])) for track in tracks)


def _write_line(
    process: Process, line: Sequence[tuple[Node, ...]], end: str, *, is_outer: bool
) -> tuple[States, str]:
    """Write the states of a line, and the name of the first; `end` is what follows, "" for nothing."""
    states: States = {}
    following = end
    for part in reversed(line):
        if len(part) == 1:
            written, following = _write_step(part[0], following, is_outer=is_outer)
        else:
            written, following = _write_tracks(process, part, following, is_outer=is_outer)
        states = written | states
    return states, following


def _write_tracks(
    process: Process, nodes: Sequence[Node], following: str, *, is_outer: bool
) -> tuple[States, str]:
    branches, tracks = [], _tracks_of(process, nodes)
    for track in tracks:
        states, begin = _write_line(process, _cut_line(process, track), "", is_outer=False)
        branches.append({"StartAt": begin, "States": states})
    name = "And".join(_camel(track[-1].milestone) for track in tracks)[:LONGEST_NAME]
    state = {"Type": "Parallel", "ResultPath": None, "Branches": branches}
    return {name: state | _leads_to(following) | _catch(is_outer=is_outer)}, name


def _write_step(node: Node, following: str, *, is_outer: bool) -> tuple[States, str]:
    """Write the step that awaits a milestone, after the one that acts where there is one."""
    name = f"Await{_camel(node.milestone)}"
    awaits = _task(
        "arn:aws:states:::lambda:invoke.waitForTaskToken",
        "register_token",
        {"milestone": node.milestone, "token.$": "$$.Task.Token"},
        f"${{{node.patience}}}",
    )
    states = {name: awaits | _leads_to(following) | _catch(is_outer=is_outer)}
    if node.act is None:
        return states, name
    act = _task("arn:aws:states:::lambda:invoke", node.act.function, {}, ACT_LIMIT_S)
    act["Retry"] = _retries(node.act.too_early)
    acting = _camel(node.act.function)
    return {acting: act | {"Next": name}} | states, acting


def _task(
    resource: str, function: str, payload: Mapping[str, str], limit: str | int
) -> dict[str, Any]:
    known = {
        "case_id.$": "$.case_id",
        "execution.$": "$$.Execution.Name",
        "generation.$": "$.generation",
    }
    return {
        "Type": "Task",
        "Resource": resource,
        "Parameters": {
            "FunctionName": f"${{{_camel(function)}Arn}}",
            "Payload": {**known, **payload},
        },
        "TimeoutSeconds": limit,
        "ResultPath": None,
        "Retry": _retries(),
    }


def _retries(too_early: str = "") -> list[dict[str, Any]]:
    """What is tried again: never what is over, soon what is busy, patiently what is too early."""
    slow = {"IntervalSeconds": 30, "BackoffRate": 2.0, "MaxDelaySeconds": 1800}
    busy = {
        "IntervalSeconds": 2,
        "MaxAttempts": 8,
        "BackoffRate": 2.0,
        "MaxDelaySeconds": 300,
        "JitterStrategy": "FULL",
    }
    patient = [{"ErrorEquals": [too_early], **slow, "MaxAttempts": 1000}] if too_early else []
    return [
        {"ErrorEquals": list(OVER), "MaxAttempts": 0},
        {"ErrorEquals": list(BUSY), **busy},
        *patient,
        {"ErrorEquals": ["States.TaskFailed"], **slow, "MaxAttempts": 20},
    ]


def _leads_to(following: str) -> dict[str, Any]:
    return {"Next": following} if following else {"End": True}


def _catch(*, is_outer: bool) -> dict[str, Any]:
    """A branch leaves its time-out to the whole: only the outermost line says where it ends."""
    if not is_outer:
        return {}
    caught = {"ErrorEquals": ["States.Timeout"], "ResultPath": "$.failure", "Next": OVERDUE}
    return {"Catch": [caught]}


def _camel(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))
