"""Answer somebody else's questions from a dossier: what is known as it is typed there, what lacks by its step."""

from collections.abc import Callable, Iterator, Mapping

from chalicelib.documents.model import list_slots_of
from chalicelib.dossiers.model import Dossier
from chalicelib.form.field_kinds import Due, Field, Rows
from chalicelib.form.fields import load_step_form
from chalicelib.form.figures import rows_of
from chalicelib.form.recap import recap_row, show_value
from chalicelib.form.steps import STEPS, Step
from chalicelib.form.typed import to_text
from chalicelib.subscription.papers import find_paper
from chalicelib.subscription.recap import name_holder, write_address
from chalicelib.subscription.texts import TextId
from chalicelib.transcripts.model import (
    Answer,
    AnsweredScreen,
    Destination,
    FromDossier,
    FromForm,
    FromSlot,
    Known,
    OnTheSpot,
    Question,
)
from chalicelib.transcripts.screens import SCREENS
from chalicelib.words import formats
from chalicelib.words.translation import _, translate

INJECTIONS: Mapping[str, str] = {
    "surplus": _("Installation de production avec injection du surplus"),
    "totalite": _("Installation de production avec injection de la totalité"),
    "sans_injection": _("Autoconsommation sans injection"),
}
STEP_OF: Mapping[Known, Step] = {
    Known.PRODUCER: Step.CLIENT,
    Known.PLACE: Step.CLIENT,
    Known.INJECTION: Step.PLANT,
    Known.STORAGE: Step.PLANT,
    Known.CONSUEL_FORM: Step.PLANT,
}


def answer_screens(dossier: Dossier, destination: Destination) -> tuple[AnsweredScreen, ...]:
    """Answer the screens of a destination, in their order."""
    return tuple(
        AnsweredScreen(
            translate(screen.title),
            tuple(one for question in screen.questions for one in answer(dossier, question)),
        )
        for screen in SCREENS[destination]
    )


def answer(dossier: Dossier, question: Question) -> Iterator[Answer]:
    """Answer one question; a group of rows answers once for each."""
    match question:
        case FromForm():
            yield from _from_form(dossier, question)
        case FromDossier(known, label, note):
            text = KNOWN[known](dossier)
            step = number_of(STEP_OF[known]) if known in STEP_OF and not text else 0
            is_later = not text and known not in STEP_OF
            yield Answer(translate(label), text, text, _tell(note), step, is_on_the_spot=is_later)
        case OnTheSpot(label, note):
            yield Answer(translate(label), note=translate(note), is_on_the_spot=True)
        case FromSlot():
            yield from _from_slot(dossier, question)


def number_of(step: Step) -> int:
    """Give the number of a step, as the form shows it."""
    return STEPS.index(step) + 1


def _from_form(dossier: Dossier, question: FromForm) -> Iterator[Answer]:
    entry = load_step_form(question.step).find(question.name)
    values = dossier.values_of(question.step)
    step = number_of(question.step)
    if isinstance(entry, Rows):
        yield from _from_rows(dossier, question, entry)
    elif isinstance(entry, Field):
        value = values.get(entry.name)
        text = show_value(entry, value)
        copied = text if entry.choices else to_text(entry, value)
        if text or entry.due is Due.EVERYONE:
            label = translate(question.label or entry.label)
            yield Answer(label, text, copied, _tell(question.note), 0 if text else step)


def _from_rows(dossier: Dossier, question: FromForm, entry: Rows) -> Iterator[Answer]:
    """Answer with each row as a whole, then with each of its cells where there is more than one."""
    note = _tell(question.note)
    rows = rows_of(dossier.values_of(question.step), entry.name)
    if not rows:
        yield Answer(translate(entry.label), note=note, step=number_of(question.step))
    for rank, row in enumerate(rows, start=1):
        if len(entry.fields) == 2:
            text = recap_row(entry, row)
            yield Answer(_ranked(entry, rank), text, text, note)
            continue
        for field in entry.fields:
            text = show_value(field, row.get(field.name))
            if text or field.due is Due.EVERYONE:
                label = translate(
                    _("{group} : {label}"), group=_ranked(entry, rank), label=translate(field.label)
                )
                step = 0 if text else number_of(question.step)
                yield Answer(label, text, to_text(field, row.get(field.name)), note, step)


def _ranked(entry: Rows, rank: int) -> str:
    return translate(_("{group} {rank}"), group=translate(entry.one), rank=rank)


def _from_slot(dossier: Dossier, question: FromSlot) -> Iterator[Answer]:
    """Answer with the accepted files of a slot; with none where the dossier does not need it."""
    accepted = [one for one in dossier.pieces_of(question.slot) if one.is_readable]
    for piece in accepted:
        url = f"/dossiers/{dossier.head.dossier_id}/fichiers/{piece.document_id}"
        yield Answer(translate(question.label), piece.file_name or translate(_("Fichier")), url=url)
    needed = {slot.code for slot in list_slots_of(dossier, dossier.head.updated_at)}
    paper = find_paper(dossier, TextId.MANDATE) if question.slot == "mandat" else None
    if paper and not accepted:
        url = f"/dossiers/{dossier.head.dossier_id}/souscription/{paper.text_id}"
        signed = _("Signé le {day}")
        yield Answer(
            translate(question.label),
            translate(signed, day=formats.in_words(paper.signed_at)),
            url=url,
        )
    elif not accepted and question.slot in needed:
        yield Answer(translate(question.label), step=number_of(Step.DOCUMENTS), is_piece=True)


def _tell(note: str) -> str:
    return translate(note) if note else ""


def _name_place(dossier: Dossier) -> str:
    client = dossier.values_of(Step.CLIENT)
    return write_address(dossier) if client.get("address") and client.get("city") else ""


def _name_producer(dossier: Dossier) -> str:
    return name_holder(dossier).strip()


def _tell_injection(dossier: Dossier) -> str:
    chosen = str(dossier.values_of(Step.PLANT).get("plant_connection") or "")
    return translate(INJECTIONS[chosen]) if chosen in INJECTIONS else ""


def _tell_storage(dossier: Dossier) -> str:
    plant = dossier.values_of(Step.PLANT)
    if not plant:
        return ""
    return translate(
        _("Stockage physique par batterie")
        if plant.get("has_battery")
        else _("Aucun stockage physique")
    )


def _choose_consuel(dossier: Dossier) -> str:
    """Blue without a physical battery (guide MyLight), purple with one."""
    plant = dossier.values_of(Step.PLANT)
    if not plant:
        return ""
    return translate(
        _("Attestation violette : production avec stockage")
        if plant.get("has_battery")
        else _("Attestation bleue : production sans stockage")
    )


def _tell_mandate(dossier: Dossier) -> str:
    if dossier.head.signed_at is None:
        return ""
    return translate(_("Signé le {day}"), day=formats.in_words(dossier.head.signed_at))


def _find_reference(dossier: Dossier) -> str:
    request = dossier.current_request()
    return request.external_id if request else ""


KNOWN: Mapping[Known, Callable[[Dossier], str]] = {
    Known.PRODUCER: _name_producer,
    Known.PLACE: _name_place,
    Known.INJECTION: _tell_injection,
    Known.STORAGE: _tell_storage,
    Known.CONSUEL_FORM: _choose_consuel,
    Known.MANDATE: _tell_mandate,
    Known.OPERATOR_REFERENCE: _find_reference,
}
