"""The Lambdas, as .chalice/config.json names them, and their logical ids."""

import json
from typing import cast

from infra.chalice_run import STAGE
from infra.paths import ROOT


def lambda_names() -> tuple[str, ...]:
    """List every Lambda's name: its config key, its policy file, its module's function."""
    config = json.loads((ROOT / ".chalice" / "config.json").read_text())
    functions = config["stages"][STAGE]["lambda_functions"]
    return tuple(cast(dict[str, object], functions))


def logical_id(name: str) -> str:
    """Give a Lambda's logical id as Chalice makes it, e.g. `CheckDocument`."""
    if name == "api_handler":
        return "APIHandler"
    return "".join(word.capitalize() for word in name.split("_"))
