"""The stack of the local cloud, deployed by the code that deploys to AWS."""

import json
from collections.abc import Mapping

import boto3

from chalicelib.aws.secrets import operator_key_name
from infra.deploy import Deployed, deploy
from infra.package import Package
from infra.secrets import put_secret
from infra.stack import Say
from infra.stages import list_keyed_operators, load_stage
from local.place import OPERATOR_KEY, STAGE, Place


def deploy_locally(
    package: Package, place: Place, say: Say, overrides: Mapping[str, str] | None = None
) -> Deployed:
    """Create or update the stack of a place; only addresses differ from the stage's file."""
    addresses = {
        "PortalUrl": place.portal_url,
        "PublicS3Endpoint": place.cloud_url,
        "Operators": _operators(place),
        **_registries(place),
    }
    parameters = load_stage(STAGE, {**addresses, **(overrides or {})})
    for operator in list_keyed_operators(parameters):
        put_secret(boto3.client("ssm"), STAGE, operator_key_name(operator), OPERATOR_KEY)
    return deploy(package, parameters, say)


def _registries(place: Place) -> dict[str, str]:
    """Give the registries that the sandbox imitates; the pages say that they are invented."""
    home = f"{place.operator_url}/registres"
    return {
        "AddressRegistry": f"{home}/adresses",
        "ParcelRegistry": f"{home}/cadastre",
        "CompanyRegistry": f"{home}/entreprises",
    }


def _operators(place: Place) -> str:
    """Give the stage's operators, the one over HTTP being the sandbox of this place."""
    operators = json.loads(load_stage(STAGE)["Operators"])
    for entry in operators.values():
        if entry["connector"] == "http":
            entry |= {"url": place.operator_url}
    return json.dumps(operators, sort_keys=True)
