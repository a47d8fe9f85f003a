"""What a word may mean where it stands: `2 con` are pieces, `cho con` is a person, `đổi còn 1` a new number."""

from collections.abc import Callable

from shop.comments.row import Row
from shop.comments.words import NUMBERS, UNIT_WORDS, WORDS, Entry, Kind

_ASKS = frozenset({Kind.ORDER, Kind.GIVE, Kind.CODE_WORD, Kind.ADD, Kind.CANCEL})
_NEW_NUMBER = frozenset({"len", "xuong", "con", "thanh"})
_NEW_CLAUSE = frozenset({Kind.SOFT, Kind.HARD, Kind.MARK, Kind.AND, Kind.INTO})
_REPLACED = frozenset({"bang", "thanh", "lay", "sang"})
_TAKEN_BACK = frozenset({"huy", "bo"})
_ALSO_POLITE = (("nghe",), ("thu",), ("het",))
_HOW_MUCH = frozenset({"bao", "bn", "nhieu", "may", "bnhieu"})
_COUNTED = frozenset({Kind.UNIT, Kind.NUMBER, Kind.CODE})
_POLITE = frozenset({Kind.FILLER, Kind.ME, Kind.PERSON})


def _words_of(*kinds: Kind) -> frozenset[str]:
    return frozenset(word for word, known in WORDS.items() if any(entry.kind in kinds for entry in known))


_PEOPLE = _words_of(Kind.ME, Kind.PERSON)
_ME = _words_of(Kind.ME)
_ORDERING = _words_of(Kind.ORDER)
_ORDERS_NEXT = _ORDERING | {"cho"}
_SILENT = frozenset({Kind.FILLER, Kind.ME, Kind.PERSON, Kind.PHONE, Kind.HARD, Kind.SOFT})
_ACTING = {Kind.ORDER, Kind.GIVE, Kind.CANCEL, Kind.ADD}
_DOZEN_WORDS = _words_of(Kind.DOZEN)
_PAIR = 2
_PACKING = frozenset({"lua", "chon", "chia", "cat", "thai", "xat", "dong"})
_BEFORE_ONE = frozenset({Kind.ORDER, Kind.GIVE, Kind.ME, Kind.PERSON, Kind.ADD})
_ADDRESS = frozenset({"ngo", "ngach", "hem", "pho", "duong", "to", "phuong", "kiet", "xom", "thon", "khu"})
_KILO = frozenset({"ky", "ki"})
_ANDS = _words_of(Kind.AND)
_COUNTING = _words_of(Kind.WORD_NUMBER, Kind.DOZEN, Kind.HALF)
CALLED = _PEOPLE | {"shop", "sop", "ad", "nha", "nguoi", "mn", "mng", "ban", "cung"}


def may_mean(row: Row, entry: Entry) -> bool:
    """Whether the words of `entry` mean what it says, where the reader stands."""
    check = _PLACES.get(entry.kind)
    return check is None or check(row, entry)


def _next(row: Row, entry: Entry) -> str:
    return row.after(len(entry.words))


def _unit(row: Row, entry: Entry) -> bool:
    if row.before() in NUMBERS or row.before() is Kind.UNCLEAR:
        return True
    if entry.value != "kg" or not _one_kilo(row, entry):
        return False
    row.put(Kind.NUMBER, 1)
    return True


def _one_kilo(row: Row, entry: Entry) -> bool:
    """`giò ký rưỡi`, `lấy ký cam`, `cam ký`: nobody says one."""
    before, after = row.before(), _next(row, entry)
    if after == "ruoi":
        return before in _BEFORE_ONE or before is Kind.CODE
    if entry.words[0] not in _KILO:
        return False
    if before is Kind.CODE:
        return not after.isdigit() and (_polite(after) or after in _ANDS)
    return before in _BEFORE_ONE and (after in row.line_up.beginnings or after in row.line_up.seconds)


def _measure(row: Row, entry: Entry) -> bool:
    if entry.words == ("mot",):
        if row.before() is not Kind.UNIT:
            return False
        row.kinds[-2] = Kind.UNCLEAR  # "1 ký mốt": so many, and a bit
        return True
    if row.before() not in {Kind.NUMBER, Kind.WORD_NUMBER}:
        return False
    row.kinds[-1] = Kind.UNCLEAR if entry.words == ("loai",) else Kind.UNKNOWN  # of which two kinds?
    return True


def _dozen(row: Row, entry: Entry) -> bool:
    if row.before() in {Kind.NUMBER, Kind.WORD_NUMBER, Kind.HALF}:
        return True
    if entry.words[-1] in row.line_up.units and Kind.CANCEL in row.kinds:
        return False  # "hủy đôi dép"
    if entry.value == _PAIR:
        return _next(row, entry) in UNIT_WORDS | row.line_up.beginnings and _REPLACED.isdisjoint(row.bare[row.at :])
    if entry.words == ("muoi",):
        return False  # "mười" without its tone
    if not row.typed[row.at].isascii():
        return True
    after = _next(row, entry)
    return entry.words[0] == "chuc" and (after in row.line_up.beginnings or after == "ruoi" or after in UNIT_WORDS)


def _half(row: Row, entry: Entry) -> bool:
    after = _next(row, entry)
    return (after in UNIT_WORDS or after in _DOZEN_WORDS) and row.before() is not Kind.NUMBER


def _into(row: Row, entry: Entry) -> bool:
    if entry.words != ("lay",):
        return Kind.CHANGE in row.kinds or Kind.RAISE in row.kinds or _anew(row, entry)
    if Kind.CHANGE not in row.kinds:
        return False
    at = len(row.kinds) - 1 - row.kinds[::-1].index(Kind.CHANGE)
    return _NEW_CLAUSE.isdisjoint(row.kinds[at:])  # "đổi A12 lấy B3", but "đổi A12 sang B3, lấy A5"


def _anew(row: Row, entry: Entry) -> bool:
    """`giờ lên 4 hộp`, `trà 2 hộp thành 3 hộp`: a new number, though nobody says that it changes."""
    before = row.before()
    begins = before is Kind.BEGINS and entry.words in {("len",), ("xuong",)}
    counted = before in {Kind.UNIT, Kind.NUMBER} and entry.words == ("thanh",) and Kind.CODE in row.kinds
    if not (begins or counted) or not _next(row, entry).isdigit():
        return False
    row.put(Kind.CHANGE)
    return True


def _numbered(row: Row, entry: Entry) -> bool:
    return _next(row, entry)[-1:].isdigit()


def _rather(row: Row, entry: Entry) -> bool:
    after = _next(row, entry)
    return Kind.NUMBER in row.kinds and (after.isdigit() or after in _COUNTING)


def _code_word(row: Row, entry: Entry) -> bool:
    after = _next(row, entry)
    return after[-1:].isdigit() or row.after(len(entry.words) + 1).isdigit() or after == "#"


def _number_sign(row: Row, entry: Entry) -> bool:
    if not _next(row, entry).isdigit():
        return False
    if not row.kinds and row.after(2) not in _ORDERS_NEXT | {""} and _polite(row.after(2)):  # "số 5 nha em"
        row.at += 1
        row.put(Kind.NUMBER, int(row.bare[row.at]))
        return True
    begins = row.before() in {None, Kind.SOFT, Kind.HARD, Kind.PHONE}
    asked = any(kind in _ASKS for kind in row.kinds[-2:]) or (begins and row.after(2) in _ORDERS_NEXT)  # "số 9 lấy 12"
    row.at += 1
    if row.after() in _ADDRESS:
        row.put(Kind.TAIL)  # "chốt A12 số 15 ngõ 8"
        return True
    lines = row.line_up.by_number(row.bare[row.at]) if asked else ()
    row.put((Kind.CODE if lines else Kind.STRANGE) if asked else Kind.UNKNOWN, lines)
    return True


def _size(row: Row, entry: Entry) -> bool:
    return _next(row, entry) in row.line_up.options


def _give(row: Row, entry: Entry) -> bool:
    """`cho em`, `ship 2 hộp`, `cần A12`; not `giao ạ`, `về căn A12`, nor the second one of `chốt cho em`."""
    after = _next(row, entry)
    if entry.words[0] in _PACKING and Kind.NUMBER in row.kinds:
        return False
    if after == "a" and row.typed[row.at + entry.size] != "a":
        return False
    if entry.words == ("ban",) and row.kinds and after in row.line_up.beginnings:
        return False  # "dì Tư cũng bán dầu tràm"
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
    return entry.words[-1] not in _ME or not _ACTING & set(row.kinds)


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
    if entry.words[0] in _PACKING:
        return not NUMBERS.isdisjoint(row.kinds)  # "cam 5kg chia 2 túi"
    return entry.words != ("lam", "qua") or row.before() is not Kind.WORD_NUMBER  # "mười lăm quả"


def _talk(row: Row, entry: Entry) -> bool:
    """`nghe nói`, but `2 gói nghe o` is polite; `mở thử`, but `thử 2 gói` and `1 chai thử` order."""
    if entry.words not in _ALSO_POLITE:
        return True
    after = _next(row, entry)
    if entry.words == ("het",):
        return after not in _HOW_MUCH  # "hết bao nhiêu" asks for the sum
    if entry.words == ("thu",):
        counts = after[:1].isdigit() or after in _COUNTING
        return not counts and not (row.before() in _COUNTED and _polite(after))
    return not _polite(after)


def _polite(word: str) -> bool:
    """Whether nothing but politeness follows."""
    return not word.isalpha() or any(entry.kind in _POLITE for entry in WORDS.get(word, ()))


def _later(row: Row, entry: Entry) -> bool:
    """`mai lấy`, but `Hoàng Mai` is a place and `Thị Mai` a name."""
    return entry.words != ("mai",) or row.before() is not Kind.UNKNOWN


def _cancel(row: Row, entry: Entry) -> bool:
    """`đừng tính trứng`, but not `đừng tính phí`, nor `em tên Huy`."""
    if row.at and row.bare[row.at - 1] == "ten":
        return False
    after = _next(row, entry)
    return entry.words[-1] != "tinh" or after in row.line_up.beginnings or after[-1:].isdigit()


def _not(row: Row, entry: Entry) -> bool:
    """`em có hủy H8 đâu`; without that `đâu` it is none."""
    return entry.words[0] != "co" or row.bare[-1] == "dau" or "dau" in row.bare[row.at : -1]


def _past(row: Row, entry: Entry) -> bool:
    if entry.words == ("moi",):
        return row.typed[row.at] != "moi" or Kind.ORDER not in row.kinds  # "lấy mỗi A12"
    if entry.words == ("vua",) and (row.before() is Kind.OPTION or (row.at and row.bare[row.at - 1] == "mac")):
        return False  # it fits
    return entry.words != ("da",) or row.at > 0 or row.typed[0] != "da"


_PLACES: dict[Kind, Callable[[Row, Entry], bool]] = {
    Kind.UNIT: _unit,
    Kind.MEASURE: _measure,
    Kind.DOZEN: _dozen,
    Kind.HALF: _half,
    Kind.INTO: _into,
    Kind.NUMBERED: _numbered,
    Kind.RATHER: _rather,
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
    Kind.NOT: _not,
    Kind.TALK: _talk,
    Kind.LATER: _later,
    Kind.CANCEL: _cancel,
}
