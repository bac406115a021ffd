"""The zip that Lambda runs: what is in it, what each handler imports, the same bytes twice."""

import ast
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from botocore import xform_name
from botocore.loaders import Loader
from jinja2 import ModuleLoader
from samtranslator.translator.managed_policy_translator import ManagedPolicyLoader
from samtranslator.translator.transform import transform

from bench.first_events import API, PAGE, POST, list_first_requests
from bench.gateway import ask
from bench.layout import CHILDREN, Layout
from bench.life import begin_life
from bench.loopback import answering
from bench.processes import Bench
from bench.steps import Steps, count_steps
from infra.deploy import with_code
from infra.descriptions import FOLDER, SERVICES, adapters_words
from infra.lambdas import lambda_names, logical_id
from infra.package import Package, build_package
from infra.pruning import KEPT
from infra.zipping import CEILING_BYTES
from tests.house.tree import ROOMS, imported_modules, parse, python_files
from tests.house.zip_code import DATACLASSES, LIBRARIES, SETTING
from tests.packaged import TOYS, share_package

# What the runtime brings, and nothing else of this machine's environment. It has a urllib3 too, but
# the zip's own comes first: what bounds a foreign answer is the version that was tested.
RUNTIME = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six.py")
THE_RUNTIMES = {"botocore"}
"""What we import of the runtime; `test_clients_are_made_from_the_cut_descriptions` runs it."""
FOREIGN_TO_EVENTS = {"app", "pydantic"}

# What a cold start may do, as counted on the day of the last change, and a twentieth: who goes over
# one has made every first request slower, and says why here. The bars themselves, in instructions,
# are held by `make bench`. Kinds of case brought six to thirteen modules more, each of them small: a
# first request calls less and reads less than before them. The zip's own urllib3 is counted, as the
# runtime's in its place was not.
MOST_STEPS = {
    API: Steps(358_000, 176, 1_562_000),
    PAGE: Steps(437_000, 228, 2_560_000),
    POST: Steps(512_000, 269, 3_095_000),  # its message is signed with what the store holds
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return build_package(tmp_path_factory.mktemp("package"))


@pytest.fixture(scope="module")
def task(package: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip, unpacked as Lambda unpacks it."""
    target = tmp_path_factory.mktemp("task")
    with ZipFile(package.zip_path) as archive:
        archive.extractall(target)
    return target


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what Lambda's runtime has beside the zip: boto3 and what it needs."""
    folder = tmp_path_factory.mktemp("runtime")
    (site,) = [Path(path) for path in sys.path if path.endswith("site-packages")]
    for name in RUNTIME:
        (folder / name).symlink_to(site / name)
    return folder


@pytest.fixture(scope="module")
def with_toys(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The package that stacks of the tests are deployed from."""
    return share_package(tmp_path_factory)


def contents(package: Package) -> dict[str, int]:
    """Give the checksum of each file of a zip."""
    with ZipFile(package.zip_path) as archive:
        return {entry.filename: entry.CRC for entry in archive.infolist()}


def read_from(package: Package, name: str) -> str:
    with ZipFile(package.zip_path) as archive:
        return archive.read(name).decode()


def run_there(task: Path, runtime: Path, code: str) -> str:
    """Run code with the zip and the runtime alone: no site-packages, no tree of ours."""
    done = subprocess.run(
        [
            sys.executable,
            "-S",
            "-c",
            f"import sys; sys.path[:0] = {[str(task), str(runtime)]}\n{code}",
        ],
        cwd=task,
        env={"AWS_DEFAULT_REGION": "eu-west-3", "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return done.stdout.decode()


def handlers(package: Package) -> Iterator[tuple[str, str, str]]:
    for name in lambda_names():
        found = package.template["Resources"][logical_id(name)]["Properties"]["Handler"]
        module, function = found.rsplit(".", 1)
        yield name, module, function


def test_each_event_handler_imports_alone_without_the_app(
    package: Package, task: Path, runtime: Path
) -> None:
    for name, module, function in handlers(package):
        if name == "api_handler":
            continue
        code = f"import {module} as m, json; m.{function}; print(json.dumps(sorted(sys.modules)))"
        loaded = set(json.loads(run_there(task, runtime, code)))
        assert not loaded & FOREIGN_TO_EVENTS, name
        assert function == name


class NoPolicies(ManagedPolicyLoader):  # type: ignore[misc] # SAM ships no types that mypy reads
    """The managed policies that AWS would list for its transform: we name none."""

    def __init__(self) -> None:
        self._policy_map: dict[str, str] | None = {}


def test_every_function_logs_json_at_info_into_a_group_that_forgets(
    package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-3")
    template = transform(with_code(package.template, "artefacts", "code.zip"), {}, NoPolicies())
    resources = template["Resources"]
    functions = {
        name: each["Properties"]
        for name, each in resources.items()
        if each["Type"] == "AWS::Lambda::Function"
    }
    groups = [
        (json.dumps(each["Properties"]["LogGroupName"]), each["Properties"]["RetentionInDays"])
        for each in resources.values()
        if each["Type"] == "AWS::Logs::LogGroup"
    ]
    wanted = {"LogFormat": "JSON", "ApplicationLogLevel": "INFO", "SystemLogLevel": "INFO"}
    assert set(functions) == {logical_id(name) for name in lambda_names()}
    for name, properties in functions.items():
        assert properties["LoggingConfig"] == wanted, name
        deployed = properties["FunctionName"]["Fn::Sub"]
        (days,) = [d for told, d in groups if f"${{{name}}}" in told or deployed in told]
        assert days == 365


def test_the_api_starts_from_the_zip_alone(task: Path, runtime: Path) -> None:
    code = f"""
from app import app
event = {ask("GET", "/connexion")}
assert not app.routes
assert app(event, None)["statusCode"] == 200
assert set(app.routes) >= {{"/connexion"}}
assert "/dossiers" not in app.routes
"""
    run_there(task, runtime, code)


def imports_at_run_time(tree: ast.Module) -> Iterator[str]:
    """What a module imports when it runs: what stands there for types alone is no import."""
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    yield from imported_modules(
        ast.Module([node for node in flat(tree) if id(node) not in for_types], [])
    )


def flat(tree: ast.Module) -> Iterator[ast.stmt]:
    """Every statement that imports, at any depth."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))


def test_everything_that_is_imported_is_in_the_zip_or_named_as_the_runtimes(task: Path) -> None:
    packed = {path.name.removesuffix(".py") for path in task.iterdir()}
    wanted = {
        name.partition(".")[0]
        for path in python_files(ROOMS)
        for name in imports_at_run_time(parse(path))
    }
    foreign = wanted - sys.stdlib_module_names - packed
    assert {name for name in foreign if not list(task.glob(f"{name}.*"))} == THE_RUNTIMES


def test_a_bound_on_what_is_unpacked_is_kept_by_the_version_in_the_zip(
    task: Path, runtime: Path
) -> None:
    code = """
import urllib3, io, gzip
from pathlib import Path
assert Path(urllib3.__file__).is_relative_to(TASK), urllib3.__file__
packed = gzip.compress(b" " * 30_000_000)
answer = urllib3.HTTPResponse(
    io.BytesIO(packed), headers={"content-encoding": "gzip"}, preload_content=False
)
assert len(answer.read(1001, decode_content=True)) == 1001
plain = urllib3.HTTPResponse(
    io.BytesIO(packed), headers={"content-encoding": "gzip"}, preload_content=False,
    decode_content=False,
)
assert plain.read(2) == packed[:2]
"""
    run_there(task, runtime, f"TASK = {str(task)!r}\n{code}")


def test_every_library_works_from_the_pruned_zip(task: Path, runtime: Path) -> None:
    run_there(task, runtime, LIBRARIES)


def test_dates_and_numbers_are_set_from_the_cut_data_as_from_the_whole(
    task: Path, runtime: Path
) -> None:
    here: dict[str, str] = {}
    exec(SETTING, here)  # noqa: S102 # the same lines that the zip runs
    assert json.loads(run_there(task, runtime, f"{SETTING}print(told)")) == json.loads(here["told"])


def test_what_dataclasses_write_is_compiled_in_the_zip(
    package: Package, task: Path, runtime: Path
) -> None:
    modules = sorted({module for _name, module, _function in handlers(package)})
    run_there(task, runtime, f"MODULES = {modules}{DATACLASSES}")


def test_the_zip_has_the_templates_and_no_test(task: Path) -> None:
    names = {path.relative_to(task).as_posix() for path in task.rglob("*") if path.is_file()}
    assert "templates/pages/_layout.html" in names
    assert any(name.startswith("templates/emails/subscription_link/") for name in names)
    ours = {name for name in names if name.startswith(("chalicelib/", "app"))}
    assert not [name for name in ours if "test" in name or name.endswith(".md")]


def test_the_other_languages_are_read_from_the_zip_alone_when_somebody_reads_them(
    task: Path, runtime: Path
) -> None:
    code = """
from chalicelib.words import translation
assert translation.translate("Annuler le dossier") == "Annuler le dossier"
assert translation._catalogue.cache_info().currsize == 1
for language, told in (("en", "Cancel the dossier"), ("pt_BR", "Cancelar o dossiê")):
    with translation.in_language(language):
        assert translation.translate("Annuler le dossier") == told
        assert translation.translate_plural("{number} jour", "{number} jours", 1)[0] == "1"
import sys
assert not any(name.startswith("babel.messages") for name in sys.modules)
"""
    run_there(task, runtime, code)
    assert {path.name for path in (task / "compiled_words").iterdir()} == {"en.mo", "pt_BR.mo"}
    assert not (task / "locale").exists()


def test_every_module_has_its_bytecode(task: Path) -> None:
    sources = set(task.rglob("*.py"))
    lacking = [p for p in sources if not list((p.parent / "__pycache__").glob(f"{p.stem}.*.pyc"))]
    assert sources
    assert not lacking


def test_the_zip_is_light_and_pruned(package: Package, task: Path) -> None:
    assert package.unpacked_bytes < CEILING_BYTES
    for folder, kept in KEPT.items():
        assert {path.name for path in (task / folder).iterdir()} - {"__pycache__"} == kept


def test_no_first_request_does_more_than_on_the_day_before(
    package: Package, task: Path, runtime: Path
) -> None:
    layout = Layout(package, task, runtime, CHILDREN)
    with begin_life(is_time_moved=False) as life, answering() as loopback:
        life.draft()
        environment = life.stage.environment | {"AWS_ENDPOINT_URL": loopback.address}
        bench = Bench(layout, environment)
        found = {one.name: count_steps(bench, one) for one in list_first_requests(life)}
    over = {name: steps for name, steps in found.items() if steps.exceeds(MOST_STEPS[name])}
    assert not over, f"{over} where {MOST_STEPS} is the most"


def test_the_same_sources_give_the_same_bytes(package: Package, tmp_path: Path) -> None:
    again = build_package(tmp_path)
    assert again.zip_path.read_bytes() == package.zip_path.read_bytes()
    assert again.template == package.template


def is_of_toys(name: str) -> bool:
    """Whether a file of a zip is a toy's own, its bytecode or one of its mails' templates."""
    mails = {
        ModuleLoader.get_module_filename(path.relative_to(TOYS / "emails").as_posix())
        for path in (TOYS / "emails").rglob("*.*")
    }
    module = name.replace("__pycache__/", "").partition(".")[0] + ".py"
    return name.startswith("tests/toys/") or (
        module.removeprefix("compiled_templates/emails/") in mails
    )


def test_toys_are_all_that_a_stack_of_the_tests_has_beside_production(
    package: Package, with_toys: Package
) -> None:
    before, after = contents(package), contents(with_toys)
    kinds = "chalicelib/kinds.json"
    added = after.keys() - before.keys()
    assert {"tests/toys/bookings.py", "tests/toys/rounds.py"} <= added
    assert not [name for name in added if not is_of_toys(name)]
    assert not [name for name in added if "test_" in name]
    assert {name for name in before if after.get(name) != before[name]} == {kinds}
    toys = json.loads((TOYS / "kinds.json").read_text())
    assert json.loads(read_from(with_toys, kinds)) == {
        **json.loads(read_from(package, kinds)),
        **toys,
    }
    told = dict(with_toys.template)
    assert told.pop("Metadata") == {"ExtraKinds": sorted(toys)}
    machines = tuple(f"{one['name'].title()}Timeline" for one in toys.values())
    resources = told["Resources"].items()
    told["Resources"] = {name: one for name, one in resources if not name.startswith(machines)}
    assert told == package.template
    assert len(told["Resources"]) < len(resources)


def test_a_toy_is_read_from_the_zip_alone_with_its_mail(
    with_toys: Package, runtime: Path, tmp_path: Path
) -> None:
    with ZipFile(with_toys.zip_path) as archive:
        archive.extractall(tmp_path)
    shutil.rmtree(tmp_path / "tests" / "toys" / "emails")  # what is compiled is enough
    code = """
from datetime import date
from chalicelib.cases.registry import kind_of, list_hearers
from chalicelib.notices.render import render_letter
assert [one.prefix for one in list_hearers("visit.done")] == ["rnd"]
mails = kind_of("bkg_1").mails.get()
facts = {"name": "Zoé", "city": "Lyon", "on": date(2026, 3, 20), "reference": ""}
letter = render_letter("visit_confirmed", "client", facts, templates=mails.templates)
assert letter.subject == "Votre visite à Lyon est confirmée", letter.subject
"""
    run_there(tmp_path, runtime, code)


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_that_an_adapter_uses_is_in_the_cut_descriptions(
    task: Path, service: str
) -> None:
    whole = Loader().load_service_model(service, "service-2")
    (path,) = (task / FOLDER / service).glob("*/service-2.json")
    cut, words = json.loads(path.read_text()), adapters_words()
    used = {name for name in whole["operations"] if xform_name(name) in words}
    assert used
    assert used == set(cut["operations"])
    assert len(cut["operations"]) < len(whole["operations"])


def test_clients_are_made_from_the_cut_descriptions(task: Path, runtime: Path) -> None:
    code = f"""
from chalicelib.aws.session import client, default_session
for name in {SERVICES}:
    made = client(name)
    assert made.meta.service_model.operation_names
paths = default_session().get_component("data_loader").search_paths
assert len(paths) == 1 and paths[0].endswith("{FOLDER}"), paths
"""
    run_there(task, runtime, code)
