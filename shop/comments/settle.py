"""What is wanted, settled: items where all is clear, asks with one-tap answers where it is not."""

from math import ceil, floor

import msgspec

from shop.comments.amounts import pieces_of, whole_number
from shop.comments.line_up import LineUp
from shop.comments.meaning import Act, Answer, Ask, Doubt, Intent, Item, Pieces
from shop.comments.row import Codes
from shop.comments.wishes import Wish

MOST_ANSWERS = 6  # taps that fit under a comment


class Wanted(msgspec.Struct):
    """One wish of a comment. `whole` cancels all of it; `or_codes`: the number may be one of these codes instead."""

    act: Act
    wish: Wish
    whole: bool = False
    doubtful: bool = False
    instead_of: int | None = None
    or_codes: Codes = ()
    pinned: int | None = None
    uncounted: bool = False  # its numbers fit it in more than one way
    strange: bool = False  # its code is nobody's; the lines only look like it


class Settled(msgspec.Struct):
    """Items and asks of a comment."""

    items: list[Item]
    asks: list[Ask]

    def intent(self, everything: bool, question: bool) -> Intent:
        """One word for it all. A missing option alone leaves an order an order."""
        if not self.items and not self.asks and not everything:
            return Intent.QUESTION if question else Intent.NONE
        if any(ask.doubt is not Doubt.OPTION for ask in self.asks):
            return Intent.AMBIGUOUS
        acts = {item.act for item in self.items} | {ask.act for ask in self.asks}
        if everything:
            return Intent.CHANGE if acts - {Act.CANCEL} else Intent.CANCEL
        if acts == {Act.ORDER, Act.ADD}:
            return Intent.ORDER
        return Intent(acts.pop().value) if len(acts) == 1 else Intent.CHANGE


def settle(wanted: list[Wanted], line_up: LineUp, most: int) -> Settled:
    """Settle each wish by itself; goods that are named twice are asked."""
    if not wanted:
        return Settled([], [])
    settler = _Settler(line_up, most)
    for one in wanted:
        settler.settle(one)
    settler.drop_undone()
    return settler.settled


class _Settler:
    def __init__(self, line_up: LineUp, most: int) -> None:
        self._line_up = line_up
        self._most = most
        self.settled = Settled([], [])

    def settle(self, wanted: Wanted) -> None:
        if wanted.or_codes or wanted.pinned is not None:
            self._number_or_code(wanted)
            return
        lines = self._narrowed(wanted.wish)
        if len(lines) != 1 or wanted.strange:
            self._ask(Doubt.CODE, wanted, [self._answer(line, wanted) for line in lines])
        elif wanted.uncounted:
            self._ask(Doubt.QUANTITY, wanted, [Answer(code=self._line_up.lines[lines[0]].code)])
        elif wanted.doubtful:
            self._ask(Doubt.WISH, wanted, [self._answer(lines[0], wanted)])
        else:
            self._one_line(lines[0], wanted)

    def _narrowed(self, wish: Wish) -> Codes:
        if wish.lines is None:
            return ()
        if wish.option is None or len(wish.lines) == 1:
            return wish.lines
        fitting = tuple(line for line in wish.lines if self._options(line, wish.option))
        return fitting or wish.lines

    def _options(self, line: int, said: str) -> list[str]:
        options = self._line_up.lines[line].options
        if said in options:
            return [said]
        return [options[at] for at in self._line_up.options.get(said, {}).get(line, ())]

    def _one_line(self, at: int, wanted: Wanted) -> None:
        line = self._line_up.lines[at]
        pieces, certain = pieces_of(wanted.wish.amount, line)
        if not certain or (pieces > self._most and wanted.act is not Act.CANCEL):
            self._ask(Doubt.QUANTITY, wanted, self._numbers(at, pieces))
            return
        self._one_option(at, pieces, wanted)

    def _one_option(self, at: int, pieces: Pieces, wanted: Wanted) -> None:
        line = self._line_up.lines[at]
        said = wanted.wish.option
        options = self._options(at, said) if said else []
        if said is not None and len(options) != 1:
            answers = [
                Answer(code=line.code, quantity=pieces, option=one) for one in options or line.options or (None,)
            ]
            self._ask(Doubt.WISH, wanted, answers)
            return
        if said is None and line.options and wanted.act is not Act.CANCEL:
            answers = [Answer(code=line.code, quantity=pieces, option=option) for option in line.options]
            self._ask(Doubt.OPTION, wanted, answers)
        self._item(at, pieces, options[0] if options else None, wanted)

    def _item(self, at: int, pieces: Pieces, option: str | None, wanted: Wanted) -> None:
        code = self._line_up.lines[at].code
        instead = wanted.instead_of
        item = Item(
            code=code,
            act=wanted.act,
            quantity=None if wanted.whole else pieces,
            option=option,
            instead_of=None if instead is None else self._line_up.lines[instead].code,
        )
        same = [one for one in self.settled.items if (one.code, one.option, one.act) == (code, option, wanted.act)]
        if same and wanted.act is not Act.CANCEL:
            self._ask(Doubt.QUANTITY, wanted, [Answer(code=code, quantity=pieces, option=option)])
        elif not same:
            self.settled.items.append(item)

    def drop_undone(self) -> None:
        """What is ordered and cancelled in one breath is cancelled."""
        cancelled = [item for item in self.settled.items if item.act is Act.CANCEL and item.option is None]
        gone = {item.code for item in cancelled}
        fewer = {item.code for item in cancelled if item.quantity is not None}
        for item in self.settled.items:
            if item.act is Act.ORDER and item.code in fewer and item.instead_of is None:  # "bớt 1 gói, lấy 2 thôi"
                answers = (Answer(code=item.code, quantity=item.quantity),)
                self.settled.asks.append(Ask(doubt=Doubt.QUANTITY, act=Act.CHANGE, answers=answers))
        self.settled.items = [
            item
            for item in self.settled.items
            if item.act is not Act.ORDER or item.code not in gone or item.instead_of is not None
        ]

    def _answer(self, line: int, wanted: Wanted) -> Answer:
        pieces, certain = pieces_of(wanted.wish.amount, self._line_up.lines[line])
        return Answer(code=self._line_up.lines[line].code, quantity=pieces if certain and not wanted.whole else None)

    def _numbers(self, line: int, pieces: Pieces) -> list[Answer]:
        """The number itself, or those on both sides of a part."""
        code = self._line_up.lines[line].code
        near = sorted({floor(pieces), ceil(pieces)} - {0})
        return [Answer(code=code, quantity=number, option=None) for number in near]

    def _number_or_code(self, wanted: Wanted) -> None:
        answers = [Answer(code=self._line_up.lines[line].code, quantity=1) for line in wanted.or_codes]
        if wanted.pinned is not None:
            answers.append(self._answer(wanted.pinned, wanted))
        self._ask(Doubt.CODE if wanted.or_codes else Doubt.WISH, wanted, answers)

    def _ask(self, doubt: Doubt, wanted: Wanted, answers: list[Answer]) -> None:
        said = None if answers or wanted.whole else whole_number(wanted.wish.amount)
        self.settled.asks.append(Ask(doubt=doubt, act=wanted.act, answers=tuple(answers[:MOST_ANSWERS]), quantity=said))
