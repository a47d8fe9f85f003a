"""From what was said to pieces of a line: dozens, weights, halves; what does not fit is doubted."""

from decimal import Decimal
from functools import lru_cache

from shop.comments.line_up import Line, LineUp
from shop.comments.meaning import Pieces
from shop.comments.wishes import Amount, Wish
from shop.comments.words import ANY_UNIT, Unit, unit_name, unit_of

_DOZENS = {"đôi": 2, "cặp": 2, "chục": 10, "tá": 12}
_WHOLE = 1000


def pieces_of(amount: Amount | None, line: Line) -> tuple[Pieces, bool]:
    """How many pieces of `line` are meant, and whether that is certain. Nothing said is one."""
    if amount is None:
        return 1, True
    dozens = 1 if _DOZENS.get(line.unit) == amount.dozens else amount.dozens
    pieces = Decimal(amount.number) * dozens
    own = unit_of_line(line.unit)
    said = own if amount.unit in {None, ANY_UNIT} else unit_of(str(amount.unit))
    if said.name != own.name:
        return _tidy(pieces), False
    pieces = pieces * said.thousandths / own.thousandths
    return _tidy(pieces), pieces > 0 and (line.divisible or pieces == pieces.to_integral_value())


def excludes(counted: Wish, other: Wish, line_up: LineUp) -> bool:
    """Whether the unit that was said of one wish cannot be of the other's goods."""
    unit = counted.amount.unit if counted.amount else None
    if not unit or other.lines is None:
        return False
    return not any(pieces_of(counted.amount, line_up.lines[line])[1] for line in other.lines)


def whole_number(amount: Amount | None) -> int | None:
    """The pieces that were counted out, of whatever goods; None: nothing was said, or a weight, or a part."""
    if amount is None or amount.unit not in {None, ANY_UNIT}:
        return None
    pieces = Decimal(amount.number) * amount.dozens
    return int(pieces) if pieces > 0 and pieces == pieces.to_integral_value() else None


@lru_cache(maxsize=512)
def unit_of_line(word: str) -> Unit:
    """The unit of a line; a word the grammar does not know is a unit of its own."""
    return unit_of(unit_name(word))


def _tidy(pieces: Decimal) -> Pieces:
    return int(pieces) if pieces == pieces.to_integral_value() else pieces.normalize()
