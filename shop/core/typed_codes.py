"""Why a code that a person typed cannot be one: said in their words, so that they know where to look."""

from collections.abc import Sequence
from enum import StrEnum

from shop.core.ids import ALPHABET, read_code

SIGNS = 8  # after the prefix: seven and a check sign


class CodeFault(StrEnum):
    """What is wrong with a typed code."""

    EMPTY = "empty"
    NO_SUCH_SIGN = "no_such_sign"  # it holds a sign no code has: 0, O, 1, I, L, U
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    MISTYPED = "mistyped"  # its check sign does not fit: at least one sign is wrong or two changed places


def read_any(prefixes: Sequence[str], text: str) -> list[str]:
    """The codes as stored that `text` may mean, the likeliest first; without a prefix it may be one of each kind."""
    found = [read_code(prefix, text) for prefix in prefixes]
    if not any(found):
        found = [read_code(prefix, prefix + text) for prefix in prefixes if len(_signs(text)) == SIGNS]
    return [code for code in found if code is not None]


def fault_of(prefixes: Sequence[str], text: str) -> tuple[CodeFault, str] | None:
    """What is wrong with a code `read_any` cannot read, and the signs to look at; None when it can."""
    if read_any(prefixes, text):
        return None
    signs = _signs(text)
    body = next((signs[len(prefix) :] for prefix in prefixes if signs.startswith(prefix)), signs)
    if not body:
        return CodeFault.EMPTY, ""
    strange = "".join(dict.fromkeys(sign for sign in body if sign not in ALPHABET))
    if strange:
        return CodeFault.NO_SUCH_SIGN, strange
    if len(body) != SIGNS:
        return (CodeFault.TOO_SHORT if len(body) < SIGNS else CodeFault.TOO_LONG), ""
    return CodeFault.MISTYPED, ""


def _signs(text: str) -> str:
    return "".join(sign for sign in text.upper() if sign.isalnum())
