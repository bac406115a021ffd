"""The state machine of a process, in the language of Step Functions, from its graph.

What does not wait for each other runs side by side; each branch is a line of steps. A step awaits one
milestone by a task token, after the act that has it happen, where there is one. The names of functions
and the limits are left for the template to fill in.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from chalicelib.cases.process import Node, Process
from chalicelib.cases.tracks import InTurn, SideBySide, Track, lay_tracks

type States = dict[str, Any]

LIMIT = "ExecutionLimitS"
ACT_LIMIT_S = 300
LONGEST_NAME = 80
"""So many characters Step Functions take for the name of a state."""

REGISTER_TOKEN, TAKE_TURN = "register_token", "take_turn"
"""The Lambdas that every machine calls."""

OVERDUE = "MilestoneOverdue"
TOO_EARLY = "TooEarly"
"""What an act raises that is to be tried again."""

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


def write_definition(process: Process) -> str:
    """Write the definition as text whose `${...}` a template fills in; the limits stand as numbers."""
    told = json.dumps(make_definition(process), indent=1, ensure_ascii=False)
    return re.sub(r'"(\$\{\w+S\})"', r"\1", told)


def make_definition(process: Process) -> dict[str, Any]:
    """Make the definition; raises NotInTracks for a graph that cannot be laid out in tracks."""
    states, begin = _write_track(lay_tracks(process), "", is_outer=True)
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


def _write_track(track: Track, following: str, *, is_outer: bool) -> tuple[States, str]:
    """Write the states of a track, and the name of the first; `following` is "" where it ends."""
    match track:
        case Node():
            return _write_step(track, following, is_outer=is_outer)
        case SideBySide():
            return _write_side_by_side(track, following, is_outer=is_outer)
        case InTurn():
            states: States = {}
            for part in reversed(track.tracks):
                written, following = _write_track(part, following, is_outer=is_outer)
                states = written | states
            return states, following


def _write_side_by_side(track: SideBySide, following: str, *, is_outer: bool) -> tuple[States, str]:
    branches = []
    for one in track.tracks:
        states, begin = _write_track(one, "", is_outer=False)
        branches.append({"StartAt": begin, "States": states})
    name = "And".join(_camel(end) for one in track.tracks for end in _ends_of(one))[:LONGEST_NAME]
    state = {"Type": "Parallel", "ResultPath": None, "Branches": branches}
    return {name: state | _leads_to(following) | _catch(is_outer=is_outer)}, name


def _ends_of(track: Track) -> tuple[str, ...]:
    """Give the milestones with which a track ends."""
    match track:
        case Node():
            return (track.milestone,)
        case InTurn():
            return _ends_of(track.tracks[-1])
        case SideBySide():
            return tuple(end for one in track.tracks for end in _ends_of(one))


def _write_step(node: Node, following: str, *, is_outer: bool) -> tuple[States, str]:
    """Write the step that awaits a milestone, after the one that acts where there is one."""
    name = f"Await{_camel(node.milestone)}"
    awaits = _task(
        "arn:aws:states:::lambda:invoke.waitForTaskToken",
        REGISTER_TOKEN,
        {"milestone": node.milestone, "token.$": "$$.Task.Token"},
        f"${{{node.patience}}}",
    )
    states = {name: awaits | _leads_to(following) | _catch(is_outer=is_outer)}
    if not node.act:
        return states, name
    told = {"milestone": node.milestone}
    act = _task("arn:aws:states:::lambda:invoke", TAKE_TURN, told, ACT_LIMIT_S)
    act["Retry"] = _retries(TOO_EARLY)
    acting = f"BringAbout{_camel(node.milestone)}"
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
