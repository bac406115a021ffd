"""The local AWS: MiniStack with IAM enforced, its state kept between runs.

What was found out about it, once for `make run` and for the tests:

- `AUTH=true` checks signatures and enforces IAM. The key pair that MiniStack's own
  environment carries is the account's root: nothing has to be made first, and only our
  tools hold it. Each Lambda gets its role's credentials.
- Lambdas find the cloud by `AWS_ENDPOINT_URL=http://127.0.0.1:<port>`, which MiniStack puts
  in their environment. Browsers reach S3 at the same address, path style, so the stage's
  `PublicS3Endpoint` is that one, and the uploads bucket's CORS rule names the portal.
- The portal answers at `http://raccordo.localhost:<port>/`. Browsers resolve `*.localhost`
  to loopback; Python does not, and connects to 127.0.0.1 with the Host header.
- What a function writes to its standard error or output is kept in its log group, a stream for
  each invocation, and read there (`local.logs`). `LoggingConfig` is stored and changes nothing:
  our own formatter writes what Lambda's runtime would.
- State is saved at a graceful stop (SIGTERM), and every ten seconds by `cloud_process`.
  Running executions do not survive: the supervisor starts them again.
- A Lambda's unpacked code lies in `TMPDIR`; a killed cloud leaves it, so it is emptied first.
"""

import os
import shutil
import signal
import time
from dataclasses import dataclass

import boto3
import httpx

from infra.failure import CommandFailed
from local.background import Program, find_pid, start, stop
from local.place import REGION, ROOT_KEY, ROOT_KEY_ID, Place

# What a Lambda of the local cloud may see of this machine's environment.
KEPT_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "SSL_CERT_FILE")
READY_WITHIN_S = 60


@dataclass(frozen=True, slots=True)
class Cloud:
    """The local AWS of a place."""

    place: Place

    @property
    def program(self) -> Program:
        """Give the cloud as a program in the background."""
        home = self.place.home / "cloud"
        return Program("cloud", "local.cloud_process", self.place.cloud_port, home)

    def start(self) -> bool:
        """Start the cloud with the state it had; False when it ran already."""
        if not find_pid(self.program):
            shutil.rmtree(self.program.home / "tmp", ignore_errors=True)
            (self.program.home / "tmp").mkdir(parents=True)
        started = start(self.program, self._environment())
        self._wait_until_ready()
        return started

    def stop(self) -> bool:
        """Stop the cloud gracefully, its state saved; False when it did not run."""
        return stop(self.program)

    def save(self) -> None:
        """Have everything saved now, the functions' code too."""
        if pid := find_pid(self.program):
            os.kill(pid, signal.SIGUSR1)

    def session(self) -> boto3.Session:
        """Open a session as the account's root; the endpoint comes from the environment."""
        return boto3.Session(
            aws_access_key_id=ROOT_KEY_ID, aws_secret_access_key=ROOT_KEY, region_name=REGION
        )

    def _environment(self) -> dict[str, str]:
        home = self.program.home
        kept = {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}
        return kept | {
            "AUTH": "true",
            "AWS_ACCESS_KEY_ID": ROOT_KEY_ID,
            "AWS_SECRET_ACCESS_KEY": ROOT_KEY,
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(self.place.cloud_port),
            "IOT_MTLS_ENABLED": "0",
            "MINISTACK_REGION": REGION,
            "PERSIST_STATE": "1",
            "PYTHONUNBUFFERED": "1",
            "S3_DATA_DIR": str(home / "s3"),
            "S3_PERSIST": "1",
            "SFTP_ENABLED": "0",
            "STATE_DIR": str(home / "state"),
            "TMPDIR": str(home / "tmp"),
        }

    def _wait_until_ready(self) -> None:
        until = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < until:
            try:
                if httpx.get(f"{self.place.cloud_url}/_ministack/health", timeout=5).is_success:
                    return
            except httpx.TransportError:
                pass  # not yet
            time.sleep(0.2)
        raise CommandFailed(f"the local cloud is not ready: see {self.program.log_file}")
