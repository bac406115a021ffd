"""Clients of AWS: one session a process, each client made when first used.

Making a client costs mostly the reading of the service's description; the deployed zip
carries descriptions cut to the operations that are used, and no other is looked at there.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, overload

import botocore.session
from botocore.config import Config
from botocore.loaders import Loader

if TYPE_CHECKING:
    from botocore.client import BaseClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_ssm import SSMClient
    from mypy_boto3_stepfunctions import SFNClient

CUT_DESCRIPTIONS = Path(__file__).parents[2] / "botocore_data"

CONNECTIONS = 64
"""Connections to a service that are kept open: jobs work on so many things side by side at most."""

CONNECT_S = 2
LONGEST_PAUSE_S = 1
"""The SDK's pause before the second try at most; before each further one it doubles."""


class Patience(NamedTuple):
    """How long an answer of a service is awaited, in seconds, and how often it is asked."""

    read_s: float
    tries: int

    @property
    def longest_s(self) -> float:
        """Give how long a call may take in all, when the service never answers."""
        pauses = sum(LONGEST_PAUSE_S * (1 << number) for number in range(self.tries - 1))
        return self.tries * (CONNECT_S + self.read_s) + pauses


PATIENCE: "dict[ServiceName, Patience]" = {
    "dynamodb": Patience(5, 3),
    "s3": Patience(6, 3),
    "sesv2": Patience(20, 1),
    "sqs": Patience(5, 3),
    "stepfunctions": Patience(5, 2),
    "ssm": Patience(3, 2),
}
"""A call that is never answered ends before the Lambda that makes it: its caller can say so."""

type ServiceName = Literal["dynamodb", "s3", "sesv2", "sqs", "ssm", "stepfunctions"]


@cache
def default_session() -> botocore.session.Session:
    """Open this process's session, with the cut service descriptions alone where they are.

    Botocore's own stay unsearched: before it makes a client it lists every service that it knows,
    four hundred folders of them.
    """
    session = botocore.session.get_session()
    if CUT_DESCRIPTIONS.is_dir():
        loader = Loader([str(CUT_DESCRIPTIONS)], include_default_search_paths=False)
        session.register_component("data_loader", loader)
    return session


@overload
def client(name: Literal["dynamodb"]) -> "DynamoDBClient": ...
@overload
def client(name: Literal["s3"]) -> "S3Client": ...
@overload
def client(name: Literal["sesv2"]) -> "SESV2Client": ...
@overload
def client(name: Literal["sqs"]) -> "SQSClient": ...
@overload
def client(name: Literal["ssm"]) -> "SSMClient": ...
@overload
def client(name: Literal["stepfunctions"]) -> "SFNClient": ...
def client(name: ServiceName) -> "BaseClient":
    """Open the client of a service, once a process."""
    return _open_client(name)


@cache
def _open_client(name: ServiceName, endpoint_url: str | None = None) -> "BaseClient":
    patience = PATIENCE[name]
    config = Config(
        connect_timeout=CONNECT_S,
        read_timeout=patience.read_s,
        max_pool_connections=CONNECTIONS,
        retries={"mode": "standard", "total_max_attempts": patience.tries},
        s3={"addressing_style": "path"} if endpoint_url else None,
        signature_version="s3v4" if name == "s3" else None,
    )
    return default_session().create_client(name, config=config, endpoint_url=endpoint_url)


def public_s3_client(endpoint_url: str) -> "S3Client":
    """Open the S3 client that signs what browsers call: `endpoint_url` is empty on AWS."""
    if not endpoint_url:
        return client("s3")
    return _open_client("s3", endpoint_url)  # type: ignore[return-value] # one opener, one service here


def forget_clients() -> None:
    """Forget every client, for a process that changes its endpoint or credentials."""
    _open_client.cache_clear()
    default_session.cache_clear()
