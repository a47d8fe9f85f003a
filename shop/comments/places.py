"""What a word may mean where it stands: `2 con` are pieces, `cho con` is a person, `đổi còn 1` a new number."""

from collections.abc import Callable

import msgspec

from shop.comments.row import Row
from shop.comments.words import UNIT_WORDS, WORDS, Entry, Kind

NUMBERS = frozenset({Kind.NUMBER, Kind.WORD_NUMBER, Kind.DOZEN, Kind.HALF, Kind.AND_HALF})
_COUNTED = frozenset({Kind.NUMBER, Kind.UNIT, Kind.DOZEN, Kind.WORD_NUMBER, Kind.SIZE})
_ASKS = frozenset({Kind.ORDER, Kind.GIVE, Kind.CODE_WORD, Kind.ADD, Kind.CANCEL})
_NEW_NUMBER = frozenset({"len", "xuong", "con", "thanh"})
_NEW_CLAUSE = frozenset({Kind.SOFT, Kind.HARD, Kind.MARK, Kind.AND, Kind.INTO})
_REPLACED = frozenset({"bang", "thanh", "lay", "sang"})
_TAKEN_BACK = frozenset({"huy", "bo"})
_COMMON = 2  # letters of words that stand before numbers anyway
_SHORT = 1  # letters of an option that is only one beside its code


def _words_of(*kinds: Kind) -> frozenset[str]:
    return frozenset(word for word, known in WORDS.items() if any(entry.kind in kinds for entry in known))


_PEOPLE = _words_of(Kind.ME, Kind.PERSON)
_ME = _words_of(Kind.ME)
_ORDERING = _words_of(Kind.ORDER)
_SILENT = frozenset({Kind.FILLER, Kind.ME, Kind.PERSON, Kind.PHONE, Kind.HARD, Kind.SOFT})
_VERBS = {Kind.ORDER, Kind.GIVE}
_COUNTING = _words_of(Kind.WORD_NUMBER, Kind.DOZEN, Kind.HALF)
CALLED = _PEOPLE | {"shop", "sop", "ad", "nha", "nguoi", "mn", "mng", "ban", "cung"}


class Found(msgspec.Struct, frozen=True):
    """Some words that name goods, or an option of goods."""

    size: int
    kind: Kind
    value: tuple[int, ...] | str


def find_name(row: Row, word: str) -> Found | None:
    """The longest name or option that begins here."""
    at = row.at
    for size in range(min(row.line_up.longest, len(row.bare) - at), 0, -1):
        key = word if size == 1 else " ".join(row.bare[at : at + size])
        lines = _lines(row, key, size)
        if lines:
            return Found(size, Kind.CODE, lines)
        if key in row.line_up.options and _is_option(row, key):
            return Found(size, Kind.OPTION, key)
    return None


def _lines(row: Row, key: str, size: int) -> tuple[int, ...]:
    found: tuple[int, ...] = ()
    typed = row.typed[row.at : row.at + size]
    for named in row.line_up.names.get(key, ()):
        if named.strict and typed[0].isascii() and not _counted(row, key):
            continue
        if all(word in allowed for word, allowed in zip(typed, named.marked, strict=True)):
            found += tuple(line for line in named.lines if line not in found)
    return found


def _counted(row: Row, word: str) -> bool:
    return row.before() in _COUNTED or (len(word) > _COMMON and row.after().isdigit())


def _is_option(row: Row, key: str) -> bool:
    before = row.before()
    if len(key) == _SHORT:
        return before in {Kind.SIZE, Kind.CODE}
    options = row.line_up.options[key]
    return before in _COUNTED or Kind.CODE in row.kinds or row.pinned in options


def may_mean(row: Row, entry: Entry) -> bool:
    """Whether the words of `entry` mean what it says, where the reader stands."""
    check = _PLACES.get(entry.kind)
    return check is None or check(row, entry)


def _next(row: Row, entry: Entry) -> str:
    return row.after(len(entry.words))


def _unit(row: Row, _entry: Entry) -> bool:
    return row.before() in NUMBERS


def _measure(row: Row, entry: Entry) -> bool:
    if row.before() not in {Kind.NUMBER, Kind.WORD_NUMBER}:
        return False
    row.kinds[-1] = Kind.UNCLEAR if entry.words == ("loai",) else Kind.UNKNOWN  # of which two kinds?
    return True


def _dozen(row: Row, entry: Entry) -> bool:
    if row.before() in {Kind.NUMBER, Kind.WORD_NUMBER}:
        return True
    if entry.words == ("muoi",):
        return False  # "mười" without its tone
    if not row.typed[row.at].isascii():
        return True
    after = _next(row, entry)
    return entry.words[0] == "chuc" and (after in row.line_up.beginnings or after == "ruoi" or after in UNIT_WORDS)


def _half(row: Row, entry: Entry) -> bool:
    return _next(row, entry) in UNIT_WORDS and row.before() is not Kind.NUMBER


def _into(row: Row, entry: Entry) -> bool:
    if entry.words != ("lay",):
        return Kind.CHANGE in row.kinds or Kind.RAISE in row.kinds
    if Kind.CHANGE not in row.kinds:
        return False
    at = len(row.kinds) - 1 - row.kinds[::-1].index(Kind.CHANGE)
    return _NEW_CLAUSE.isdisjoint(row.kinds[at:])  # "đổi A12 lấy B3", but "đổi A12 sang B3, lấy A5"


def _numbered(row: Row, entry: Entry) -> bool:
    return _next(row, entry)[-1:].isdigit()


def _code_word(row: Row, entry: Entry) -> bool:
    after = _next(row, entry)
    return after[-1:].isdigit() or row.after(len(entry.words) + 1).isdigit() or after == "#"


def _number_sign(row: Row, entry: Entry) -> bool:
    if not _next(row, entry).isdigit():
        return False
    asked = [kind for kind in row.kinds[-2:] if kind in _ASKS]
    row.at += 1
    lines = row.line_up.by_number(row.bare[row.at]) if asked else ()
    row.put((Kind.CODE if lines else Kind.STRANGE) if asked else Kind.UNKNOWN, lines)
    return True


def _size(row: Row, entry: Entry) -> bool:
    return _next(row, entry) in row.line_up.options


def _give(row: Row, entry: Entry) -> bool:
    """`cho em`, `ship 2 hộp`, `cần A12`; not `giao ạ`, `về căn A12`, nor the second one of `chốt cho em`."""
    after = _next(row, entry)
    if after == "a" and row.typed[row.at + entry.size] != "a":
        return False
    if row.before() is Kind.TAIL or (Kind.ORDER in row.kinds and entry.words[-1] == "cho" and after not in _COUNTING):
        return False
    return after in _PEOPLE or after in _COUNTING or after[-1:].isdigit() or after in row.line_up.beginnings


def _raise(row: Row, _entry: Entry) -> bool:
    return not _NEW_NUMBER.isdisjoint(row.bare[row.at :])


def _perhaps(row: Row, entry: Entry) -> bool:
    """`thôi A12` may give it up or settle for it; `mẹ em lấy` is perhaps said for her."""
    if entry.words == ("thoi",):
        after = _next(row, entry)
        begins = _SILENT.issuperset(row.kinds)
        return begins and (after[-1:].isdigit() or after in row.line_up.beginnings)
    if entry.words[0] == "ban" and row.typed[row.at] == "ban":
        return _next(row, entry) in _ORDERING  # else it is "bán em"
    if entry.words == ("da",):
        return row.at == 0 and row.typed[0] == "da" and _next(row, entry) in _ORDERING
    return entry.words[-1] not in _ME or not _VERBS & set(row.kinds)


def _instead(row: Row, entry: Entry) -> bool:
    """`lấy A12 còn B3 thì hủy`: not whether there is any left."""
    after = _next(row, entry)
    goods = after[-1:].isdigit() or after in row.line_up.beginnings
    return goods and not _TAKEN_BACK.isdisjoint(row.bare[row.at :])


def _begins(row: Row, entry: Entry) -> bool:
    if entry.words == ("nay",) and row.typed[row.at] == "nay":
        return row.before() is not Kind.CODE  # else it is "này"
    return entry.words != ("con",) or _instead(row, entry)


def _question(row: Row, entry: Entry) -> bool:
    """`con A12 khong`, typed without marks, begins like `con em`."""
    if entry.words == ("con",) and _instead(row, entry):
        return False
    if entry.words != ("con",) or not row.typed[row.at].isascii():
        return True
    return not row.kinds and _next(row, entry)[-1:].isdigit()


def _change(row: Row, entry: Entry) -> bool:
    """`thay` without marks is `thấy` more often."""
    return entry.words != ("thay",) or not _REPLACED.isdisjoint(row.bare[row.at :])


def _tail(row: Row, entry: Entry) -> bool:
    return entry.words != ("lam", "qua") or row.before() is not Kind.WORD_NUMBER  # "mười lăm quả"


def _past(row: Row, entry: Entry) -> bool:
    if entry.words == ("moi",):
        return row.typed[row.at] != "moi" or Kind.ORDER not in row.kinds  # "lấy mỗi A12"
    return entry.words != ("da",) or row.at > 0 or row.typed[0] != "da"


_PLACES: dict[Kind, Callable[[Row, Entry], bool]] = {
    Kind.UNIT: _unit,
    Kind.MEASURE: _measure,
    Kind.DOZEN: _dozen,
    Kind.HALF: _half,
    Kind.INTO: _into,
    Kind.NUMBERED: _numbered,
    Kind.NUMBER_SIGN: _number_sign,
    Kind.CODE_WORD: _code_word,
    Kind.SIZE: _size,
    Kind.GIVE: _give,
    Kind.RAISE: _raise,
    Kind.PERHAPS: _perhaps,
    Kind.QUESTION: _question,
    Kind.BEGINS: _begins,
    Kind.CHANGE: _change,
    Kind.TAIL: _tail,
    Kind.PAST: _past,
}
