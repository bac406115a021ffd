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
    "dossier_id": "the dossier",
}
FIELDS: Mapping[str, str] = {**OF_THE_INVOCATION, **OF_A_LINE}
