"""The one template: infra/resources/*.yaml, the state machine and the alarms, put together.

`chalice package --merge-template` merges the result into what Chalice writes of the routes
and the handlers.
"""

import json
from pathlib import Path
from typing import Any

from chalice.package import YAMLTemplateSerializer

from chalicelib.cases.machine_definition import REGISTER_TOKEN, TAKE_TURN, write_definition
from chalicelib.cases.process import Process
from chalicelib.cases.registry import list_kinds
from infra.failure import CommandFailed
from infra.lambdas import logical_id
from infra.paths import INFRA
from infra.watching import watching_resources

# A CloudFormation template: JSON of AWS's own shape.
type Template = dict[str, Any]

TASKS = (REGISTER_TOKEN, TAKE_TURN)
LIMITS = ("ExecutionLimitS", "HumanAwaitS", "OperatorAwaitS")


def compose_resources() -> Template:
    """Put together everything that Chalice does not write.

    Raises CommandFailed when two files define the same name.
    """
    whole: Template = {}
    for path in sorted((INFRA / "resources").glob("*.yaml")):
        for section, entries in _load(path).items():
            _add(whole.setdefault(section, {}), entries, path.name)
    machines = {f"{logical_id(one.name)}Timeline": _machine(one) for one in list_processes()}
    _add(whole["Resources"], machines, "the kinds' processes")
    _add(whole["Resources"], watching_resources(machines), "watching.py")
    return whole


def list_processes() -> tuple[Process, ...]:
    """List the processes of every kind that has one: each gets its state machine."""
    return tuple(kind.process.get() for kind in list_kinds() if kind.process)


def _load(path: Path) -> Template:
    return YAMLTemplateSerializer().load_template(path.read_text(), str(path))


def _add(section: Template, entries: Template, source: str) -> None:
    if twice := section.keys() & entries.keys():
        raise CommandFailed(f"{source} defines again: {', '.join(sorted(twice))}")
    section.update(entries)


def _machine(process: Process) -> Template:
    arns = {f"{logical_id(task)}Arn": {"Fn::GetAtt": [logical_id(task), "Arn"]} for task in TASKS}
    limits = {limit: {"Ref": limit} for limit in LIMITS}
    properties = {
        "StateMachineName": {"Fn::Sub": f"raccordo-${{Stage}}-timeline-{process.name}"},
        "StateMachineType": "STANDARD",
        "RoleArn": {"Fn::GetAtt": ["TimelineRole", "Arn"]},
        "DefinitionString": {"Fn::Sub": [write_definition(process), {**arns, **limits}]},
    }
    return {"Type": "AWS::StepFunctions::StateMachine", "Properties": properties}


def keep_our_event_sources(merged: Template, ours: Template) -> None:
    """Where a merge put our queue beside Chalice's guess of its name, keep ours alone."""
    for name, resource in ours["Resources"].items():
        for event, source in resource.get("Properties", {}).get("Events", {}).items():
            known = merged["Resources"][name]["Properties"]["Events"]
            if "Type" not in known.get(event, {}):
                raise CommandFailed(f"{name} has no event source {event}: its decorator is missing")
            known[event]["Properties"].update(source["Properties"])


def refuse_unknown_functions(merged: Template, ours: Template) -> None:
    """Refuse a function that only one of the code and our resources knows."""
    for name, resource in ours["Resources"].items():
        if "Type" not in resource and "Type" not in merged["Resources"].get(name, {}):
            raise CommandFailed(f"no handler of the code is called {name}")
    for name, resource in merged["Resources"].items():
        if resource.get("Type") == "AWS::Serverless::Function" and name not in ours["Resources"]:
            raise CommandFailed(f"infra/resources/functions.yaml does not name {name}")


def write_template(template: Template, path: Path) -> None:
    """Write a template, the same bytes for the same content."""
    path.write_text(json.dumps(template, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
