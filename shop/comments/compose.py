"""From clauses to a meaning: what a clause leaves out stands in another one, or is the goods that are pinned."""

import re

from shop.comments.amounts import excludes
from shop.comments.bare_number import BareNumber
from shop.comments.clauses import Clause
from shop.comments.each import each_of
from shop.comments.exchange import exchange
from shop.comments.judge import Says, judge, said_behind
from shop.comments.line_up import LineUp
from shop.comments.meaning import Act, Meaning
from shop.comments.options import other_options, parts_of_all
from shop.comments.row import Codes
from shop.comments.settle import Wanted, settle
from shop.comments.wishes import Amount, Parts, Wish, one_of, parts_of

_ACTS = {
    Says.ORDER: Act.ORDER,
    Says.BARE: Act.ORDER,
    Says.PERHAPS: Act.ORDER,
    Says.ADD: Act.ADD,
    Says.CHANGE: Act.CHANGE,
    Says.CANCEL: Act.CANCEL,
    Says.LESS: Act.CANCEL,
}
_SILENT = frozenset({Says.NOTHING, Says.PAST, Says.LATER, Says.QUESTION})
_ONE_NUMBER = re.compile(r"[Vv]?N")
_ADDS = re.compile(r"[VvA]")
_NUMBER_FIRST = re.compile(r"[^C]*[NwDH][^C]*C")
_COUNTED = re.compile(r"[NwDHE]")
_OTHER_GOODS = re.compile(r"V.*u|u.*N$")
_SAYS_MORE = re.compile(r"[ug$]")
_GOODS_ALONE = re.compile(r"[^NwDHqnbpr3]*C[^NwDHqnbpr3]*")
_OR_ELSE = re.compile(r"b[CO].*[CO]")
_UNHEARD_OF = re.compile(r"u{1,2}[Nw]D?U")
_TAKES_BACK = frozenset("n~")
_NOT_SO_MANY = re.compile(r"(?:nV|~)[Nw]D?U?[Gq]*")
_KEPT = re.compile(r"Vu?C")
_ONE_OF = re.compile(r"[vVNwDU]*C(?:mC)+[vVNwDU]*")
_SOFT_VERBS = frozenset({"giữ", "giữ cho", "cần", "xin", "ủng hộ", "để lại", "để dành", "mua", "mua cho"})


def _goods_follow(following: list[Clause]) -> bool:
    return bool(following) and following[0].joined == "," and _GOODS_ALONE.fullmatch(following[0].kinds) is not None


class Composer:
    """One comment's clauses, put together."""

    def __init__(self, line_up: LineUp, pinned: int | None, most: int) -> None:
        """Begin with nothing wanted."""
        self._line_up = line_up
        self._pinned = pinned
        self._most = most
        self._wanted: list[Wanted] = []
        self._mentioned: Codes | None = None
        self._waiting: Amount | None = None
        self._last: Says | None = None
        self._stopped = False
        self._everything = False
        self._question = False
        self._number_first = False
        self._each_amount: Amount | None = None

    def compose(self, clauses: list[Clause]) -> None:
        """Take in all clauses, the first one first."""
        for at, clause in enumerate(clauses):
            says = self._said(clause, clauses[at + 1 :])
            if self._takes_back(says, clause):
                continue
            if says in _SILENT or self._stopped:
                self._mention(clause)
                self._doubt(clause)
            else:
                self._take(says, clause, clauses[at + 1 : at + 2])
            self._last = says
            self._number_first = "C" in clause.kinds and _NUMBER_FIRST.match(clause.kinds) is not None

    def _said(self, clause: Clause, following: list[Clause]) -> Says:
        """What a clause says beside the one before it."""
        if clause.joined in {".", "!", "t"}:
            self._last = None
        if clause.joined in {".", "!", "t"} or clause.kinds[:1] == "B":
            self._stopped = False  # "cuối tuần em về quê, nên chốt 2 hộp"
        says = judge(clause)
        if says is Says.BARE:
            says = self._inherited(clause, following)
        elif says is Says.ADD and self._last is Says.CANCEL and not _ADDS.search(clause.kinds):
            says = Says.CANCEL if clause.joined == "&" else Says.PERHAPS  # "không lấy A12, A5 nữa"
        self._question = self._question or says is Says.QUESTION
        self._stopped = self._stopped or says is Says.LATER
        return says

    def _takes_back(self, says: Says, clause: Clause) -> bool:
        """`lấy 4 gói, không lấy 6 nữa` changes the number; `bỏ A12, giữ B3` leaves B3 as it is."""
        if self._wanted and clause.kinds[:1] in _TAKES_BACK and _NOT_SO_MANY.fullmatch(clause.kinds):
            self._wanted[-1].act = Act.CHANGE
            return True
        keeps = says in {Says.ORDER, Says.PERHAPS} and self._last is Says.CANCEL
        return keeps and _KEPT.fullmatch(clause.kinds) is not None and clause.values[0] == "giữ"

    def meaning(self, key: str, phone: str | None) -> Meaning:
        """What it all means."""
        settled = settle(self._named() if self._everything else self._wanted, self._line_up, self._most)
        return Meaning(
            intent=settled.intent(self._everything, self._question),
            key=key,
            items=tuple(settled.items),
            asks=tuple(settled.asks),
            everything=self._everything,
            question=self._question,
            phone=phone,
        )

    def _named(self) -> list[Wanted]:
        """Without a cancellation of nothing in particular: `không lấy nữa, hủy hết`."""
        return [one for one in self._wanted if one.act is not Act.CANCEL or one.wish.lines is not None]

    def _inherited(self, clause: Clause, following: list[Clause]) -> Says:
        """What goods alone mean behind another clause."""
        counted = _COUNTED.search(clause.kinds) is not None
        filling = bool(self._wanted) and self._wanted[-1].wish.amount is None and "U" in clause.kinds
        if clause.tail and not (counted and (filling or "C" in clause.kinds)):
            return Says.NOTHING
        shared = said_behind(clause, following)
        if shared is Says.QUESTION or (not counted and shared in {Says.NOTHING, Says.PAST, Says.CANCEL}):
            return shared  # "A12 với H8 em xin hủy", "2 hộp trà với 1 ký cam bao nhiêu", "A12 với người già"
        if self._last is not None and self._last in _SILENT and not counted:
            return self._last
        if self._last in {Says.ADD, Says.PERHAPS}:
            return self._last
        if self._last is Says.CANCEL:
            return Says.CANCEL if clause.joined == "&" and not counted else Says.PERHAPS
        return Says.PERHAPS if self._last in {Says.CHANGE, Says.LESS} else Says.BARE

    def _doubt(self, clause: Clause) -> None:
        """`lấy đỏ, hết đỏ thì vàng` leaves open which; `A12 2 hộp, bơ 3 gói` wants something nobody knows."""
        if not self._wanted:
            return
        if "hết" in clause.values and _OR_ELSE.search(clause.kinds):
            self._wanted[-1].doubtful = True
        elif _UNHEARD_OF.fullmatch(clause.kinds) and not clause.tail:
            self._wanted.append(Wanted(Act.ORDER, Wish(amount=Amount(1)), doubtful=True))

    def _mention(self, clause: Clause) -> None:
        named = [value for kind, value in zip(clause.kinds, clause.values, strict=True) if kind == "C"]
        if len(named) == 1 and isinstance(named[0], tuple):
            self._mentioned = named[0]
        elif named:  # which of them is asked, if any is wanted
            self._mentioned = tuple({line: None for lines in named if isinstance(lines, tuple) for line in lines})

    def _take(self, says: Says, clause: Clause, following: list[Clause]) -> None:
        sides = parts_of(clause.kinds, clause.values)
        if says is Says.CANCEL_ALL:
            self._everything = True
        elif says is Says.CHANGE:
            self._wanted += exchange(sides, self._mentioned, self._pinned, self._line_up)
        elif any(side.strange for side in sides):
            self._unknown(says, sides[0])
        else:
            parts = sides[0] if len(sides) == 1 else Parts([w for side in sides for w in side.wishes])
            self._goods(says, clause, parts, following)

    def _unknown(self, says: Says, parts: Parts) -> None:
        """A code nobody has is asked, with those that look like it; goods beside it are kept."""
        named = [wish for wish in parts.wishes if wish.lines is not None]
        amount = parts.wishes[0].amount if parts.wishes and not named else None
        for word in parts.strange:
            wish = Wish(lines=self._line_up.near(word), amount=amount)
            self._wanted.append(Wanted(_ACTS[says], wish, doubtful=True, strange=True))
        for wish in named:
            self._want(says, wish, says is Says.PERHAPS or parts.unclear)

    def _goods(self, says: Says, clause: Clause, parts: Parts, following: list[Clause]) -> None:
        if parts.each or parts.each_option:
            self._each(says, parts)
        elif "m" in clause.kinds and _ONE_OF.fullmatch(clause.kinds):
            self._want(says, one_of(parts.wishes), doubtful=True)
        elif parts.named or parts.unclear:
            self._keep(says, parts.wishes, parts, self._shared(clause, parts))
        elif parts.wishes:
            self._numbers(says, clause, parts.wishes, following)
        else:
            self._verb_alone(says, clause)

    def _keep(self, says: Says, wishes: list[Wish], parts: Parts, shared: bool = False) -> None:
        """Note goods that are named; a number that waited for them is theirs."""
        doubtful = says is Says.PERHAPS or shared
        for wish in wishes:
            wish.amount = wish.amount or self._each_amount
            if wish.amount is None and self._waiting is not None and len(wishes) == 1:
                wish.amount = self._waiting
            self._want(says, wish, doubtful, parts.unclear)
        if not wishes:
            self._want(says, Wish(lines=self._fallback()), doubtful, parts.unclear)
        self._waiting = None
        if len(wishes) == 1:
            self._mentioned = wishes[0].lines

    def _shared(self, clause: Clause, parts: Parts) -> bool:
        """Whether one number may be of two goods: `C1 và B7 2 kg`, `2 A12 và B3`."""
        if clause.joined != "&" or not self._wanted or self._each_amount or len(parts.wishes) != 1:
            return False
        before, here = self._wanted[-1].wish, parts.wishes[0]
        if before.amount is None and here.amount is not None:
            return not excludes(here, before, self._line_up)
        return self._number_first and here.amount is None and not excludes(before, here, self._line_up)

    def _want(self, says: Says, wish: Wish, doubtful: bool = False, uncounted: bool = False) -> None:
        act = _ACTS[says]
        whole = says is Says.CANCEL and wish.amount is None
        self._wanted.append(Wanted(act, wish, whole=whole, doubtful=doubtful, uncounted=uncounted))

    def _fallback(self) -> Codes | None:
        if self._mentioned is not None:
            return self._mentioned
        return None if self._pinned is None else (self._pinned,)

    def _numbers(self, says: Says, clause: Clause, wishes: list[Wish], following: list[Clause]) -> None:
        """A number without goods: of those just named without one, of those that follow, or of the pinned ones."""
        if _ONE_NUMBER.fullmatch(clause.kinds):
            number = BareNumber(wishes[0], verb=clause.kinds != "N", pinned=self._pinned, most=self._most)
            meant = number.meant(self._line_up, self._wanted)
            if meant is not None:
                self._wanted += meant
                return
        if parts_of_all(self._wanted, wishes) or other_options(self._wanted, wishes, self._other(says), clause.joined):
            return
        open_before = self._wanted[-1] if self._wanted else None
        if open_before and open_before.wish.amount is None and not open_before.whole and self._last not in _SILENT:
            self._fill(says, open_before, wishes)
        elif len(wishes) == 1 and _goods_follow(following):
            self._waiting = wishes[0].amount
        elif _OTHER_GOODS.search(clause.kinds) and not self._wanted and not any(wish.option for wish in wishes):
            return
        else:
            undoes = says in {Says.CANCEL, Says.LESS}
            for wish in wishes:
                wish.lines = self._mentioned if undoes else self._fallback()
                self._want(says, wish, says is Says.PERHAPS or self._elsewhere(wish))

    def _other(self, says: Says) -> Act | None:
        """What is done with another option of the goods just named; None: as with the first."""
        kept = says is Says.BARE or (says is Says.ORDER and self._wanted and self._wanted[-1].act is not Act.CANCEL)
        return None if kept else _ACTS[says]

    def _elsewhere(self, wish: Wish) -> bool:
        """An option that the goods at hand have not is of the goods that have it; whether it is a doubt."""
        owners = () if wish.option is None else tuple(self._line_up.options[wish.option])
        at_hand = wish.lines or ()
        if not owners or set(owners) & set(at_hand):
            return False
        wish.lines = owners
        return any(self._line_up.lines[line].options for line in at_hand)  # "màu xanh" may be its "men lam"

    def _fill(self, says: Says, before: Wanted, wishes: list[Wish]) -> None:
        """`A12, 2 hộp` and `A12 | thêm 2`: the number of goods that stand just before."""
        lines = before.wish.lines
        self._wanted.pop()
        for wish in wishes:
            wish.lines = lines
            wish.option = wish.option or before.wish.option
            if says in {Says.BARE, Says.ORDER}:
                self._wanted.append(Wanted(before.act, wish, doubtful=before.doubtful))
            else:
                self._want(says, wish, says is Says.PERHAPS)

    def _verb_alone(self, says: Says, clause: Clause) -> None:
        undoes = says in {Says.CANCEL, Says.LESS}
        if self._everything or says is Says.BARE or (self._wanted and not undoes):
            return
        if says is Says.ORDER:
            verbs = [value for kind, value in zip(clause.kinds, clause.values, strict=True) if kind == "V"]
            if _SAYS_MORE.search(clause.kinds) or not set(verbs) - _SOFT_VERBS:
                return
        self._want(says, Wish(lines=self._mentioned if undoes else self._fallback()), says is Says.PERHAPS)

    def _each(self, says: Says, parts: Parts) -> None:
        for wanted in self._wanted:
            if wanted.wish.amount is None and parts.each:
                wanted.wish.amount = parts.wishes[0].amount
        if parts.each:
            self._each_amount = parts.wishes[0].amount
        wishes = each_of(parts, self._line_up, self._fallback(), alone=not self._wanted)
        for wish in wishes:
            self._want(says, wish, says is Says.PERHAPS or parts.unclear)
        if not wishes and parts.each_option:
            self._want(says, Wish(lines=self._fallback(), amount=parts.wishes[0].amount), doubtful=True)
