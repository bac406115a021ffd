"""The mails of a connection: which event writes to whom, what a mail says, what a bounce shows."""
