"""Words that name goods: a whole name, the words of one that were left out or put behind, an option."""

import msgspec

from shop.comments.row import Row
from shop.comments.words import NUMBERS, UNIT_WORDS, WORDS, Kind, unit_of

_COUNTED = frozenset({Kind.NUMBER, Kind.UNIT, Kind.DOZEN, Kind.WORD_NUMBER, Kind.SIZE})
_WANTING = frozenset({Kind.ORDER, Kind.ADD, Kind.CANCEL, Kind.INTO})
_KINDS = frozenset({"mau", "vi", "size"})
_UNDOING = frozenset({Kind.CANCEL, Kind.CHANGE, Kind.INTO})
_AGAIN = frozenset({Kind.UNIT, Kind.NUMBER, Kind.SOFT, Kind.AND})
_BEGINS = frozenset({None, Kind.PHONE, Kind.SOFT, Kind.HARD, Kind.AND, Kind.ORDER, Kind.ADD, Kind.CANCEL})
_CLAUSE_ENDS = frozenset({Kind.SOFT, Kind.HARD, Kind.AND, Kind.ORDER})
_COMMON = 2  # letters of words that stand before numbers anyway
_SHORT = 1  # letters of an option that is only one beside its code


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
        if (
            named.strict
            and _another(typed[0], key, named.first)
            and not _counted(row, key)
            and not _option_next(row, named.lines)
        ):
            continue
        if all(word in allowed for word, allowed in zip(typed, named.marked, strict=True)):
            found += tuple(line for line in named.lines if line not in found)
    return found


def _another(typed: str, word: str, written: str) -> bool:
    """Whether what was typed is a word of the lexicon rather than of the name: `đâu`, where `đậu` is sold."""
    return typed.isascii() or (typed != written and any(typed in entry.first for entry in WORDS.get(word, ())))


def _counted(row: Row, word: str) -> bool:
    return row.before() in _COUNTED or (len(word) > _COMMON and row.after().isdigit())


def _option_next(row: Row, lines: tuple[int, ...]) -> bool:
    """`quat xanh`: what else the word may mean has no colours."""
    return not lines_with(row, row.after()).isdisjoint(lines)


def lines_with(row: Row, option: str) -> set[int]:
    """Lines that come in `option`."""
    return set(row.line_up.options.get(option, ()))


def _is_option(row: Row, key: str) -> bool:
    before = row.before()
    if key.isdigit():
        return before is Kind.SIZE or (before is Kind.CODE and len(key) > _SHORT)
    if key[0].isdigit():
        return _may_have(row, key)  # "100ml"
    if len(key) == _SHORT:
        again = Kind.OPTION in row.kinds and (before is Kind.INTO or (before in _AGAIN and row.after().isdigit()))
        again = again or (before is Kind.AND and row.kinds[-2:-1] == [Kind.OPTION])  # "áo S với M"
        return before in {Kind.SIZE, Kind.CODE} or again or _of_code_before(row, key)  # "nón M 2 cái L 1 cái"
    options = row.line_up.options[key]
    if before in _WANTING or (row.at and row.bare[row.at - 1] in _KINDS):
        return True
    if before in _COUNTED or Kind.CODE in row.kinds or row.pinned in options:
        return True
    return not set(row.line_up.by_code(row.after())).isdisjoint(options)  # "trơn A1 3 chiếc"


def _may_have(row: Row, key: str) -> bool:
    """Not where other goods were just named: `áo 1 M 1 L`, where milk is sold in `1 lít`."""
    for kind, value in zip(reversed(row.kinds), reversed(row.values), strict=True):
        if kind in _CLAUSE_ENDS:
            break
        if kind is Kind.CODE and isinstance(value, tuple):
            return not lines_with(row, key).isdisjoint(value)
    return True


def _of_code_before(row: Row, key: str) -> bool:
    """`B5 2 M 1 L`: what is counted are sizes of the code before."""
    if row.before() is not Kind.NUMBER or Kind.CODE not in row.kinds:
        return False
    lines = row.values[row.kinds.index(Kind.CODE)]
    return isinstance(lines, tuple) and not lines_with(row, key).isdisjoint(lines)


def second_word(row: Row, word: str) -> tuple[int, ...]:
    """`2 hộp pía`, `pía 2 hộp`, `hủy pía`: the word behind the first one of a name, where goods are counted."""
    if not row.line_up.seconds.get(word):
        return ()
    lines = tuple(sorted(row.line_up.words[word]))
    before = row.before()
    if before is Kind.UNIT and row.kinds[-2] in NUMBERS:
        unit = unit_of(str(row.values[-1])).name
        return lines if any(row.line_up.unit_names[line] == unit for line in row.line_up.seconds[word]) else ()
    counted = before in _BEGINS and (row.after().isdigit() or row.after() in UNIT_WORDS)
    return lines if counted or before in _UNDOING else ()


def further_word(row: Row, word: str) -> tuple[int, ...]:
    """`ô mai gừng`: those of the goods just named whose name has this word too."""
    lines = row.values[-1] if row.before() is Kind.CODE else None
    if not isinstance(lines, tuple) or not row.bare[row.at - 1].isalpha():
        return ()
    known = row.line_up.words.get(word, ())
    return tuple(line for line in lines if line in known)
