"""The tags of our mails: what SES gives back with all that it says of one."""

NOTICE_TAG, DOSSIER_TAG = "notice_id", "dossier_id"
