"""From what a comment means to what is to be done, and what must be asked first. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import msgspec

from shop.comments.meaning import Act, Ask, Doubt, Item, Meaning

MOST_PIECES = 999  # of one line of an order
MOST_CHOICES = 6  # taps that fit under a comment
PLACING = frozenset({Act.ORDER, Act.ADD})


class Asked(StrEnum):
    """What a writer is asked."""

    CODE = "code"  # which goods
    OPTION = "option"
    QUANTITY = "quantity"
    WISH = "wish"  # whether it is meant at all
    AGAIN = "again"  # the same goods are ordered already: more, or another number
    PHONE = "phone"  # whom the point calls
    AGE = "age"  # whether they are old enough


class Goods(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a room: its code, what it is called and counted in, what it costs now (đồng)."""

    code: str
    variant_id: UUID
    name: str
    unit: str
    price: int
    min_age: int | None
    pinned: bool
    available: int


class Want(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing to be done. Without `quantity` a cancelled line goes wholly."""

    act: Act
    code: str
    quantity: int | None = None


class Choice(msgspec.Struct, frozen=True, omit_defaults=True):
    """One tap: all that is wanted if it is tapped. `everything` cancels all that the buyer holds."""

    wants: tuple[Want, ...] = ()
    everything: bool = False


class Open(msgspec.Struct, frozen=True):
    """Something asked, with its taps."""

    asked: Asked
    choices: tuple[Choice, ...]


class Plan(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is to be done, and what is asked before it is."""

    wants: tuple[Want, ...] = ()
    everything: bool = False
    open: tuple[Open, ...] = ()

    @property
    def rearranges(self) -> bool:
        """Whether it touches what was ordered before."""
        return self.everything or any(want.act not in PLACING for want in self.wants)

    @property
    def places(self) -> bool:
        """Whether it orders anything anew, apart from what was ordered before."""
        return any(want.act in PLACING for want in self.wants)


Held = Mapping[str, int]
"""What a buyer holds in a session and may still change: code -> pieces."""


class UnclearError(Exception):
    """There is something to ask, and no answer to offer."""


def plan_of(meaning: Meaning, goods: Sequence[Goods], held: Held) -> Plan:
    """What the meaning of a comment asks for, by somebody who holds `held`.

    Raises:
        UnclearError: nobody can say what to offer.
    """
    wants: list[Want] = []
    opens = [_open(ask, goods, held) for ask in meaning.asks]
    gone = {item.code for item in meaning.items if item.act is Act.CANCEL}
    for item in meaning.items:
        doubt = _doubt(item, held, gone)
        if doubt is None:
            wants.append(_want(item))
        else:
            opens.append(doubt)
    return Plan(wants=tuple(wants), everything=meaning.everything, open=tuple(opens))


def answered(plan: Plan, choice: int) -> Plan:
    """The plan when the first thing asked is answered by its tap `choice`.

    Raises:
        IndexError: nothing is asked, or there is no such tap.
    """
    chosen = plan.open[0].choices[choice]
    return Plan(wants=(*plan.wants, *chosen.wants), everything=plan.everything or chosen.everything, open=plan.open[1:])


def ages(plan: Plan, goods: Sequence[Goods]) -> int:
    """Years the buyer must have for what is placed; 0: it is for everybody."""
    placed = {want.code for want in plan.wants if want.act is not Act.CANCEL}
    return max((one.min_age or 0 for one in goods if one.code in placed), default=0)


def to_place(wants: Iterable[Want]) -> dict[str, int]:
    """Pieces to order anew: code -> pieces."""
    pieces: dict[str, int] = {}
    for want in wants:
        if want.act in PLACING:
            pieces[want.code] = pieces.get(want.code, 0) + (want.quantity or 1)
    return pieces


def rearranged(plan: Plan, held: Held) -> dict[str, int]:
    """What the buyer holds afterwards of all that is touched: code -> pieces, without what is gone."""
    left = {} if plan.everything else dict(held)
    for want in plan.wants:
        if want.act is Act.CANCEL:
            left[want.code] = 0 if want.quantity is None else max(0, left.get(want.code, 0) - want.quantity)
        elif want.act is Act.CHANGE:
            left[want.code] = want.quantity or 0
    for code, pieces in to_place(plan.wants).items():
        left[code] = left.get(code, 0) + pieces
    return {code: pieces for code, pieces in left.items() if pieces}


def touched(plan: Plan) -> frozenset[str]:
    """The codes of which something that was ordered before is changed or goes."""
    return frozenset(want.code for want in plan.wants if want.act not in PLACING)


def _want(item: Item) -> Want:
    return Want(act=item.act, code=item.code, quantity=_pieces(item.quantity))


def _doubt(item: Item, held: Held, gone: set[str]) -> Open | None:
    """What must be asked about a line that is clear by itself, because of what is ordered already."""
    pieces = _pieces(item.quantity) or 1
    replaced = held.get(item.instead_of or "", 0)
    if item.instead_of is not None and pieces == 1 < replaced:  # nobody said how many, or said one
        numbers = (Want(act=item.act, code=item.code, quantity=number) for number in (replaced, 1))
        return Open(Asked.QUANTITY, tuple(Choice((want,)) for want in numbers))
    if item.act is not Act.ORDER or not held.get(item.code) or item.code in gone:
        return None
    more = Want(act=Act.ADD, code=item.code, quantity=pieces)
    other = Want(act=Act.CHANGE, code=item.code, quantity=pieces)
    same = held[item.code] == pieces
    return Open(Asked.AGAIN, (Choice((more,)),) if same else (Choice((more,)), Choice((other,))))


def _open(ask: Ask, goods: Sequence[Goods], held: Held) -> Open:
    choices = [
        Choice((Want(act=ask.act, code=answer.code, quantity=_quantity(ask.act, answer.quantity)),))
        for answer in ask.answers
        if (_pieces(answer.quantity) or 1) <= MOST_PIECES
    ]
    choices = choices or _offered(ask, goods, held)
    if not choices:
        raise UnclearError
    return Open(_ASKED[ask.doubt], tuple(choices[:MOST_CHOICES]))


def _offered(ask: Ask, goods: Sequence[Goods], held: Held) -> list[Choice]:
    """What a room offers where the comment names nothing it has: what the buyer holds, or so many of what is shown."""
    if ask.act in PLACING:
        pieces = ask.quantity if ask.quantity is not None and ask.quantity <= MOST_PIECES else 1
        shown = [one for one in goods if one.pinned] or [one for one in goods if one.available > 0]
        return [Choice((Want(act=ask.act, code=one.code, quantity=pieces),)) for one in shown]
    single = [Choice((Want(act=Act.CANCEL, code=code),)) for code in held][: MOST_CHOICES - 1]
    return [*single, Choice(everything=True)] if len(held) > 1 else single


def _quantity(act: Act, said: int | Decimal | None) -> int | None:
    pieces = _pieces(said)
    return pieces if act is Act.CANCEL else pieces or 1


def _pieces(said: int | Decimal | None) -> int | None:
    return None if said is None else int(said)


_ASKED = {
    Doubt.CODE: Asked.CODE,
    Doubt.OPTION: Asked.OPTION,
    Doubt.QUANTITY: Asked.QUANTITY,
    Doubt.WISH: Asked.WISH,
}
