"""What a PDF's script can do, told from its words: nothing that is not on the list of harmless ones.

Official forms bring their maker's scripts: a version check, a cursor set in the first field, a
date filled in. Those read the viewer's version and write the form's own fields, which the served
copy leaves out anyway. Whatever prints, sends, opens, saves, downloads, or hides what it does
(computed names, text run as a script) has a word that is not listed, and is refused.
"""

import re
from typing import Final

import pikepdf

from chalicelib.verdicts.unpack import inflated_head

_LONGEST_BYTES: Final = 100_000
_PIECE: Final = re.compile(
    r"""(?P<comment>//[^\r\n]*|/\*.*?\*/)
    |(?P<text>"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
    |(?P<number>\d[\w.]*|\.\d+)
    |(?P<word>[A-Za-z_$][\w$]*)
    |(?P<blank>\s+|\ufeff)
    |(?P<sign>[{}()\[\];,.<>=!+\-*%&|?:~^])""",
    re.VERBOSE | re.DOTALL,
)
"""A slash outside comments is none of these: it may begin a pattern, in which quotes mislead."""


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


_LANGUAGE: Final = _words(
    "break case catch continue default do else false finally for function if in new null return "
    "switch this throw true try typeof undefined var void while NaN Infinity"
)
_OBJECTS: Final = _words(
    "ADBE Math app border color console display doc event font position util xfa_installed "
    "xfa_version zoomtype"
)
_FUNCTIONS: Final = _words(
    "Array AutoTab Boolean Date Number Object String abs calculateNow ceil charAt charCodeAt "
    "checkThisBox clearItems concat deleteItemAt floor getAnnots getArray getDate getDay getField "
    "getFullYear getHours getItemAt getMinutes getMonth getNthFieldName getTime getYear indexOf "
    "insertItemAt isBoxChecked isNaN join lastIndexOf max min parseFloat parseInt pow printd "
    "println push resetForm round scand setDate setFocus setFullYear setItems setMonth slice split "
    "substr substring syncAnnotScan toFixed toLowerCase toString toUpperCase"
)
_TO_THE_READER: Final = _words("alert findComponent getURL launchURL response")
"""What a version check calls to send the readers of an old viewer to its maker."""

_PARTS: Final = _words(
    "ADBE authors author black blue bgColor borderColor borderStyle cDefault cDesc cMsg cName cQuestion "
    "cTitle cType cVer calculate change changeEx charLimit currentValueIndices cyan dataObjects "
    "defaultValue delay dirty display dkGray doc editable external fillColor gray green hidden "
    "highlight info language layout length lineWidth ltGray magenta multiline nIcon nType name "
    "noPrint noView numFields numItems numPages page pageNum platform rc readonly rect red "
    "required richText rotation runtimeHighlight runtimeHighlightColor selEnd selStart source "
    "strokeColor style subject target targetName textColor textFont textSize title transparent "
    "type userName value valueAsString viewerType viewerVariation viewerVersion visible white "
    "willCommit yellow zoom zoomType"
)
_FORM_LIBRARY: Final = re.compile(r"AF[A-Z]\w*\Z")
"""The functions that every viewer brings to reckon with fields and to write them."""

_RUNS_TEXT: Final = frozenset({"eval", "Function", "setTimeOut", "setInterval"})
_VERSION: Final = frozenset({"viewerVersion", "viewerType"})
_MAKERS_ADDRESS: Final = re.compile(r"https?://(?:[\w-]+\.)*adobe\.com/[\w/.-]*\Z")

type _Token = tuple[str, str]


def script_of(action: pikepdf.Object) -> str | None:
    """Give the text of an action's script; None when it has none or is too long to be judged."""
    code = action.get("/JS")
    if isinstance(code, pikepdf.Stream):
        code = pikepdf.String(inflated_head(code.read_raw_bytes(), _LONGEST_BYTES))
    if not isinstance(code, pikepdf.String):
        return None
    return script if len(script := str(code)) < _LONGEST_BYTES else None


def is_harmless(script: str | None) -> bool:
    """Tell whether every word of a script is one of those that can do no harm."""
    tokens = _tokens(script) if script is not None else None
    return tokens is not None and _Words(tokens).are_harmless()


def _tokens(script: str) -> list[_Token] | None:
    """Cut a script into words, texts and signs; None at the first piece that is none of them."""
    tokens: list[_Token] = []
    at = 0
    while at < len(script):
        found = _PIECE.match(script, at)
        if found is None or found.lastgroup is None:
            return None
        if found.lastgroup not in {"comment", "blank"}:
            tokens.append((found.lastgroup, found[0]))
        at = found.end()
    return tokens


class _Words:
    """The words of one script, each seen with its neighbours.

    A call is harmless by its name alone, so that no harmless name may be given to another
    function: neither by assignment nor under a name that is computed.
    """

    def __init__(self, tokens: list[_Token]) -> None:
        """Find the names that the script makes itself."""
        self._tokens = [("end", ""), *tokens, ("end", ""), ("end", "")]
        self._checks_version = any(word in _VERSION for _, word in tokens)
        self._functions: set[str] = set()
        self._variables: set[str] = set()
        for at, (kind, word) in enumerate(self._tokens):
            if kind == "word" and self._word(at - 1) == "function":
                self._functions.add(word)
            elif kind == "word" and self._introduces(at):
                self._variables.add(word)
            elif word == "function":
                self._variables.update(self._parameters(at))

    def are_harmless(self) -> bool:
        """Judge every word, text and sign."""
        callable_names = self._functions | _FUNCTIONS | _RUNS_TEXT
        if self._variables & callable_names or self._functions & _RUNS_TEXT:
            return False
        if any(_FORM_LIBRARY.match(name) for name in self._variables):
            return False
        return all(self._is_harmless(at) for at in range(1, len(self._tokens) - 2))

    def _is_harmless(self, at: int) -> bool:
        kind, word = self._tokens[at]
        match kind:
            case "text":
                return "//" not in word or bool(_MAKERS_ADDRESS.match(word[1:-1]))
            case "sign":
                return self._is_plain_sign(at, word)
            case "word":
                if self._word(at - 1) == ".":
                    return self._is_known_part(at, word)
                return self._is_known_word(at, word)
            case _:
                return True

    def _is_plain_sign(self, at: int, sign: str) -> bool:
        """Refuse calls of what has no name, and parts whose names are texts or assigned to."""
        if sign in {")", "]"} and self._word(at + 1) == "(":
            return False
        if sign == "]" and self._is_assigned(at):
            return False
        is_index = self._tokens[at - 1][0] == "word" or self._word(at - 1) in {")", "]"}
        return not (sign == "[" and is_index and self._tokens[at + 1][0] == "text")

    def _is_known_part(self, at: int, word: str) -> bool:
        if self._word(at + 1) == "(":
            return self._may_be_called(word)
        return word in _PARTS or self._word(at - 2) == "ADBE"

    def _is_known_word(self, at: int, word: str) -> bool:
        if word in _LANGUAGE:
            return True
        if self._word(at + 1) == "(":
            return word in self._functions or self._may_be_called(word)
        own = word in self._variables or word in self._functions
        return own or word in _OBJECTS or word in _PARTS

    def _may_be_called(self, word: str) -> bool:
        if word in _TO_THE_READER:
            return self._checks_version
        return word in _FUNCTIONS or bool(_FORM_LIBRARY.match(word))

    def _introduces(self, at: int) -> bool:
        """Tell a new variable: after `var`, or assigned to."""
        before = self._word(at - 1)
        return before == "var" or (before != "." and self._is_assigned(at))

    def _is_assigned(self, at: int) -> bool:
        """Tell whether one equals sign follows: two compare."""
        return self._word(at + 1) == "=" and self._word(at + 2) != "="

    def _parameters(self, at: int) -> set[str]:
        """Give the names between the parentheses of the function at `at`."""
        names: set[str] = set()
        while self._tokens[at][0] != "end" and self._word(at) != ")":
            if self._tokens[at][0] == "word" and self._word(at - 1) in {"(", ","}:
                names.add(self._word(at))
            at += 1
        return names

    def _word(self, at: int) -> str:
        return self._tokens[at][1] if at >= 0 else ""
