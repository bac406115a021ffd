"""Outside trouble: the two ways in which a service lets us down, and nothing else."""

from botocore.exceptions import BotoCoreError, ClientError

BUSY_CODES = frozenset(
    {
        "ConditionalRequestConflict",
        "InternalFailure",
        "InternalServerError",
        "InternalError",
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestTimeout",
        "ServiceUnavailable",
        "SlowDown",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionInProgressException",
    }
)


class OutsideTrouble(Exception):
    """A service outside did not do what was asked; `service` and `reason` say which and why."""

    def __init__(self, service: str, reason: str) -> None:
        """Keep the service's name and its reason, neither of which is personal."""
        super().__init__(f"{service}: {reason}")
        self.service = service
        self.reason = reason


class TransientError(OutsideTrouble):
    """The service is busy, slow or unreachable: the same call may pass later."""


class PermanentError(OutsideTrouble):
    """The service refuses this call: repeating it changes nothing."""


def error_code(error: ClientError) -> str:
    """Give AWS's code of an error, such as `ThrottlingException`."""
    return error.response.get("Error", {}).get("Code", "")


def sort_trouble(service: str, error: ClientError | BotoCoreError) -> OutsideTrouble:
    """Sort an SDK error into busy-retry or refused-don't; no answer at all means busy."""
    if not isinstance(error, ClientError):
        return TransientError(service, type(error).__name__)
    code = error_code(error)
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code in BUSY_CODES or status >= 500:
        return TransientError(service, code)
    return PermanentError(service, code)
