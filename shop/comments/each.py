"""`mỗi loại`, `mỗi màu`: one number for goods, or for the options of one, alike."""

from shop.comments.line_up import LineUp
from shop.comments.row import Codes
from shop.comments.wishes import Parts, Wish


def each_of(parts: Parts, line_up: LineUp, fallback: Codes | None, *, alone: bool) -> list[Wish]:
    """The wishes for each: goods that are named, else the whole line-up if `alone`; or options of one line.

    `mè xửng mỗi loại 1` is one of each option, as nothing else is named.
    """
    amount = parts.wishes[0].amount
    if parts.each_option:
        said = [wish for wish in parts.wishes if wish.option is not None]
        lines = parts.wishes[0].lines or fallback
        return [Wish(lines, wish.option, amount) for wish in said] or _options(lines, line_up, parts.wishes[0])
    named = [wish for wish in parts.wishes if wish.lines is not None]
    if not named and alone:
        return [Wish(lines=(line,), amount=amount) for line in range(len(line_up.lines))]
    if len(named) == 1 and alone and named[0].option is None:
        return _options(named[0].lines, line_up, named[0]) or named
    return named


def _options(lines: Codes | None, line_up: LineUp, wish: Wish) -> list[Wish]:
    if lines is None or len(lines) != 1:
        return []
    return [Wish(lines, option, wish.amount) for option in line_up.lines[lines[0]].options]
