"""A number that is all somebody wrote: a code, or so many of the goods at hand."""

import msgspec

from shop.comments.line_up import LineUp
from shop.comments.meaning import Act
from shop.comments.row import Codes
from shop.comments.settle import Wanted
from shop.comments.wishes import Wish

_TEN = 10  # below it a number is a count as often as a code


class BareNumber(msgspec.Struct, frozen=True):
    """`12`, or with a verb `lấy 12`, in a room that shows `pinned`; at most `most` pieces go without asking."""

    wish: Wish
    verb: bool
    pinned: int | None
    most: int

    def meant(self, line_up: LineUp, wanted: list[Wanted]) -> list[Wanted] | None:
        """What it adds to `wanted`, perhaps nothing; None where it is a plain count."""
        assert self.wish.amount is not None
        number = int(self.wish.amount.number)
        lines = line_up.by_number(str(number))
        if self.verb and not lines:
            return None
        if not self.verb and wanted:
            return self._beside(lines, wanted[-1])
        shown = self.pinned in lines or len(lines) > 1
        if shown and number >= _TEN and not self.verb:
            return [Wanted(Act.ORDER, Wish(lines=lines))]
        if lines or (self.pinned is not None and number <= self.most):
            return [Wanted(Act.ORDER, self.wish, doubtful=True, or_codes=lines, pinned=self.pinned)]
        return []

    def _beside(self, lines: Codes, before: Wanted) -> list[Wanted] | None:
        """`mã 7, 15`: another code, or so many of the one before."""
        if not lines:
            return None
        named = before.wish.lines
        only = named[0] if named is not None and len(named) == 1 else None
        return [Wanted(Act.ORDER, self.wish, doubtful=True, or_codes=lines, pinned=only)]
