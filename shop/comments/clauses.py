"""A row of signs cut into clauses: one act each, with the goods and numbers that belong to it."""

import re

import msgspec

from shop.comments.row import Row, Value
from shop.comments.words import Kind

_SILENT = frozenset({Kind.FILLER, Kind.ME, Kind.PERSON, Kind.SIZE, Kind.NUMBER_SIGN, Kind.CODE_WORD})
_ASKING = frozenset({Kind.QUESTION, Kind.NOT, Kind.MARK})
_PEOPLE = frozenset({Kind.ME, Kind.PERSON})
_ENDS = frozenset({Kind.HARD, Kind.PHONE, Kind.SOFT, Kind.MARK, Kind.AND})
_VERBS = frozenset({Kind.ORDER, Kind.GIVE})
_MAY_BREAK = _VERBS | _PEOPLE | {Kind.FILLER, Kind.UNKNOWN, Kind.TALK}
_UNDOING = frozenset({Kind.CANCEL, Kind.CANCEL_ALL, Kind.LESS, Kind.CHANGE})
_TAIL_STOPS = _ENDS | _VERBS | _UNDOING | {Kind.ADD, Kind.QUESTION, Kind.ASK_FEE, Kind.NOT, Kind.DONE, Kind.BEGINS}
_PLACES = ("ở", "tại")  # goods before them are where somebody lives: "A12 ở Mễ Trì"
_FIRM = frozenset({"chốt", "chốt đơn", "chốt cho"})  # who closes a deal does not ask for its price first
_CLOSING = frozenset({"ạ", "nha", "nhé", "nhe", "nhen", "nghen", "nhá", "nha shop", "nghe"})
_WHETHER = (" không", " ko", " k", " chưa")
_FIRMLY_ASKED = frozenset("qdu@i")
_CLOSED = re.compile(r"V[CNwDHhUxO]*C[NwDHhUxO]*")
_ASKED_NEXT = re.compile(r"[qdui@vz]*[qn]")
_DELIVERY = frozenset(  # as words.toml writes what is said of it
    {"có freeship", "có ship", "có được", "được freeship", "được ship", "được miễn", "khi nào", "bao giờ", "bao lâu"}
    | {"chừng nào", "ship", "giao", "ship về", "giao về", "gửi về", "mai", "ngày mai", "sáng mai", "chiều mai"}
)
_WHEN = ([Kind.QUESTION], [Kind.LATER])
_CONDITIONS = frozenset({Kind.PRAISE, Kind.PRICE, Kind.TALK, Kind.LATER, Kind.NOT, Kind.PERHAPS, Kind.TAIL})
_IFS = ("freeship", "giảm", "tặng", "còn")
_WISHED = _VERBS | {Kind.CODE}
_NUMBERS_OR_VERBS = frozenset({Kind.NUMBER, Kind.ORDER})
_KEEPS = frozenset({"vẫn lấy", "vẫn giữ", "vẫn mua"})
_NUMBERS = {Kind.NUMBER, Kind.WORD_NUMBER}
_WANTED = frozenset({Kind.NUMBER, Kind.UNIT, Kind.CODE, Kind.OPTION})
_UNDOES = re.compile(r"[XYLS]|n[eP]*V")
_UNDONE = re.compile(r"[CO].*(?:[XYLS]|n[eP]*V)|(?:[XYLS]|n[eP]*V).*[CO]")
_ACTS_NEXT = re.compile(r"[VvXYASLn]")
_ASKS_NEXT = re.compile(r"[^.,t]*?(?:[q!]|n(?:$|[.,t]))")
_GOES_ON = re.compile(r"[CO]+|q?B?")
_PLACED = re.compile(r"V.*[CN]")
_WHOLE = re.compile(r"C.*[NwD]|[NwD].*C")
_NAMES_GOODS = re.compile(r"[^.,!&t]*C")


class Clause(msgspec.Struct):
    """Signs that say one thing, without those that say nothing. `joined` and `ended`: the punctuation around it."""

    kinds: str
    values: list[Value]
    joined: str = ""
    ended: str = ""
    asks: bool = False
    tail: bool = False  # an address stood before it


class Cutter:
    """Cuts one comment."""

    def __init__(self, row: Row) -> None:
        """Take what was read, without what stands behind an address."""
        self._clauses: list[Clause] = []
        self._tail = self._tail_next = False
        signs = list(self._kept(row))
        self._kinds = "".join([kind for kind, _ in signs])
        self._values = [value for _, value in signs]
        self._start = 0
        self._joined = ""

    def _kept(self, row: Row) -> list[tuple[str, Value]]:
        kept: list[tuple[str, Value]] = []
        tail = False
        said: Value = None
        asked = _last_asking(row) if Kind.ASK_FEE in row.kinds else 0
        for at, (kind, value) in enumerate(zip(row.kinds, row.values, strict=True)):
            if kind is Kind.TAIL or (kind is Kind.ASK_FEE and at > asked):  # "ship Huế" only says where to
                tail = True
                kept.append((Kind.TAIL, value))
            elif tail and kind not in _TAIL_STOPS and (value != "thì" or any(one in _WISHED for one, _ in kept)):
                continue
            else:
                tail = False
                between = _between(row, at, kept, said) if kept and kind in _MAY_BREAK else None
                if between is not None:
                    kept.append((between, None))
                if kind not in _PEOPLE:
                    said = value if kind is Kind.FILLER else None
                if kind not in _SILENT:
                    kept.append((kind, value))
        return kept

    def cut(self) -> list[Clause]:
        """All clauses that say anything, in their order."""
        kinds = self._kinds
        for at, kind in enumerate(kinds):
            if kind in ".,!&t":
                self._close(at, kind)
                self._start = at + 1
            elif kind == "@":
                self._tail = self._tail or at == self._start or self._values[at] in _PLACES
                self._tail_next = True
            elif at > self._start and self._begins(at, kind):
                self._close(at, "", doubtful=kind == "i" and not _FIRM.intersection(self._values[self._start : at]))
                self._start = at
        self._close(len(kinds), "")
        return self._clauses

    def _begins(self, at: int, kind: str) -> bool:
        """Whether another act begins with this sign."""
        before = self._kinds[self._start : at]
        if kind in "~B":
            return kind == "~" or _GOES_ON.fullmatch(before) is None  # "xoài bữa nay bao nhiêu", "mấy giờ hôm nay"
        if kind in "XYSLn":
            return self._undoes(at, kind, before)
        if kind in "Vv":
            return before[-1] == "r" or "Y" in before or _UNDONE.search(before) is not None
        if kind == "A":
            goods = _NAMES_GOODS.match(self._kinds, at) is not None
            return before[-1] == "r" or (goods and (_WHOLE.search(before) or _UNDOES.search(before)) is not None)
        fee = kind == "i" and _PLACED.search(before) is not None and _ASKS_NEXT.match(self._kinds, at) is not None
        return fee or (kind in _FIRMLY_ASKED and self._asks_of_delivery(at, before))

    def _asks_of_delivery(self, at: int, before: str) -> bool:
        """`chốt A12 mai giao được không`: who closes a deal asks how it comes, no longer whether to buy."""
        if _CLOSED.fullmatch(before) is None or not _FIRM.intersection(self._values[self._start : at]):
            return False
        asked = _ASKED_NEXT.match(self._kinds, at)
        return asked is not None and not _DELIVERY.isdisjoint(self._values[at : asked.end()])

    def _undoes(self, at: int, kind: str, before: str) -> bool:
        if kind == "n":
            return re.search("[VXY]", before) is not None and self._kinds[at + 1 : at + 2] == "V"
        if before[-1] == "n" or _ASKS_NEXT.match(self._kinds, at):
            return False  # "có bớt không" asks of all that stands before it
        goods = kind != "L" or _NAMES_GOODS.match(self._kinds, at) is not None
        return goods and ("V" in before or "v" in before or "r" in before)

    def _close(self, end: int, ended: str, *, doubtful: bool = False) -> None:
        if end > self._start or ended == "!":
            self._clauses.append(
                Clause(
                    self._kinds[self._start : end] + ("m" if doubtful else ""),
                    [*self._values[self._start : end], *([None] if doubtful else [])],
                    self._joined,
                    ended,
                    asks=ended == "!",
                    tail=self._tail,
                )
            )
        self._joined = ended
        self._tail = self._tail or self._tail_next
        if ended in {".", "!", "t"}:
            self._tail = self._tail_next = False


def _between(row: Row, at: int, kept: list[tuple[str, Value]], said: Value) -> Kind | None:
    """A sign that nobody typed but that stands before this one."""
    kind, value = row.kinds[at], row.values[at]
    before = kept[-1]
    if kind in _VERBS and row.kinds[at - 1] in _PEOPLE and before[0] == Kind.UNKNOWN:
        return Kind.PERHAPS  # "cuối tuần em lấy": a name does not stand so
    if kind in _PEOPLE and _asked(*before):
        return Kind.SOFT  # "còn không, em lấy": the question ends here
    if value == "thì" and (before[0] == Kind.DONE or (before[0] == Kind.CODE and row.kinds[at + 1 :][:1] in _WHEN)):
        return Kind.PERHAPS  # "chín rồi thì lấy 2 cân", "chốt A12 thì bao giờ có hàng"
    if value == "thì" and not _NUMBERS_OR_VERBS.isdisjoint(row.kinds[at:]) and _condition(kept):
        return Kind.PERHAPS  # "ngọt thì lấy 5kg", "freeship thì chốt A12", "mai giao được thì lấy 2 hộp"
    return Kind.SOFT if _ends_before(kind, value, kept, said, row.kinds[at:]) else None


def _condition(kept: list[tuple[str, Value]]) -> bool:
    """Whether what was said since the last break is a condition; then only its goods are kept."""
    start = max((at + 1 for at, sign in enumerate(kept) if sign[0] in _ENDS), default=0)
    said = kept[start:]
    if any(kind in _VERBS for kind, _ in said):
        return False
    if not any(kind in _CONDITIONS or value in _IFS for kind, value in said):
        return False
    kept[start:] = [sign for sign in said if sign[0] in {Kind.CODE, Kind.OPTION}]
    return True


def _asked(kind: str, value: Value) -> bool:
    return kind == Kind.NOT or (kind == Kind.QUESTION and isinstance(value, str) and value.endswith(_WHETHER))


def _ends_before(kind: Kind, value: Value, kept: list[tuple[str, Value]], said: Value, rest: list[Kind]) -> bool:
    """`chốt 2 nha | đóng kỹ giúp em`, `bỏ cốm | vẫn lấy miến`: what was wanted has been said."""
    if kind is Kind.TALK and value in _KEEPS:
        return True
    if kind is not Kind.UNKNOWN or said not in _CLOSING or _NUMBERS & set(rest):
        return False
    return bool(kept) and kept[-1][0] in _WANTED and any(one in _VERBS for one, _ in kept)


def _last_asking(row: Row) -> int:
    return max((at for at, kind in enumerate(row.kinds) if kind in _ASKING), default=-1)


def cut(row: Row) -> list[Clause]:
    """The clauses of what was read."""
    return Cutter(row).cut()
