"""Raccordo's table of contents: every entrance, by room."""

from chalicelib.web.rooms import open_portal

app = open_portal(
    "raccordo",
    {
        "pages": (
            "access", "accessibility", "amendments", "battery", "connection_data", "connection_jobs", "connection_desk", "connection_mails", "connection_messages", "connection_receipts", "contact", "deposit", "desk", "documents", "dossiers", "equipment", "exports", "following", "guidance", "health", "ledger",
            "notices", "operators", "partner_library", "receipts", "search",
            "subscription", "transcripts", "web",
        ),
        "api": (
            "access", "amendments", "battery", "case_api", "connection_data", "connection_jobs", "connection_desk", "connection_mails", "connection_messages", "connection_receipts", "deposit", "desk", "documents", "dossiers", "equipment", "exports", "health", "ledger",
            "messages", "partner_library", "receipts", "search", "web",
        ),
        "events": (
            "documents", "exports", "notices", "operators", "relay", "retention", "timeline",
        ),
    },
)  # fmt: skip
