"""The mailer: hand one mail to SES, exactly once as far as anybody can tell.

The SDK asks once here (`session.PATIENCE`): after a lost reply it would send the mail again without a
word. Whether to send again is the notice's decision, so a third trouble stands beside the two
of every adapter: nobody knows whether SES took the mail.
"""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Protocol

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    CredentialRetrievalError,
    EndpointConnectionError,
    NoCredentialsError,
    ParamValidationError,
    SSLError,
)

from chalicelib.aws.session import client
from chalicelib.aws.trouble import OutsideTrouble, PermanentError, TransientError, error_code
from chalicelib.settings import load_settings

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

NEVER = frozenset({"MessageRejected", "BadRequestException", "InvalidParameterValue"})
"""SES's no to this mail. Its other refusals are the stage's fault or pass: they wait."""

NOT_TAKEN = frozenset({429, 503})
NEVER_LEFT = (
    ConnectTimeoutError,
    CredentialRetrievalError,
    EndpointConnectionError,
    NoCredentialsError,
    SSLError,
)
CHARSET = "UTF-8"


class OutcomeUnknown(OutsideTrouble):
    """The reply was lost: SES may or may not have taken the mail."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail. `tags` come back with all that SES says of it: ASCII letters, digits, `_-.@`.

    `headers` go with it beside those that SES writes itself, such as `List-Unsubscribe`.
    """

    to: str
    subject: str
    text: str
    html: str
    tags: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()


class Mailer(Protocol):
    """Whoever takes mails."""

    def send_mail(self, mail: Mail) -> str:
        """Take a mail and give its message id; TransientError, PermanentError or OutcomeUnknown."""
        ...


def sort_mail_trouble(error: ClientError | BotoCoreError) -> OutsideTrouble:
    """Sort what SES or the way to it said: later, never, or nobody knows."""
    if isinstance(error, ClientError):
        code = error_code(error)
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        if code in NEVER:
            return PermanentError("sesv2", code)
        if status < 500 or status in NOT_TAKEN:
            return TransientError("sesv2", code)
        return OutcomeUnknown("sesv2", code)
    name = type(error).__name__
    if isinstance(error, ParamValidationError):
        return PermanentError("sesv2", name)
    if isinstance(error, NEVER_LEFT):
        return TransientError("sesv2", name)
    return OutcomeUnknown("sesv2", name)


class SesMailer:
    """SES v2, from the stage's sender and with its configuration set."""

    def __init__(self, ses: "SESV2Client", sender: str, configuration_set: str) -> None:
        """Keep the client (without retries), the sender's address and the configuration set."""
        self._ses = ses
        self._sender = sender
        self._configuration_set = configuration_set

    def send_mail(self, mail: Mail) -> str:
        """Hand one mail to SES and give its message id."""
        body = {
            "Text": {"Data": mail.text, "Charset": CHARSET},
            "Html": {"Data": mail.html, "Charset": CHARSET},
        }
        subject = {"Data": mail.subject, "Charset": CHARSET}
        headers = [{"Name": name, "Value": value} for name, value in mail.headers]
        more = {"Headers": headers} if headers else {}
        optional = (
            {"ConfigurationSetName": self._configuration_set} if self._configuration_set else {}
        )
        try:
            answer = self._ses.send_email(
                FromEmailAddress=self._sender,
                Destination={"ToAddresses": [mail.to]},
                Content={"Simple": {"Subject": subject, "Body": body, **more}},  # type: ignore[typeddict-item] # literal dictionaries of the stubs' shape
                EmailTags=[{"Name": name, "Value": value} for name, value in mail.tags],
                **optional,  # type: ignore[arg-type] # at most the configuration set
            )
        except (ClientError, BotoCoreError) as error:
            raise sort_mail_trouble(error) from error
        return answer["MessageId"]


@cache
def open_mailer() -> SesMailer:
    """Open the stage's mailer, once a process."""
    settings = load_settings()
    return SesMailer(client("sesv2"), settings.sender, settings.configuration_set)
