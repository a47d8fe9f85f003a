"""What a word may mean where it stands: `2 con` are pieces, `cho con` is a person, `đổi còn 1` a new number."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from shop.comments.words import UNIT_WORDS, WORDS, Entry, Kind

if TYPE_CHECKING:
    from shop.comments.signs import Reader

NUMBERS = frozenset({Kind.NUMBER, Kind.WORD_NUMBER, Kind.DOZEN, Kind.HALF, Kind.AND_HALF})
_COUNTED = frozenset({Kind.NUMBER, Kind.UNIT, Kind.DOZEN, Kind.WORD_NUMBER, Kind.SIZE})
_ASKS = frozenset({Kind.ORDER, Kind.GIVE, Kind.CODE_WORD, Kind.ADD, Kind.CANCEL})
_NEW_NUMBER = frozenset({"len", "xuong", "con", "thanh"})
_TAKEN_BACK = frozenset({"huy", "bo"})
_COMMON = 2  # letters of words that stand before numbers anyway
_SHORT = 1  # letters of an option that is only one beside its code


def _words_of(*kinds: Kind) -> frozenset[str]:
    return frozenset(
        entry.words[0] for known in WORDS.values() for entry in known if entry.kind in kinds and len(entry.words) == 1
    )


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


def find_name(reader: "Reader", word: str) -> Found | None:
    """The longest name or option that begins here."""
    at = reader.at
    for size in range(min(reader.line_up.longest, len(reader.bare) - at), 0, -1):
        key = word if size == 1 else " ".join(reader.bare[at : at + size])
        lines = _lines(reader, key, size)
        if lines:
            return Found(size, Kind.CODE, lines)
        if key in reader.line_up.options and _is_option(reader, key):
            return Found(size, Kind.OPTION, key)
    return None


def _lines(reader: "Reader", key: str, size: int) -> tuple[int, ...]:
    found: tuple[int, ...] = ()
    typed = reader.typed[reader.at : reader.at + size]
    for named in reader.line_up.names.get(key, ()):
        if named.strict and typed[0].isascii() and not _counted(reader, key):
            continue
        if all(word in allowed for word, allowed in zip(typed, named.marked, strict=True)):
            found += tuple(line for line in named.lines if line not in found)
    return found


def _counted(reader: "Reader", word: str) -> bool:
    return reader.before() in _COUNTED or (len(word) > _COMMON and reader.after().isdigit())


def _is_option(reader: "Reader", key: str) -> bool:
    before = reader.before()
    if len(key) == _SHORT:
        return before in {Kind.SIZE, Kind.CODE}
    options = reader.line_up.options[key]
    return before in _COUNTED or Kind.CODE in reader.kinds or reader.pinned in options


def may_mean(reader: "Reader", entry: Entry) -> bool:
    """Whether the words of `entry` mean what it says, where the reader stands."""
    check = _PLACES.get(entry.kind)
    return check is None or check(reader, entry)


def _next(reader: "Reader", entry: Entry) -> str:
    return reader.after(len(entry.words))


def _unit(reader: "Reader", _entry: Entry) -> bool:
    return reader.before() in NUMBERS


def _measure(reader: "Reader", _entry: Entry) -> bool:
    if reader.before() not in {Kind.NUMBER, Kind.WORD_NUMBER}:
        return False
    reader.kinds[-1] = Kind.UNKNOWN
    return True


def _dozen(reader: "Reader", entry: Entry) -> bool:
    if reader.before() in {Kind.NUMBER, Kind.WORD_NUMBER} or not reader.typed[reader.at].isascii():
        return True
    after = _next(reader, entry)
    return entry.words[0] == "chuc" and (after in reader.line_up.beginnings or after == "ruoi" or after in UNIT_WORDS)


def _half(reader: "Reader", entry: Entry) -> bool:
    return _next(reader, entry) in UNIT_WORDS and reader.before() is not Kind.NUMBER


def _into(reader: "Reader", _entry: Entry) -> bool:
    return Kind.CHANGE in reader.kinds or Kind.RAISE in reader.kinds


def _numbered(reader: "Reader", entry: Entry) -> bool:
    return _next(reader, entry)[-1:].isdigit()


def _code_word(reader: "Reader", entry: Entry) -> bool:
    after = _next(reader, entry)
    return after[-1:].isdigit() or reader.after(len(entry.words) + 1).isdigit() or after == "#"


def _number_sign(reader: "Reader", entry: Entry) -> bool:
    if not _next(reader, entry).isdigit():
        return False
    asked = [kind for kind in reader.kinds[-2:] if kind in _ASKS]
    reader.at += 1
    if asked:
        reader.kinds.append(Kind.CODE)
        lines = reader.line_up.by_number(reader.bare[reader.at])
        reader.values.append(lines)
        if not lines:
            reader.kinds[-1] = Kind.STRANGE
    else:
        reader.kinds.append(Kind.UNKNOWN)
        reader.values.append(None)
    return True


def _size(reader: "Reader", entry: Entry) -> bool:
    return _next(reader, entry) in reader.line_up.options


def _give(reader: "Reader", entry: Entry) -> bool:
    after = _next(reader, entry)
    return (
        after in _PEOPLE or after in _COUNTING or after[:1].isdigit() or after in reader.line_up.beginnings
    ) and not (Kind.ORDER in reader.kinds and entry.words[-1] == "cho" and after not in _COUNTING)


def _raise(reader: "Reader", _entry: Entry) -> bool:
    return not _NEW_NUMBER.isdisjoint(reader.bare[reader.at :])


def _perhaps(reader: "Reader", entry: Entry) -> bool:
    """`thôi A12` may give it up or settle for it; `mẹ em lấy` is perhaps said for her."""
    if entry.words == ("thoi",):
        after = _next(reader, entry)
        begins = _SILENT.issuperset(reader.kinds)
        return begins and (after[-1:].isdigit() or after in reader.line_up.beginnings)
    if entry.words[0] == "ban" and reader.typed[reader.at] == "ban":
        return _next(reader, entry) in _ORDERING  # else it is "bán em"
    if entry.words == ("da",):
        return reader.at == 0 and reader.typed[0] == "da" and _next(reader, entry) in _ORDERING
    return entry.words[-1] not in _ME or not _VERBS & set(reader.kinds)


def _instead(reader: "Reader", entry: Entry) -> bool:
    """`lấy A12 còn B3 thì hủy`: not whether there is any left."""
    after = _next(reader, entry)
    goods = after[-1:].isdigit() or after in reader.line_up.beginnings
    return goods and not _TAKEN_BACK.isdisjoint(reader.bare[reader.at :])


def _begins(reader: "Reader", entry: Entry) -> bool:
    if entry.words == ("nay",) and reader.typed[reader.at] == "nay":
        return reader.before() is not Kind.CODE  # else it is "này"
    return entry.words != ("con",) or _instead(reader, entry)


def _question(reader: "Reader", entry: Entry) -> bool:
    """`con A12 khong`, typed without marks, begins like `con em`."""
    if entry.words == ("con",) and _instead(reader, entry):
        return False
    if entry.words != ("con",) or not reader.typed[reader.at].isascii():
        return True
    return not reader.kinds and _next(reader, entry)[-1:].isdigit()


def _past(reader: "Reader", entry: Entry) -> bool:
    return entry.words != ("da",) or reader.at > 0 or reader.typed[0] != "da"


_PLACES: dict[Kind, Callable[["Reader", Entry], bool]] = {
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
    Kind.PAST: _past,
}
