"""Changes: `đổi A12 sang B3` is one thing for another, `đổi A12 thành 3 hộp` a new number."""

from shop.comments.line_up import LineUp
from shop.comments.meaning import Act
from shop.comments.row import Codes
from shop.comments.settle import Wanted
from shop.comments.wishes import Parts, Wish


def exchange(sides: list[Parts], mentioned: Codes | None, pinned: int | None, line_up: LineUp) -> list[Wanted]:
    """What a change wants, from the goods before its `sang` and those behind it."""
    left = sides[0].wishes
    right = [wish for side in sides[1:] for wish in side.wishes]
    if len(sides) == 1:
        left, right = _halves(left)
    if len(left) > 1 or len(right) != 1 or any(side.unclear or side.strange for side in sides):
        return [Wanted(Act.CHANGE, Wish(lines=left[0].lines if left else None), doubtful=True)]
    old, new = left[0] if left else Wish(), right[0]
    old.lines = old.lines or mentioned
    if old.lines is None and old.option is not None and pinned in line_up.options.get(old.option, ()):
        old.lines = None if pinned is None else (pinned,)
    if new.lines is None and new.option is None:
        wish = Wish(lines=old.lines, option=old.option, amount=new.amount)
        return [Wanted(Act.CHANGE, wish, doubtful=old.lines is None)]
    doubtful = old.lines is None or len(old.lines) > 1
    new.lines = new.lines or old.lines
    gone = Wanted(Act.CANCEL, Wish(lines=old.lines, option=old.option), whole=True, doubtful=doubtful)
    replaced = None if doubtful or not old.lines else old.lines[0]
    return [gone, Wanted(Act.ORDER, new, doubtful=doubtful, instead_of=replaced)]


def _halves(wishes: list[Wish]) -> tuple[list[Wish], list[Wish]]:
    """`sửa A12 3 hộp`: without a `thành` the goods are the old ones, the number the new one."""
    if len(wishes) != 1 or wishes[0].amount is None:
        return wishes, []
    return [Wish(lines=wishes[0].lines, option=wishes[0].option)], [Wish(amount=wishes[0].amount)]
