"""Objects in the buckets: uploads, sealed originals, served copies, receipts, papers, files made."""

from datetime import timedelta

from chalicelib.rows.cases import OVER
from chalicelib.rows.model import Erasure, Subject
from chalicelib.rows.stored import StoredObject

CLIENT, INSTALLER, AGENT = Subject.CLIENT, Subject.INSTALLER, Subject.AGENT

UPLOAD = StoredObject(
    name="upload",
    owner="cases",
    bucket="uploads",
    pattern="in/{case_id}/{slot}/{document_id}.{extension}",
    holds="a file as it was deposited, until its verdict",
    of=(CLIENT,),
    erased=Erasure.DELETED,
    rules=OVER,
    life=timedelta(days=365),
    why="not exported: what is readable of it is its served copy",
)
EVIDENCE = StoredObject(
    name="original",
    owner="cases",
    bucket="documents",
    pattern="evidence/{case_id}/{document_id}",
    holds="the sealed original of a file, never served",
    of=(CLIENT,),
    erased=Erasure.DELETED,
    rules=OVER,
    why="not exported: its served copy is the person's; the original may be harmful",
)
SERVED = StoredObject(
    name="served_copy",
    owner="cases",
    bucket="documents",
    pattern="served/{case_id}/{document_id}",
    holds="the copy of a readable file that people read",
    of=(CLIENT,),
    exported="pieces",
    erased=Erasure.DELETED,
    rules=OVER,
    archived=True,
)
RECEIPT_FORM = StoredObject(
    name="receipt_form",
    owner="receipts",
    bucket="documents",
    pattern="receipts/{case_id}/{sha256}.{form}",
    holds="a sealed receipt as PDF or JSON: names, address, list of files with fingerprints",
    of=(CLIENT, INSTALLER),
    exported="records",
    erased=Erasure.DELETED,
    rules=OVER,
    archived=True,
)
SIGNED_PAPER = StoredObject(
    name="signed_paper_file",
    owner="subscription",
    bucket="documents",
    pattern="signed/{case_id}/{sha256}.pdf",
    holds="what a client signed, as PDF",
    of=(CLIENT,),
    exported="records",
    erased=Erasure.DELETED,
    rules=OVER,
    archived=True,
)
EXPORT = StoredObject(
    name="job_file",
    owner="exports",
    bucket="documents",
    pattern="exports/{job_id}/{file_name}",
    holds="the file that a job made: a list, a case's ZIP, a mandate, lines to correct",
    of=(CLIENT, INSTALLER, AGENT),
    erased=Erasure.EXPIRES,
    life=timedelta(days=1),
    why="not exported: a copy for a day",
)
SHEET = StoredObject(
    name="sheet",
    owner="connection_jobs",
    bucket="documents",
    pattern="sheets/{job_id}",
    holds="a spreadsheet of dossiers as an installer sent it",
    of=(CLIENT, INSTALLER),
    erased=Erasure.EXPIRES,
    life=timedelta(days=1),
    why="not exported: its lines are drafts of their own",
)
SHEET_TEMPLATE = StoredObject(
    name="sheet_template",
    owner="connection_jobs",
    bucket="documents",
    pattern="sheets/template/{sha256}.xlsx",
    holds="the empty workbook to fill in",
    erased=Erasure.EXPIRES,
    life=timedelta(days=1),
)
OUTBOUND = StoredObject(
    name="file_to_operator",
    owner="operators",
    bucket="drop",
    pattern="outbound/{operator}/{request_key}.{kind}.csv",
    holds="what we tell an operator of a request, for an operator that takes files",
    of=(CLIENT,),
    erased=Erasure.DELETED,
    rules=OVER,
    life=timedelta(days=365),
    why="not exported: it says what the form and the request say",
)
INBOUND = StoredObject(
    name="file_from_operator",
    owner="operators",
    bucket="drop",
    pattern="inbound/{operator}/{file_name}",
    holds="what an operator tells of many requests: references, codes, dates",
    of=(CLIENT,),
    erased=Erasure.EXPIRES,
    life=timedelta(days=365),
    why="not exported: each line is kept as an operator's milestone",
)

OF_CASE = (UPLOAD, EVIDENCE, SERVED, RECEIPT_FORM, SIGNED_PAPER)
"""Those whose keys say their case first."""

OBJECTS = (
    *OF_CASE,
    *(EXPORT, SHEET, SHEET_TEMPLATE),
    *(OUTBOUND, INBOUND),
)
