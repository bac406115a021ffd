"""What a dossier costs to handle, by the list prices of us-east-1 and what was counted.

The model is `A p_api + A Lambda(api) + D (p_put + 2 p_get) + D Lambda(verdict) + W p_wru +
reads p_rru + S p_sfn + M p_ses + polls + logs`. Lambda's times and the number of pages asked for
are assumptions, written here; units, transitions, mails and files are counted. What the model
leaves out is told beside it, and so is the scanner of a stage that has one. What a stage costs
without any dossier (alarms, schedules) is `bench/fixed_cost.py`'s.
"""

from dataclasses import dataclass

GATEWAY_REQUEST = 3.50 / 1e6
LAMBDA_REQUEST = 0.20 / 1e6
LAMBDA_GB_S = 0.0000166667
WRITE_UNIT = 0.625 / 1e6
READ_UNIT = 0.125 / 1e6
TRANSITION = 0.025 / 1e3
MAIL = 0.10 / 1e3
QUEUE_REQUEST = 0.40 / 1e6
S3_PUT = 0.005 / 1e3
S3_GET = 0.0004 / 1e3
LOG_GB = 0.50

SCANNED_GB = 0.09
SCANNED_OBJECT = 0.215 / 1e3
"""GuardDuty Malware Protection for S3, us-east-1, as read on aws.amazon.com/guardduty/pricing on
2026-10-07: each object is evaluated, each gigabyte scanned. Its free tier is left out."""

FILE_GB = 0.003
"""An uploaded file: a photograph or a scan of some pages has about 3 MB."""

API_CALLS = 40
"""Pages and calls of the API that people and programs make in a dossier's life."""

API_GB, API_WARM_S, API_COLD_S = 1.0, 0.05, 0.6
EVENT_GB, EVENT_WARM_S, EVENT_COLD_S = 0.5, 0.1, 1.0
VERDICT_GB, VERDICT_WARM_S, VERDICT_COLD_S = 2.0, 0.4, 1.5
POLL_GB, POLL_S = 0.5, 0.1
COLD_SHARE = 0.1
LOG_KB_PER_INVOCATION = 1.0


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted in one dossier's life; its share of polls is of batches of a hundred."""

    write_units: float
    read_units: float
    read_units_per_page: float
    requests: int
    transitions: int
    mails: int
    events: int
    verdicts: int
    queue_calls: int
    s3_writes: int
    s3_reads: int
    polls: int
    batch_read_units: float
    batch_write_units: float


def cost_by_model(counted: Counted) -> dict[str, float]:
    """Cost a thousand dossiers, in dollars, by the model's terms."""
    more_pages = max(0, API_CALLS - counted.requests)
    read_units = counted.read_units + more_pages * counted.read_units_per_page
    batches = counted.polls / 100
    batch = counted.batch_read_units * READ_UNIT + counted.batch_write_units * WRITE_UNIT
    invocations = API_CALLS + counted.events + counted.verdicts
    one = {
        "Step Functions": counted.transitions * TRANSITION,
        "SES": counted.mails * MAIL,
        "DynamoDB, writes": counted.write_units * WRITE_UNIT,
        "DynamoDB, reads": read_units * READ_UNIT,
        "API Gateway": API_CALLS * GATEWAY_REQUEST,
        "Lambda, pages and API": API_CALLS * _lambda(API_GB, API_WARM_S, API_COLD_S),
        "Lambda, verdicts": counted.verdicts * _lambda(VERDICT_GB, VERDICT_WARM_S, VERDICT_COLD_S),
        "S3, uploads and reads": counted.verdicts * (S3_PUT + 2 * S3_GET),
        "Polls": batches * (batch + POLL_GB * POLL_S * LAMBDA_GB_S),
        "Logs": invocations * LOG_KB_PER_INVOCATION / 1e6 * LOG_GB,
    }
    return {name: dollars * 1000 for name, dollars in one.items()}


def cost_beside_model(counted: Counted) -> dict[str, float]:
    """Cost what the model leaves out, for a thousand dossiers, in dollars."""
    uploads = counted.verdicts
    one = {
        "Lambda, events": counted.events * _lambda(EVENT_GB, EVENT_WARM_S, EVENT_COLD_S),
        "S3, sealed and served copies": (counted.s3_writes - uploads) * S3_PUT
        + max(0, counted.s3_reads - 2 * uploads) * S3_GET,
        "SQS": counted.queue_calls * QUEUE_REQUEST,
    }
    return {name: dollars * 1000 for name, dollars in one.items()}


def cost_of_scanner(counted: Counted) -> float:
    """Cost the scanning of a thousand dossiers' uploads, in dollars, where a stage has a scanner."""
    return 1000 * counted.verdicts * (SCANNED_OBJECT + FILE_GB * SCANNED_GB)


def _lambda(gb: float, warm_s: float, cold_s: float) -> float:
    seconds = (1 - COLD_SHARE) * warm_s + COLD_SHARE * cold_s
    return LAMBDA_REQUEST + gb * seconds * LAMBDA_GB_S
