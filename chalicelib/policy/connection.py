"""What can be done in the connection of an installation (S0), and who may: the whole table."""

from typing import Final

from chalicelib.policy.model import Action, Ground, Rules
from chalicelib.policy.roles import Role, Stand

FIRM: Final[Rules] = {Role.INSTALLER: Ground.FIRM}
DESK: Final[Rules] = {Role.AGENT: Ground.BACK_OFFICE}
OWNER: Final[Rules] = {Role.CLIENT: Ground.OWN}
HELD: Final[Rules] = {Stand.SIGNATORY: Ground.SIGNING_LINK}
HOLDER: Final[Rules] = {Stand.HOLDER: Ground.PRIVATE_LINK}
MACHINES: Final[Rules] = {Stand.PLATFORM: Ground.MACHINE, Stand.OPERATOR: Ground.MACHINE}
ANY_AGENT: Final[Rules] = {Role.AGENT: Ground.ROLE}
ANY_INSTALLER: Final[Rules] = {Role.INSTALLER: Ground.ROLE}
ANY_CLIENT: Final[Rules] = {Role.CLIENT: Ground.ROLE}
STAFF: Final[Rules] = {Role.INSTALLER: Ground.ROLE, Role.AGENT: Ground.ROLE}


class Connection(Action):
    """The actions of the connection, each with its roles and their grounds."""

    SEE = ("dossier.see", {**FIRM, **DESK, **OWNER, **HELD, **MACHINES})
    CHANGE = ("dossier.change", {**FIRM, **DESK, **OWNER, **HELD, **MACHINES}, True)
    BEGIN = ("dossier.begin", FIRM)
    EDIT_DRAFT = ("dossier.edit_draft", FIRM)
    CANCEL_UNFILED = ("dossier.cancel_unfiled", FIRM)
    HAND_IN = ("piece.hand_in", FIRM)
    SEE_WANTED = ("piece.see_wanted", {**FIRM, **DESK})
    WRITE_FOR_FIRM = ("message.write_for_firm", FIRM)
    WRITE_FOR_US = ("message.write_for_us", DESK)
    SEARCH_ALL = ("dossier.search_all", ANY_AGENT)
    READ_SHELF = ("library.read_shelf", ANY_INSTALLER)
    READ_CLIENTS_SHELF = ("library.read_clients_shelf", ANY_CLIENT)
    SUBMIT = ("dossier.submit", FIRM)
    LIST_FIRM = ("dossier.list_firm", FIRM)
    LIST_QUEUE = ("dossier.list_queue", ANY_AGENT)
    LIST_OWN = ("dossier.list_own", OWNER)
    SEARCH = ("dossier.search", {**FIRM, **ANY_AGENT})
    MOVE = ("dossier.move", DESK)
    TAKE = ("dossier.take", DESK)
    ACT_ON_MANY = ("dossier.act_on_many", DESK)
    DEPOSIT_MANY = ("dossier.deposit_many", FIRM)
    EXPORT_LIST = ("dossier.export_list", FIRM)
    ANSWER_FINDING = ("finding.answer", {**FIRM, **DESK})
    JUDGE_PIECE = ("piece.judge", DESK)
    ATTACH = ("piece.attach", {**FIRM, **DESK})
    DRAW_MANDATE = ("mandate.draw", {**FIRM, **DESK})
    ASK_AMENDMENT = ("amendment.ask", FIRM)
    DECIDE_AMENDMENT = ("amendment.decide", DESK)
    CORRECT_REFERENCE = ("request.correct_reference", DESK)
    CORRECT_ADDRESS = ("client.correct_address", {**FIRM, **DESK})
    ASK_LINK = ("subscription.ask_link", {**FIRM, **DESK, **HELD})
    ASK_OWN_SPACE = ("subscription.ask_own_space", HELD)
    FOLLOW = ("dossier.follow", HOLDER)
    MAKE_FOLLOWING = ("following.make", {**FIRM, **DESK, **OWNER})
    ASK_QUESTION = ("question.ask", OWNER)
    ANSWER_QUESTION = ("question.answer", ANY_AGENT)
    ERASE_PERSON = ("person.erase", DESK)
    EXPORT_PERSON = ("person.export", {**DESK, **OWNER})
    NOTE_READING = ("storage.note_reading", DESK)
    READ_MAILS = ("mails.read", ANY_AGENT)
    RESUME_MAILS = ("mails.resume", ANY_AGENT)
    KEEP_EQUIPMENT = ("equipment.keep", ANY_AGENT)
    KEEP_LIBRARY = ("library.keep", {**ANY_AGENT, Stand.PLATFORM: Ground.MACHINE})
    READ_KEPT_LIBRARY = ("library.read_kept", ANY_AGENT)
    MAKE_TOKEN = ("token.make", STAFF)
    ADMINISTRATE_FIRM = ("firm.administrate", FIRM)
