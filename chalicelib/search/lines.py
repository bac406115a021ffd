"""What a list of found dossiers shows."""

from collections.abc import Sequence

from chalicelib.dossiers.model import Head
from chalicelib.dossiers.status_labels import TONES, label_status
from chalicelib.form.mobiles import show_mobile
from chalicelib.words.translation import translate


def make_lines(heads: Sequence[Head]) -> list[dict[str, object]]:
    """Give each found dossier with its words."""
    return [
        {
            "head": head,
            "url": f"/dossiers/{head.dossier_id}",
            "name": f"{head.last_name} {head.first_name}".strip(),
            "phone": show_mobile(head.phone),
            "status": translate(label_status(head.status, head.operator)),
            "tone": TONES[head.status],
        }
        for head in heads
    ]
