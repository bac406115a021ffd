"""The mailer: one try, and each trouble sorted by what it says of the mail."""

from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ParamValidationError,
    ReadTimeoutError,
)

from chalicelib.aws.mailer import (
    Mail,
    OutcomeUnknown,
    SesMailer,
    open_mailer,
    sort_mail_trouble,
)
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.aws.trouble import OutsideTrouble, PermanentError, TransientError

MAIL = Mail("zoe@client.example.org", "Objet", "Texte", "<p>Texte</p>", (("notice_id", "ntc_1"),))


def refusal(code: str, status: int) -> ClientError:
    answer = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "SendEmail")  # type: ignore[arg-type] # as SES answers


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (refusal("MessageRejected", 400), PermanentError),
        (refusal("BadRequestException", 400), PermanentError),
        (ParamValidationError(report="To"), PermanentError),
        (refusal("TooManyRequestsException", 429), TransientError),
        (refusal("LimitExceededException", 400), TransientError),
        (refusal("SendingPausedException", 400), TransientError),
        (refusal("AccountSuspendedException", 400), TransientError),
        (refusal("MailFromDomainNotVerifiedException", 400), TransientError),
        (refusal("AccessDeniedException", 403), TransientError),
        (refusal("ServiceUnavailable", 503), TransientError),
        (EndpointConnectionError(endpoint_url="http://ses"), TransientError),
        (ConnectTimeoutError(endpoint_url="http://ses"), TransientError),
        (refusal("InternalFailure", 500), OutcomeUnknown),
        (ReadTimeoutError(endpoint_url="http://ses"), OutcomeUnknown),
        (ConnectionClosedError(endpoint_url="http://ses"), OutcomeUnknown),
    ],
)
def test_a_trouble_says_whether_the_mail_may_have_left(
    error: ClientError, kind: type[OutsideTrouble]
) -> None:
    assert type(sort_mail_trouble(error)) is kind


@pytest.fixture
def stage(table: Table) -> Table:
    open_mailer.cache_clear()
    return table


def test_a_mail_leaves_from_the_verified_sender(stage: Table) -> None:
    client("sesv2").create_email_identity(EmailIdentity="raccordo@example.test")
    assert open_mailer().send_mail(MAIL)
    open_mailer.cache_clear()


def test_an_unverified_sender_is_a_refusal_of_the_mail(stage: Table) -> None:
    with pytest.raises(PermanentError):
        open_mailer().send_mail(MAIL)
    open_mailer.cache_clear()


def test_the_sdk_sends_once_and_never_by_itself_again(stage: Table) -> None:
    config = open_mailer()._ses.meta.config
    assert config.retries == {"mode": "standard", "total_max_attempts": 1}  # type: ignore[attr-defined] # botocore sets it
    open_mailer.cache_clear()


class Overheard:
    """The client of SES, with what it was asked."""

    def __init__(self, ses: Any) -> None:
        self.ses, self.asked = ses, list[dict[str, Any]]()

    def send_email(self, **request: Any) -> Any:
        self.asked.append(request["Content"]["Simple"])
        return self.ses.send_email(**request)


def test_a_header_of_a_mail_goes_with_it_and_none_without(stage: Table) -> None:
    ses = Overheard(client("sesv2"))
    client("sesv2").create_email_identity(EmailIdentity="raccordo@example.test")
    mailer = SesMailer(ses, "raccordo@example.test", "")  # type: ignore[arg-type] # the client, overheard
    ending = ("List-Unsubscribe", "<https://raccordo.example/resume-hebdomadaire/secret>")
    assert mailer.send_mail(replace(MAIL, headers=(ending,)))
    assert mailer.send_mail(MAIL)
    assert ses.asked[0]["Headers"] == [{"Name": ending[0], "Value": ending[1]}]
    assert "Headers" not in ses.asked[1]
