"""The template: ours and Chalice's must agree, and ours wins where a merge would guess."""

import pytest

from infra.deploy import with_code
from infra.failure import CommandFailed
from infra.template import (
    Template,
    compose_resources,
    keep_our_event_sources,
    refuse_unknown_functions,
)

FUNCTION = "AWS::Serverless::Function"


def merged_with(properties: Template) -> Template:
    return {"Resources": {"CheckDocument": {"Type": FUNCTION, "Properties": properties}}}


def ours_with(events: Template) -> Template:
    return {"Resources": {"CheckDocument": {"Properties": {"Events": events}}}}


def test_our_queue_replaces_the_name_that_chalice_guessed() -> None:
    guess = {"Fn::Sub": "arn:guess", "Fn::GetAtt": ["UploadsQueue", "Arn"]}
    merged = merged_with({"Events": {"Source": {"Type": "SQS", "Properties": {"Queue": guess}}}})
    ours = ours_with({"Source": {"Properties": {"Queue": {"Fn::GetAtt": ["UploadsQueue", "Arn"]}}}})
    keep_our_event_sources(merged, ours)
    source = merged["Resources"]["CheckDocument"]["Properties"]["Events"]["Source"]
    assert source["Properties"]["Queue"] == {"Fn::GetAtt": ["UploadsQueue", "Arn"]}


def test_an_event_source_without_its_decorator_is_refused() -> None:
    ours = ours_with({"Source": {"Properties": {}}})
    merged = merged_with({"Events": {"Source": {"Properties": {}}}})
    with pytest.raises(CommandFailed, match="its decorator is missing"):
        keep_our_event_sources(merged, ours)


def test_a_function_that_only_one_side_knows_is_refused() -> None:
    with pytest.raises(CommandFailed, match="does not name CheckDocument"):
        refuse_unknown_functions(merged_with({}), {"Resources": {}})
    with pytest.raises(CommandFailed, match="no handler of the code is called CheckDocument"):
        refuse_unknown_functions({"Resources": {}}, ours_with({}))


def test_the_resources_compose_with_the_state_machine_s_own_functions() -> None:
    whole = compose_resources()
    text, names = whole["Resources"]["DossierTimeline"]["Properties"]["DefinitionString"]["Fn::Sub"]
    assert all(f"${{{name}}}" in text for name in names)


def test_a_deployment_gives_every_function_the_same_code_and_keeps_the_package() -> None:
    template = merged_with({"CodeUri": "./deployment.zip"})
    filled = with_code(template, "artefacts", "code/abc.zip")
    properties = filled["Resources"]["CheckDocument"]["Properties"]
    assert properties["CodeUri"] == {"Bucket": "artefacts", "Key": "code/abc.zip"}
    assert template["Resources"]["CheckDocument"]["Properties"]["CodeUri"] == "./deployment.zip"
