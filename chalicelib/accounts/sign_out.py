"""Sign out: the session ends here, whatever the browser keeps."""

from chalicelib.accounts.access_rows import session_end
from chalicelib.accounts.model import Session
from chalicelib.aws.table import open_table


def sign_out(session: Session) -> None:
    """End a session; ending it twice is harmless."""
    open_table().write(session_end(session))
