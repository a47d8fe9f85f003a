"""đồng in Vietnamese words, as an invoice has to say them. Pure."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", "nghìn", "triệu")
_BILLION = 10**9
_TEN, _FIVE, _FOUR = 10, 5, 4


def amount_in_words(amount: int) -> str:
    """`1005000` → "một triệu không trăm linh năm nghìn đồng"; what is taken off begins with "âm"."""
    if amount < 0:
        return f"âm {amount_in_words(-amount)}"
    return " ".join([*(_number(amount, full=False) or [_DIGITS[0]]), "đồng"])


def _number(amount: int, *, full: bool) -> list[str]:
    """The words of `amount`; `full` when something stands before it, so that its hundreds are said."""
    if amount >= _BILLION:
        above, rest = divmod(amount, _BILLION)
        return [*_number(above, full=full), "tỷ", *_number(rest, full=True)]
    words: list[str] = []
    for at in (2, 1, 0):
        group = amount // 1000**at % 1000
        if group:
            words += [*_group(group, full=full or bool(words)), *([_GROUPS[at]] if at else [])]
    return words


def _group(group: int, *, full: bool) -> list[str]:
    hundreds, rest = divmod(group, 100)
    if not hundreds and not full:
        return _below_hundred(rest)
    words = [_DIGITS[hundreds], "trăm"]
    if not rest:
        return words
    return [*words, *(["linh", _DIGITS[rest]] if rest < _TEN else _below_hundred(rest))]


def _below_hundred(rest: int) -> list[str]:
    tens, unit = divmod(rest, _TEN)
    if not tens:
        return [_DIGITS[unit]]
    words = ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    return words if not unit else [*words, _unit(tens, unit)]


def _unit(tens: int, unit: int) -> str:
    """The last digit after tens: mốt and tư are said from twenty on, lăm after every ten."""
    if unit == _FIVE:
        return "lăm"
    if tens > 1 and unit == 1:
        return "mốt"
    if tens > 1 and unit == _FOUR:
        return "tư"
    return _DIGITS[unit]
