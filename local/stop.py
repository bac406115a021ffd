"""`make stop`: everything in the background ends gracefully, its state saved."""

from infra.failure import run_command
from local.background import stop
from local.cloud import Cloud
from local.neighbours import mail_reader, operator_sandbox
from local.place import Place, usual_place


def stop_everything(place: Place) -> list[str]:
    """Stop what runs, and name it. A stopped dossier goes on at the next `make run`."""
    programs = (mail_reader(place), operator_sandbox(place), Cloud(place).program)
    return [program.name for program in programs if stop(program)]


def main() -> None:
    """Stop, and say what was stopped."""
    stopped = stop_everything(usual_place())
    print(f"stopped: {', '.join(stopped)}" if stopped else "nothing was running")


if __name__ == "__main__":
    run_command(main)
