"""`make check`: every linter and type checker, each told as it ends; all run, then it fails."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from chalicelib.cases.machine_definition import write_definition
from infra.failure import CommandFailed, run_command
from infra.package import build_package
from infra.paths import OUT, ROOT, TEMPLATE_NAME
from infra.template import list_processes

BIN = Path(sys.executable).parent
TEMPLATES = "templates"
# cfn-lint knows the resources of the region that stages deploy to.
REGION = "eu-west-3"


@dataclass(frozen=True, slots=True)
class Check:
    """One tool: what it looks at, and how it is run. It gives what it found, or nothing."""

    name: str
    run: Callable[[], str]


def tool(*command: str) -> Callable[[], str]:
    """Give a run of a tool of the environment: empty when it is content."""

    def run() -> str:
        done = subprocess.run(
            [str(BIN / command[0]), *command[1:]],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        return "" if done.returncode == 0 else f"{done.stdout}{done.stderr}".strip()

    return run


def dead_code() -> str:
    """Give the functions, classes and methods that nobody names.

    What vulture calls unused variables and attributes are fields of dataclasses and forms,
    read by templates and by the API; unused imports are ruff's to find, which reads quotes.
    A name that stands at the end of a string is looked up at run time, to keep imports lazy.
    """
    paths = [path for place in ("chalicelib", "tests") for path in (ROOT / place).rglob("*.py")]
    code = "".join(path.read_text() for path in sorted(paths))
    found = re.findall(
        r"^(.* unused (?:function|class|method) '(\w+)'.*)$", tool("vulture")(), re.MULTILINE
    )
    return "\n".join(line for line, name in found if not re.search(rf"[\w.:\"]{name}\"", code))


def packaged_template() -> str:
    """Package the tree and lint the template that stages deploy."""
    build_package()
    return tool("cfn-lint", "--region", REGION, "--", str(OUT / TEMPLATE_NAME))()


def state_machines() -> str:
    """Lint each state machine with sample values for what a stage substitutes."""
    found = (_lint_state_machine(write_definition(one)) for one in list_processes())
    return "\n".join(each for each in found if each)


def _lint_state_machine(definition: str) -> str:
    text = with_sample_values(definition)
    json.loads(text)
    return tool("statelint", text)()


def with_sample_values(text: str) -> str:
    """Give a definition with an ARN for each ${…Arn} and a number for each other ${…}."""
    arn = "arn:aws:lambda:eu-west-3:000000000000:function:sample"
    return re.sub(r"\$\{(\w+)\}", lambda m: arn if m.group(1).endswith("Arn") else "3600", text)


CHECKS = (
    Check("ruff", tool("ruff", "check", ".")),
    Check("format", tool("ruff", "format", "--check", ".")),
    Check("import-linter", tool("lint-imports", "--no-cache")),
    Check("vulture", dead_code),
    Check("deptry", tool("deptry", ".")),
    Check("djlint", tool("djlint", "--lint", "--quiet", TEMPLATES)),
    Check("statelint", state_machines),
    Check("package, cfn-lint", packaged_template),
    Check("mypy", tool("mypy")),
    Check("pyright", tool("pyright")),
)


def check_everything() -> None:
    """Run every check. Raises CommandFailed naming those that found something."""
    unhappy = [each.name for each in CHECKS if not _is_content(each)]
    if unhappy:
        raise CommandFailed(f"make check found something: {', '.join(unhappy)}")


def _is_content(check: Check) -> bool:
    began = time.monotonic()
    try:
        found = check.run()
    except CommandFailed as failure:
        found = str(failure)
    print(
        f"{'ok' if not found else 'NO':3} {check.name:18} {time.monotonic() - began:5.1f} s",
        flush=True,
    )
    if found:
        print(found, flush=True)
    return not found


if __name__ == "__main__":
    run_command(check_everything)
