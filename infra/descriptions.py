"""Service descriptions cut to the operations that `chalicelib/aws` uses.

Making a client costs mostly the reading of its service's description. The cut ones ship at
the root of the zip; `chalicelib/aws/session.py` puts them first in the loader's search path.
The list of operations is read from the adapters' own code, so it cannot be out of date.
"""

import ast
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from botocore import xform_name
from botocore.loaders import Loader

from infra.paths import ROOT

FOLDER = "botocore_data"
SERVICES = ("dynamodb", "s3", "sesv2", "sqs", "ssm", "stepfunctions")
# Those services' names in endpoints.json, and that of credentials.
ENDPOINTS = {"dynamodb", "s3", "email", "sqs", "ssm", "states", "sts"}
PARTITION = "aws"

# What botocore asks of itself: a presigned POST is signed as a bucket's creation, and a
# redirection to another region begins by asking where the bucket is.
BOTOCORES_OWN = {"create_bucket", "head_bucket"}

# A description as botocore reads it: JSON of AWS's own shape.
type Description = dict[str, Any]


def write_descriptions(target: Path) -> None:
    """Write the cut descriptions below `target`/botocore_data."""
    loader = Loader()
    words = adapters_words()
    for service in SERVICES:
        version = loader.determine_latest_version(service, "service-2")
        folder = target / FOLDER / service / version
        folder.mkdir(parents=True)
        model = loader.load_service_model(service, "service-2", version)
        _write(folder / "service-2.json", cut_service(cast(Description, model), words))
        rules = loader.load_service_model(service, "endpoint-rule-set-1", version)
        _write(folder / "endpoint-rule-set-1.json", cast(Description, rules))
    _write_shared(loader, target / FOLDER)


def used_operations(model: Description, words: set[str]) -> set[str]:
    """Give the operations of a service whose method names the adapters' code says."""
    return {name for name in model["operations"] if xform_name(name) in words}


def cut_service(model: Description, words: set[str]) -> Description:
    """Keep of a service's description the used operations and the shapes they reach."""
    operations = {name: model["operations"][name] for name in sorted(used_operations(model, words))}
    shapes: Description = {}
    for operation in operations.values():
        _reach(operation, model["shapes"], shapes)
    kept: Description = {key: model[key] for key in ("version", "metadata") if key in model}
    # Botocore insists on the prose of these few.
    context = {key: model[key] for key in ("clientContextParams",) if key in model}
    whole: Description = {**kept, "operations": operations, "shapes": shapes}
    return {**cast(Description, _without_prose(whole)), **context}


def adapters_words() -> set[str]:
    """Give every attribute and string that the code of `chalicelib/aws` says, and botocore's."""
    return set(_words_of_the_adapters()) | BOTOCORES_OWN


def _words_of_the_adapters() -> Iterator[str]:
    for path in sorted((ROOT / "chalicelib" / "aws").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute):
                yield node.attr
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def _reach(node: object, shapes: Description, reached: Description) -> None:
    """Add to `reached` every shape that `node` names, and those they name."""
    if isinstance(node, dict):
        name = node.get("shape")
        if isinstance(name, str) and name in shapes and name not in reached:
            reached[name] = shapes[name]
            _reach(shapes[name], shapes, reached)
        for value in node.values():
            _reach(value, shapes, reached)
    elif isinstance(node, list):
        for value in node:
            _reach(value, shapes, reached)


def _without_prose(node: object) -> object:
    if isinstance(node, Mapping):
        entries = cast(Mapping[str, object], node)
        kept: dict[str, object] = {
            k: _without_prose(v) for k, v in entries.items() if not _is_prose(k, v)
        }
        return kept
    if isinstance(node, list):
        return [_without_prose(value) for value in node]
    return node


def _is_prose(key: object, value: object) -> bool:
    return key == "documentation" and isinstance(value, str)


def _write_shared(loader: Loader, folder: Path) -> None:
    endpoints = cast(Description, loader.load_data("endpoints"))
    partition = next(p for p in endpoints["partitions"] if p["partition"] == PARTITION)
    services = {name: each for name, each in partition["services"].items() if name in ENDPOINTS}
    _write(
        folder / "endpoints.json",
        {**endpoints, "partitions": [{**partition, "services": services}]},
    )
    partitions = cast(Description, loader.load_data("partitions"))
    ours = [each for each in partitions["partitions"] if each["id"] == PARTITION]
    _write(folder / "partitions.json", {**partitions, "partitions": ours})
    defaults = cast(Description, loader.load_data("sdk-default-configuration"))
    _write(folder / "sdk-default-configuration.json", cast(Description, _without_prose(defaults)))


def _write(path: Path, content: Description) -> None:
    path.write_text(json.dumps(content, sort_keys=False, separators=(",", ":")))
