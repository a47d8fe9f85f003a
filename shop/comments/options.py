"""Options behind goods that were just named: `L8 đỏ và xanh`, `3 chiếc khăn, 1 xanh 2 đỏ`."""

from shop.comments.meaning import Act
from shop.comments.settle import Wanted
from shop.comments.wishes import Wish


def other_options(wanted: list[Wanted], wishes: list[Wish], act: Act | None, joined: str) -> bool:
    """Take `wishes` as other options of what was just named, if they are any; without `act` it is done the same."""
    before = wanted[-1] if wanted else None
    if before is None or before.wish.option is None or any(wish.option is None for wish in wishes):
        return False
    done = act or before.act
    for wish in wishes:
        wish.lines = before.wish.lines
        whole = done is Act.CANCEL and wish.amount is None
        shared = joined == "&" and before.wish.amount is None and wish.amount is not None
        wanted.append(Wanted(done, wish, whole=whole, doubtful=before.doubtful or shared))
    return True


def parts_of_all(wanted: list[Wanted], wishes: list[Wish]) -> bool:
    """Take `wishes` as the parts of what was just named without an option, if they are as many together."""
    before = wanted[-1] if wanted else None
    if before is None or before.wish.option or not _add_up(before.wish, wishes):
        return False
    wanted.pop()
    for wish in wishes:
        wish.lines = before.wish.lines
        wanted.append(Wanted(before.act, wish, doubtful=before.doubtful))
    return True


def _add_up(whole: Wish, parts: list[Wish]) -> bool:
    amounts = [part.amount for part in parts if part.option is not None and part.amount is not None]
    if whole.amount is None or len(amounts) != len(parts):
        return False
    return sum(amount.number for amount in amounts) == whole.amount.number * whole.amount.dozens
