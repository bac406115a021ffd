"""The stack stays far from what AWS allows, and the page of performance says how far."""

import copy
import re

import pytest

from bench.quotas import quota_section, tell_share
from bench.report import REPORT
from infra.package import Package, build_package
from infra.quotas import QUOTAS, Share, Stack, list_shares, open_stack

ROW = re.compile(r"^\| (\[.+\]\(\S+\)) \| (.+) \| (\d+)% \| (\d+)% \|$", re.MULTILINE)
DRIFT = 5
"""Points of a hundred by which the page may differ from today's stack."""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return build_package(tmp_path_factory.mktemp("package"))


@pytest.fixture(scope="module")
def stack(package: Package) -> Stack:
    return open_stack(package)


@pytest.fixture(scope="module")
def shares(stack: Stack) -> dict[str, Share]:
    return {share.quota.what: share for share in list_shares(stack)}


@pytest.mark.parametrize("what", [quota.what for quota in QUOTAS])
def test_the_stack_keeps_the_bar_of_every_quota(shares: dict[str, Share], what: str) -> None:
    share = shares[what]
    assert share.used > 0, "a quota of which nothing is counted is not measured"
    assert share.is_kept, f"{share.used} of {share.quota.most}: {share.part:.0%}"
    assert share.quota.bar <= 1


def test_a_path_more_is_a_resource_more(package: Package) -> None:
    grown = copy.deepcopy(package.template)
    paths = grown["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
    assert set(paths) == {"/", "/{proxy+}"}
    paths["/a/b"] = paths["/a/{c}"] = paths["/"]
    (resources,) = [quota for quota in QUOTAS if quota.what == "Resources of the REST API"]
    more = open_stack(Package(package.zip_path, grown, package.unpacked_bytes))
    assert resources.count(open_stack(package)) == 2
    assert resources.count(more) == 5


def test_the_longest_values_of_any_stage_are_counted(stack: Stack) -> None:
    variables = {"Fn::Sub": "raccordo-${Stage}-${AWS::AccountId}-uploads"}
    assert len(stack.fill(variables)) == len("raccordo-") + 21 + len("-000000000000-uploads")
    assert len(stack.fill({"Ref": "Operators"})) > 100
    assert stack.fill({"a": [{"Ref": "AWS::Region"}]}) == {"a": ["eu-west-3"]}


def test_the_page_of_performance_has_today_s_shares(shares: dict[str, Share]) -> None:
    written = {row[0]: row for row in ROW.findall(REPORT.read_text())}
    for share in shares.values():
        what, allowed, _part, bar = tell_share(share)
        assert what in written, "run make bench ARGS=quotas"
        _what, told, part, told_bar = written[what]
        assert (told, f"{told_bar}%") == (allowed, bar), what
        assert abs(int(part) - share.part * 100) <= DRIFT, f"{what}: run make bench ARGS=quotas"


def test_the_bench_writes_a_row_a_quota(shares: dict[str, Share]) -> None:
    section = quota_section(tuple(shares.values()))
    assert [row[0] for row in section.tables[0].rows] == [
        f"[{quota.what}]({quota.source})" for quota in QUOTAS
    ]
