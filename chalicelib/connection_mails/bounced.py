"""A mail to the client came back: the dossier shows that they are not reached."""

import logging
from dataclasses import replace
from datetime import datetime

from chalicelib.audit.model import platform
from chalicelib.aws.table import Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.dossiers.signing import has_declined
from chalicelib.notices.address import print_mail_address
from chalicelib.notices.model import Addressee, Bounce, Feedback, Notice
from chalicelib.refusals import NotFound

log = logging.getLogger(__name__)


def show_unreachable(notice: Notice, feedback: Feedback, table: Table) -> None:
    """Show on the dossier that its client is not reached, unless that is over by now (R51)."""
    if notice.addressee is not Addressee.CLIENT:
        return

    def decide(dossier: Dossier, _now: datetime) -> Change | None:
        head = dossier.head
        other_address = print_mail_address(head.email) not in feedback.address_prints
        reached = dossier.reached(Milestone.SUBSCRIPTION_SIGNED) or has_declined(dossier)
        if head.client_unreachable or not head.is_open or other_address or reached:
            return None
        bounce = str(feedback.bounce or Bounce.UNDETERMINED)
        return Change(
            EventKind.NOTICE_BOUNCED,
            replace(head, client_unreachable=True),
            details={"notice_id": notice.notice_id, "notice": str(notice.kind), "bounce": bounce},
        )

    try:
        change_dossier(notice.case_id, decide, by=platform("queue"), table=table)
    except NotFound:
        log.warning("bounce of a dossier that is gone", extra={"dossier_id": notice.case_id})
