"""What an HTML form sent: names and texts, bounded, nothing else."""

from collections.abc import Iterator
from urllib.parse import parse_qsl

from chalicelib.refusals import Refusal
from chalicelib.words.translation import _

LARGEST_FORM_BYTES = 256 * 1024
MOST_FIELDS = 1000


class FormTooLarge(Refusal):
    """More was sent than any of our forms holds."""

    code = "form-too-large"
    status = 413
    message = _("Le formulaire envoyé est trop volumineux. Réduisez les textes et recommencez.")


class WrongFormType(Refusal):
    """What was posted is not declared as a form."""

    code = "wrong-form-type"
    status = 415
    message = _("Cette adresse attend un formulaire envoyé depuis une page du portail.")


class Form:
    """The fields of a form in the order they were sent; a name may come several times."""

    def __init__(self, pairs: tuple[tuple[str, str], ...] = ()) -> None:
        """Keep the pairs; ends of texts are trimmed."""
        self.pairs = pairs

    def text(self, name: str) -> str:
        """Give the last value of a field, trimmed; empty when it was not sent."""
        values = self.list_texts(name)
        return values[-1] if values else ""

    def list_texts(self, name: str) -> list[str]:
        """Give all values of a field, such as the boxes that were ticked."""
        return [value.strip() for key, value in self.pairs if key == name]

    def as_mapping(self) -> dict[str, str]:
        """Give every field's last value by name."""
        return {key: value.strip() for key, value in self.pairs}

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.pairs)


def parse_form(body: bytes, most_bytes: int = LARGEST_FORM_BYTES) -> Form:
    """Parse an `application/x-www-form-urlencoded` body; FormTooLarge above our bounds."""
    if len(body) > most_bytes:
        raise FormTooLarge
    try:
        pairs = parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS
        )
    except ValueError as error:
        raise FormTooLarge from error
    return Form(tuple((name, value.replace("\x00", "")) for name, value in pairs))
