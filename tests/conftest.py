"""Fixtures that every room's tests may ask for; what is heavy is imported by who asks for it."""

import gc
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from chalicelib.accounts import password
from chalicelib.words.languages import SOURCE
from chalicelib.words.translation import set_language
from tests.tables import table
from tests.time_spent import TimeSpent, load_budgets

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from xdist.remote import Producer

    from infra.package import Package
    from local.stage import LocalStage
    from tests.deployed import Deployed
    from tests.workers import SharedByPlace

__all__ = ["table"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what lasts longest first, in a run of many files."""
    from tests.workers import turn_of

    first = load_budgets().first
    items.sort(key=lambda item: turn_of(item.nodeid.partition("::")[0], first))


def pytest_collection_finish() -> None:
    """Look for garbage less often, and never among what was imported: a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Start a worker more than there are cores: the local cloud's mostly waits."""
    from tests.workers import count_workers

    return count_workers()


def pytest_configure(config: pytest.Config) -> None:
    """Have the process that reports tell what the folders took: a worker tells nothing."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(TimeSpent(load_budgets()), "time-spent")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: "Producer") -> "SharedByPlace":
    """Share the tests between the workers by `tests.workers`; `log` speaks with --debug alone."""
    from tests.workers import SharedByPlace

    return SharedByPlace(config, log)


@pytest.fixture(scope="session", autouse=True)
def passwords_hashed_lightly() -> Iterator[None]:
    """Hash in a thousandth of the time that people wait for; what they wait for has its test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(password.COST, "time_cost", 1)
        patch.setitem(password.COST, "memory_cost", 8)
        yield


@pytest.fixture(autouse=True)
def each_test_reads_french() -> Iterator[None]:
    """Give the next test the source language: what answers a request leaves its reader's behind."""
    yield
    set_language(SOURCE)


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> "Package":
    """The zip and the template, built once for all workers."""
    from tests.packaged import share_package

    return share_package(tmp_path_factory)


@pytest.fixture(scope="session")
def deployed(package: "Package", tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Deployed]":
    """The deployed stack, once a session."""
    from tests.deployed import bring_up

    yield from bring_up(package, tmp_path_factory.mktemp("place"))


@pytest.fixture
def stage(deployed: "Deployed", monkeypatch: pytest.MonkeyPatch) -> "Iterator[LocalStage]":
    """The deployed stage, as `local.stage` speaks to it; adapters of this process use it too."""
    from tests.deployed import enter

    yield from enter(deployed, monkeypatch)


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """Debian's own browser, opened once; each test opens a context of its own."""
    from tests.chromium import launch

    yield from launch()
