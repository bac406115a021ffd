"""`make secret STAGE=… NAME=…`: put a stage's secret into its store, or make its signing secret anew.

A secret is a parameter of SSM, encrypted; it comes from the standard input, never from a command
line, and is written nowhere else. What holds it reads the new one within five minutes.
"""

import argparse
import getpass
import os
import secrets
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.secrets import SIGNING, operator_key_name, parameter_name
from infra.failure import CommandFailed, run_command
from infra.stages import REGION, list_keyed_operators, load_stage

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

SIGNING_BYTES = 32
SHORTEST, LONGEST = 8, 4096


def put_secret(store: "SSMClient", stage: str, name: str, text: str) -> int:
    """Put a secret, replacing what was there; give its version."""
    answer = store.put_parameter(
        Name=parameter_name(stage, name), Value=text, Type="SecureString", Overwrite=True
    )
    return answer["Version"]


def make_signing_secret(store: "SSMClient", stage: str) -> bool:
    """Make the stage's signing secret where it has none; False when it had one."""
    try:
        store.put_parameter(
            Name=parameter_name(stage, SIGNING), Value=_new_secret(), Type="SecureString"
        )
    except store.exceptions.ParameterAlreadyExists:
        return False
    return True


def require_operator_keys(store: "SSMClient", parameters: Mapping[str, str]) -> None:
    """Refuse a stage whose operators over HTTP have no key (CommandFailed)."""
    stage = parameters["Stage"]
    for operator in list_keyed_operators(parameters):
        name = operator_key_name(operator)
        try:
            store.get_parameter(Name=parameter_name(stage, name))
        except store.exceptions.ParameterNotFound as missing:
            raise CommandFailed(
                f"operator {operator} has no key: make secret STAGE={stage} NAME={name}"
            ) from missing


def replace_secret(store: "SSMClient", parameters: Mapping[str, str], name: str) -> int:
    """Replace a secret of a stage by a new one, or by what is typed; give its version.

    Raises CommandFailed for a name that no code reads and for a text that is none.
    """
    names = [SIGNING, *(operator_key_name(one) for one in list_keyed_operators(parameters))]
    if name not in names:
        raise CommandFailed(f"NAME is one of {', '.join(names)}, not {name or '(nothing)'}")
    text = _new_secret() if name == SIGNING else _read_secret_text(name)
    return put_secret(store, parameters["Stage"], name, text)


def _new_secret() -> str:
    return secrets.token_urlsafe(SIGNING_BYTES)


def _read_secret_text(name: str) -> str:
    typed = getpass.getpass(f"{name}: ") if sys.stdin.isatty() else sys.stdin.readline()
    text = typed.strip()
    if not SHORTEST <= len(text) <= LONGEST or not text.isascii() or not text.isprintable():
        raise CommandFailed(f"a secret has {SHORTEST} to {LONGEST} printable ASCII characters")
    return text


def main() -> None:
    """Replace the secret of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stage", default="")
    parser.add_argument("--name", default="")
    asked = parser.parse_args()
    parameters = load_stage(asked.stage)
    session = boto3.Session(region_name=os.environ.get("AWS_REGION", REGION))
    try:
        version = replace_secret(session.client("ssm"), parameters, asked.name)
    except (ClientError, BotoCoreError) as trouble:
        raise CommandFailed(f"the secret is not stored: {trouble}") from trouble
    print(f"{parameter_name(parameters['Stage'], asked.name)}: version {version}")


if __name__ == "__main__":
    run_command(main)
