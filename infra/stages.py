"""A stage's parameters: infra/stages/<stage>.json, and nothing else, tells stages apart."""

import json
from collections.abc import Mapping
from typing import cast

from infra.failure import CommandFailed
from infra.paths import INFRA

FOLDER = INFRA / "stages"


def load_stage(name: str, overrides: Mapping[str, str] | None = None) -> dict[str, str]:
    """Load a stage's parameters; `overrides` are what only the moment knows, such as a port.

    Raises CommandFailed for an unknown stage, for a production stage without a malware
    scanner (reliability R21) or with another policy of acceptance than its own, and for a scanner without the address that it needs.
    """
    path = FOLDER / f"{name}.json"
    if not path.exists():
        known = ", ".join(sorted(each.stem for each in FOLDER.glob("*.json")))
        raise CommandFailed(f"no stage is called {name or '(nothing)'}: STAGE is one of {known}")
    stage = cast(dict[str, object], json.loads(path.read_text()))
    parameters = {**_as_parameters(stage["parameters"]), "Stage": name, **(overrides or {})}
    if stage.get("production") and parameters["Scanner"] == "not_configured":
        raise CommandFailed(f"{path.name}: a production stage names its malware scanner")
    if stage.get("production") and parameters.get("Acceptance", "production") != "production":
        raise CommandFailed(f"{path.name}: a production stage follows production's acceptance")
    if parameters["Scanner"] == "clamd" and not parameters.get("ScannerAddress"):
        raise CommandFailed(f"{path.name}: clamd needs its ScannerAddress")
    return parameters


def takes_extra_kinds(name: str) -> bool:
    """Say whether kinds that are tried out may be deployed to a stage: only where its file says so."""
    path = FOLDER / f"{name}.json"
    return path.exists() and json.loads(path.read_text()).get("takes_extra_kinds") is True


def _as_parameters(entries: object) -> dict[str, str]:
    """Give every parameter as the text that CloudFormation takes."""
    named = cast(dict[str, object], entries)
    return {k: v if isinstance(v, str) else json.dumps(v, sort_keys=True) for k, v in named.items()}
