"""The vocabulary of the logs: every field that a line may have beside the runtime's own.

A house test refuses a logger's call with any other; `docs/operations.md` has the same list. None
of them is personal: people are told by their account's id, which leads nowhere once the account
is erased, and what they typed is in no field.
"""

from collections.abc import Mapping

OF_THE_INVOCATION: Mapping[str, str] = {
    "function": "the Lambda's deployed name",
    "gateway_request_id": "the number of the request, as error pages and problem documents show it",
    "method": "the request's method",
    "route": "the declared path that serves it, its places unfilled; never the address itself",
    "role": "the role in which somebody is signed in, or whose token calls",
    "actor": "the id of their account",
    "execution": "the name of the execution whose task this is",
    "generation": "the generation of the dossier's timeline",
    "event_id": "the id of a schedule's event or of a stream's record",
    "message_id": "the id of the queue's message",
    "status": "the status of the answer (the last line of a request)",
    "duration_ms": "how long the invocation took, in milliseconds (its last line)",
    "code": "the code of the refusal, of a problem document; `our-error`, `service-busy`",
    "records": "how many messages or records came (the last line of an event)",
    "failures": "how many of them come again (the last line of an event)",
    "counts": "what a job says that it did (the last line of an event)",
}
OF_A_LINE: Mapping[str, str] = {
    "answer_characters": "how long the scanner's answer was",
    "ask_id": "the mail about an account that was asked for",
    "attempt": "which try this was",
    "bucket": "the bucket of a file",
    "by": "the id of who did it, or the part of the platform",
    "bytes": "the size of a file",
    "count": "how many",
    "document_id": "the file, a piece's or the library's",
    "case_id": "the case, of whatever kind",
    "consumer": "who hears of an event",
    "dossier_id": "the dossier",
    "exit_code": "how a process ended",
    "firm_id": "the firm",
    "hat": "the membership that somebody put on: its role and its firm's id",
    "job_id": "the job, or an agent's act on many dossiers",
    "kind": "which kind of notice or receipt",
    "link": "which kind of link a password was chosen by",
    "notice_id": "the notice",
    "operator": "the grid operator's code",
    "outcome": "what a verdict or a reading came to",
    "partition": "the table's partition of a journal or an account",
    "place": "the row in its partition",
    "refused": "how many lines of an operator's file were refused",
    "registry": "the public registry",
    "resends": "how often a mail was sent again",
    "service": "the service that is in trouble",
    "state": "the state of a notice",
    "try_number": "which wrong password of an account this was",
    "user_id": "the account's id",
    "week": "the Monday of a summary's week",
    "why": "the reason, in a word of ours or the code of a service",
}
FIELDS: Mapping[str, str] = {**OF_THE_INVOCATION, **OF_A_LINE}
