"""`make reset`: stops everything and forgets the local state; what was packed is kept."""

import shutil

from infra.failure import run_command
from local.place import Place, usual_place
from local.stop import stop_everything

FORGOTTEN = ("cloud", "operator", "mail")


def forget(place: Place) -> None:
    """Remove the state of the cloud and of its neighbours."""
    for name in FORGOTTEN:
        shutil.rmtree(place.home / name, ignore_errors=True)
    (place.home / "run.json").unlink(missing_ok=True)


def main() -> None:
    """Stop, forget, and say so."""
    place = usual_place()
    stop_everything(place)
    forget(place)
    print("the local state is forgotten")


if __name__ == "__main__":
    run_command(main)
