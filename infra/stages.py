"""A stage's parameters: infra/stages/<stage>.json, and nothing else, tells stages apart."""

import json
from collections.abc import Mapping
from typing import cast

from infra.failure import CommandFailed
from infra.paths import INFRA

FOLDER = INFRA / "stages"
REGION = "eu-west-3"
"""Where stages are deployed, unless the environment names another region."""
OPERATOR_ENTRY = {"connector", "url"}


def load_stage(name: str, overrides: Mapping[str, str] | None = None) -> dict[str, str]:
    """Load a stage's parameters; `overrides` are what only the moment knows, such as a port.

    Raises CommandFailed for an unknown stage, for a production stage without a malware
    scanner (reliability R21) or with another policy of acceptance than its own, for a scanner without the
    address that it needs, and for an operator's key among the parameters.
    """
    path = FOLDER / f"{name}.json"
    if not path.exists():
        known = ", ".join(sorted(each.stem for each in FOLDER.glob("*.json")))
        raise CommandFailed(f"no stage is called {name or '(nothing)'}: STAGE is one of {known}")
    stage = cast(dict[str, object], json.loads(path.read_text()))
    parameters = {**_as_parameters(stage["parameters"]), "Stage": name, **(overrides or {})}
    refuse_secrets(parameters, path.name)
    if stage.get("production") and parameters["Scanner"] == "not_configured":
        raise CommandFailed(f"{path.name}: a production stage names its malware scanner")
    if stage.get("production") and parameters.get("Acceptance", "production") != "production":
        raise CommandFailed(f"{path.name}: a production stage follows production's acceptance")
    if parameters["Scanner"] == "clamd" and not parameters.get("ScannerAddress"):
        raise CommandFailed(f"{path.name}: clamd needs its ScannerAddress")
    return parameters


def list_keyed_operators(parameters: Mapping[str, str]) -> tuple[str, ...]:
    """List the operators of a stage that know us by a key: those that are reached over HTTP."""
    operators = cast(dict[str, dict[str, str]], json.loads(parameters["Operators"]))
    return tuple(code for code, one in operators.items() if one.get("connector") == "http")


def refuse_secrets(parameters: Mapping[str, str], source: str) -> None:
    """Refuse an operator's entry that holds anything but its way and its address (CommandFailed)."""
    operators = cast(dict[str, dict[str, str]], json.loads(parameters["Operators"]))
    for code, entry in operators.items():
        if more := sorted(entry.keys() - OPERATOR_ENTRY):
            raise CommandFailed(
                f"{source}: operator {code} has {', '.join(more)}, which everybody could read: "
                f"make secret STAGE=… NAME=operators/{code}"
            )


def takes_extra_kinds(name: str) -> bool:
    """Say whether kinds that are tried out may be deployed to a stage: only where its file says so."""
    path = FOLDER / f"{name}.json"
    return path.exists() and json.loads(path.read_text()).get("takes_extra_kinds") is True


def _as_parameters(entries: object) -> dict[str, str]:
    """Give every parameter as the text that CloudFormation takes."""
    named = cast(dict[str, object], entries)
    return {k: v if isinstance(v, str) else json.dumps(v, sort_keys=True) for k, v in named.items()}
