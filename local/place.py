"""Where everything of a local Raccordo is: ports, addresses, folders, the deployed names."""

import socket
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOME = ROOT / ".local"
REGION = "eu-west-3"
STAGE = "local"
DOMAIN = "raccordo.localhost"
OPERATOR_KEY = "bac-a-sable"
# The root of the local account; every Lambda runs under its own role all the same.
ROOT_KEY_ID = "raccordo-local"
ROOT_KEY = "not-a-secret-of-anything"


@dataclass(frozen=True, slots=True)
class Place:
    """One local Raccordo: the cloud, the operator's sandbox and the mail reader, by port."""

    home: Path
    cloud_port: int
    operator_port: int
    mail_port: int

    @property
    def cloud_url(self) -> str:
        """Give the address of the local AWS, for SDKs and for browsers' presigned calls."""
        return f"http://127.0.0.1:{self.cloud_port}"

    @property
    def portal_url(self) -> str:
        """Give the portal's address, as browsers open it."""
        return f"http://{DOMAIN}:{self.cloud_port}"

    @property
    def operator_url(self) -> str:
        """Give the address of the grid operator's sandbox."""
        return f"http://127.0.0.1:{self.operator_port}"

    @property
    def mail_url(self) -> str:
        """Give the mail reader's address."""
        return f"http://127.0.0.1:{self.mail_port}/"

    def function_name(self, job: str) -> str:
        """Give the deployed name of a Lambda, e.g. of `poll_operators`."""
        return f"raccordo-{STAGE}-{job}"

    def environment(self) -> dict[str, str]:
        """Give what makes any SDK speak to this cloud as the account's root."""
        return {
            "AWS_ENDPOINT_URL": self.cloud_url,
            "AWS_ACCESS_KEY_ID": ROOT_KEY_ID,
            "AWS_SECRET_ACCESS_KEY": ROOT_KEY,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
        }


def usual_place(first_port: int = 4566) -> Place:
    """Give the place of `make run`: three neighbouring ports, state below .local/."""
    return Place(HOME, first_port, first_port + 1, first_port + 2)


def free_place(home: Path) -> Place:
    """Give a place on ports that nobody uses, for tests."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(3)]
    cloud, operator, mail = (int(each.getsockname()[1]) for each in sockets)
    for each in sockets:
        each.close()
    return Place(home, cloud, operator, mail)
