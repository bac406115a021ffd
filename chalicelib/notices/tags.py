"""The tags of our mails: what SES gives back with all that it says of one."""

NOTICE_TAG, CASE_TAG = "notice_id", "case_id"
