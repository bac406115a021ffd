"""The stage's settings: the only reader of the environment.

Every name is the logical id of what it holds, in capitals; `infra/resources` gives the same
names to the functions, and a house test keeps the two lists equal.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

type TimeSetting = Literal["real", "simulated"]


@dataclass(frozen=True, slots=True)
class OperatorSetting:
    """How one grid operator is reached on this stage; its key is a secret (chalicelib/aws/secrets.py)."""

    connector: Literal["http", "csv_drop", "by_hand"]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs from stage to stage."""

    stage: str
    portal_url: str
    table: str
    uploads_bucket: str
    documents_bucket: str
    drop_bucket: str
    uploads_queue: str
    drop_queue: str
    notices_queue: str
    feedback_queue: str
    jobs_queue: str
    timeline_machine: str
    sender: str
    configuration_set: str
    time_setting: TimeSetting
    acceptance: str
    """Which policy of acceptance the stage follows; empty is production's."""
    scanner: str
    scanner_address: str
    operators: Mapping[str, OperatorSetting]
    s3_public_endpoint: str
    address_registry: str
    parcel_registry: str
    company_registry: str


def parse_operators(text: str) -> Mapping[str, OperatorSetting]:
    """Read the operators of a stage from their JSON, e.g. `{"enedis": {"connector": "http"}}`."""
    raw = cast(dict[str, dict[str, str]], json.loads(text or "{}"))
    return {
        code: OperatorSetting(
            connector=cast(Literal["http", "csv_drop", "by_hand"], entry["connector"]),
            url=entry.get("url", ""),
        )
        for code, entry in raw.items()
    }


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings from an environment; what a Lambda is not given is empty for it."""
    get = environment.get
    return Settings(
        stage=get("STAGE", ""),
        portal_url=get("PORTAL_URL", ""),
        table=get("TABLE", ""),
        uploads_bucket=get("UPLOADS_BUCKET", ""),
        documents_bucket=get("DOCUMENTS_BUCKET", ""),
        drop_bucket=get("DROP_BUCKET", ""),
        uploads_queue=get("UPLOADS_QUEUE", ""),
        drop_queue=get("DROP_QUEUE", ""),
        notices_queue=get("NOTICES_QUEUE", ""),
        feedback_queue=get("FEEDBACK_QUEUE", ""),
        jobs_queue=get("JOBS_QUEUE", ""),
        timeline_machine=get("TIMELINE_MACHINE", ""),
        sender=get("SENDER", ""),
        configuration_set=get("CONFIGURATION_SET", ""),
        time_setting="simulated" if get("TIME_SETTING") == "simulated" else "real",
        acceptance=get("ACCEPTANCE", ""),
        scanner=get("SCANNER", "not_configured"),
        scanner_address=get("SCANNER_ADDRESS", ""),
        operators=parse_operators(get("OPERATORS", "")),
        s3_public_endpoint=get("S3_PUBLIC_ENDPOINT", ""),
        address_registry=get("ADDRESS_REGISTRY", ""),
        parcel_registry=get("PARCEL_REGISTRY", ""),
        company_registry=get("COMPANY_REGISTRY", ""),
    )


@cache
def load_settings() -> Settings:
    """Load this process's settings, once."""
    return read_settings(os.environ)
