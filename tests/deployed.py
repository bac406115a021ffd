"""The stack on a local cloud of the tests' own, with IAM enforced, shared by cloud and browser tests.

It listens on free ports, so that it runs beside `make run`. It is brought up when the first
test asks for `stage`, and what it puts in the environment is there during such a test only.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import boto3
import pytest

from chalicelib.aws.secrets import forget_secrets
from chalicelib.aws.session import forget_clients
from chalicelib.aws.table import forget_table
from chalicelib.settings import load_settings
from infra.package import Package
from local.background import start, stop
from local.cloud import Cloud
from local.deployment import deploy_locally
from local.neighbours import neighbours_environment, operator_sandbox
from local.people import load_people
from local.place import Place, free_place
from local.stage import LocalStage, adopt_settings, stage_of


@dataclass(frozen=True, slots=True)
class Deployed:
    """A place whose stack is deployed and peopled, and the environment that speaks to it."""

    place: Place
    environment: Mapping[str, str]


def bring_up(package: Package, home: Path) -> Iterator[Deployed]:
    """Deploy the stack on a cloud of its own, and take both down afterwards."""
    place = free_place(home)
    cloud, operator = Cloud(place), operator_sandbox(place)
    try:
        with pytest.MonkeyPatch.context() as patch:
            _enter(patch, place.environment())
            cloud.start()
            start(operator, neighbours_environment())
            environment = _deploy(package, place, patch)
        forget_what_was_read()
        yield Deployed(place, environment)
    finally:
        stop(operator)
        cloud.stop()


def _deploy(package: Package, place: Place, patch: pytest.MonkeyPatch) -> dict[str, str]:
    deploy_locally(package, place, lambda _line: None)
    environment = place.environment() | adopt_settings(place)
    _enter(patch, environment)
    load_people(stage_of(place).table())
    return environment


def enter(deployed: Deployed, patch: pytest.MonkeyPatch) -> Iterator[LocalStage]:
    """Put the stage's environment around a test, and forget what was read in it."""
    _enter(patch, deployed.environment)
    yield stage_of(deployed.place)
    forget_what_was_read()


def _enter(patch: pytest.MonkeyPatch, environment: Mapping[str, str]) -> None:
    for name, value in environment.items():
        patch.setenv(name, value)
    # boto3's own session has resolved its credentials once and for all.
    patch.setattr(boto3, "DEFAULT_SESSION", None)
    forget_what_was_read()


def forget_what_was_read() -> None:
    """Forget the settings and clients of this process."""
    load_settings.cache_clear()
    forget_clients()
    forget_secrets()
    forget_table()
