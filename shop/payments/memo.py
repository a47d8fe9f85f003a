"""The memo of a transfer: an order's code and attempt in a form that survives what banks do to texts. Pure."""

import re
from dataclasses import dataclass

from shop.core.ids import ALPHABET, read_code
from shop.core.text import fold

PREFIX = "CM"
_CODE = 8  # signs of an order's code after its prefix
_BASE = len(ALPHABET)
_HIGHEST = _BASE - 1  # attempt that one sign can name; fewer are allowed (`rules.MOST_ATTEMPTS`)


@dataclass(frozen=True)
class Memo:
    """What a memo names: the order's code as it is stored, and the attempt's number, from 1 on."""

    code: str
    number: int


def memo_of(code: str, number: int = 1) -> str:
    """The memo of an order and its attempt: `CM-7F3K-92PM`, 1 becomes twelve signs, `CM7F3K92PM3` and a check sign.

    No space, no punctuation, upper case, none of the letters that look like digits: nothing is left to mangle. The
    check sign comes on top of the code's own.
    """
    if not 1 <= number <= _HIGHEST:
        raise ValueError("attempts are counted from 1 to 29")
    body = code.replace("-", "").removeprefix(PREFIX) + ALPHABET[number]
    return PREFIX + body + _check_sign(body)


def find_memos(text: str) -> list[Memo]:
    """The memos in what a bank passes on, each once, in their order; one with a wrong or missing sign is none."""
    found: dict[Memo, None] = {}
    for signs in _after_prefix(text, _CODE + 2):
        code = read_code(PREFIX, PREFIX + signs[:_CODE])
        number = ALPHABET.find(signs[_CODE])
        if code is not None and number >= 1 and signs[-1] == _check_sign(signs[:-1]):
            found[Memo(code, number)] = None
    return list(found)


def find_codes(text: str) -> list[str]:
    """Codes of orders in a text, without an attempt or check sign behind them: good enough to suggest, not to book."""
    found: dict[str, None] = {}
    for signs in _after_prefix(text, _CODE):
        code = read_code(PREFIX, PREFIX + signs)
        if code is not None:
            found[code] = None
    return list(found)


def find_stems(text: str) -> list[str]:
    """What may be a code with a slip in it: eight signs after the prefix, as far as they are there."""
    return list(dict.fromkeys(_after_prefix(text, _CODE)))


def _after_prefix(text: str, length: int) -> list[str]:
    """Every run of `length` signs of our alphabet behind the prefix, wherever it begins; all else is left out first."""
    signs = re.sub(r"[^0-9A-Z]", "", fold(text).upper())
    return re.findall(rf"(?={PREFIX}([{ALPHABET}]{{{length}}}))", signs)


def _check_sign(body: str) -> str:
    """The check sign of ISO 7064's hybrid system MOD 31,30: every wrong sign and every swap of neighbours shows."""
    rest = _BASE
    for sign in body:
        rest = (rest + ALPHABET.index(sign)) % _BASE or _BASE
        rest = rest * 2 % (_BASE + 1)
    return ALPHABET[(1 - rest) % _BASE]
