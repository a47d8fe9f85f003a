"""The goods and numbers of one clause, told apart: `2 hộp A12`, `A12 đỏ 2 xanh 1`, `A12 x2 B3 x1`."""

import re
from decimal import Decimal

import msgspec

from shop.comments.meaning import Pieces
from shop.comments.row import Codes, Value

_CORE = frozenset("CNwDHhUxOEMT*?")
_ATOM = re.compile(
    r"x*(?P<amount>[Nw]w?D?h?(?P<unit>U?)h?|D[Nw]?h?U?h?|HDU?|HU)|x+|(?P<other>[COEMT*?])|(?P<stray>[hUH])"
)
_OPTIONS = re.compile(r"(?:OQ)+|(?:QO)+|O+")
_MANY = re.compile(r"(?:CO?)+|(?:CO?QO?)+|(?:QO?CO?)+")
_TENS = 10


class Amount(msgspec.Struct, frozen=True):
    """So many of a unit, as it was said; `dozens` is 10 for `chục`, 12 for `tá`, 2 for `đôi`."""

    number: Pieces
    unit: str | None = None
    dozens: int = 1


class Wish(msgspec.Struct):
    """Goods a clause names: the lines they may be (None: it says none), an option, an amount (None: none said)."""

    lines: Codes | None = None
    option: str | None = None
    amount: Amount | None = None


class Parts(msgspec.Struct):
    """The goods a clause, or one side of an exchange, is about.

    `unclear` when numbers and goods pair in more than one way, `strange` are codes nobody has. `each` is said
    of all goods alike ("mỗi loại"), `each_option` of all options ("mỗi màu").
    """

    wishes: list[Wish]
    each: bool = False
    each_option: bool = False
    unclear: bool = False
    strange: tuple[str, ...] = ()

    @property
    def named(self) -> bool:
        """Whether any goods are named."""
        return any(wish.lines is not None for wish in self.wishes)

    @property
    def counted(self) -> bool:
        """Whether a number is said."""
        return any(wish.amount is not None for wish in self.wishes)


Atom = tuple[str, Value | Amount]


def parts_of(kinds: str, values: list[Value]) -> list[Parts]:
    """Tell the goods of a clause apart; an exchange has a side before and one behind its `sang`."""
    core = [(kind, value) for kind, value in zip(kinds, values, strict=True) if kind in _CORE]
    row = "".join([kind for kind, _ in core])
    sides: list[list[Atom]] = [[]]
    for found in _ATOM.finditer(row):
        start, end = found.span()
        if found["amount"]:
            sides[-1].append(("Q", _amount(core[start:end])))
        elif found["other"] == "T":
            sides.append([])
        elif found["other"] and not (found["other"] == "C" and _same(sides[-1], core[start][1])):
            sides[-1].append(core[start])
    return [_pair(side) for side in sides]


def _same(atoms: list[Atom], value: Value) -> bool:
    """`trà sen A12`: two names of one line."""
    if not atoms or atoms[-1][0] != "C":
        return False
    both = _both(atoms[-1][1], value)
    if both:
        atoms[-1] = ("C", both)
    return bool(both)


def _both(one: Value | Amount, other: Value) -> Codes:
    assert isinstance(one, tuple)
    assert isinstance(other, tuple)
    return tuple(line for line in one if line in other)


def _amount(signs: list[tuple[str, Value]]) -> Amount:
    number: Pieces = 1
    unit: str | None = None
    dozens = 1
    half = ""
    said = 0
    for kind, value in signs:
        if kind in "Nw":
            assert isinstance(value, int | Decimal)
            number = number + value if said and number >= _TENS else value
            said += 1
        elif kind == "D":
            assert isinstance(value, int)
            dozens = value
        elif kind == "H":
            number = Decimal("0.5")
        elif kind == "h":
            half = kind
        elif kind == "U":
            unit = str(value)
    return Amount(number + Decimal("0.5") if half else number, unit, dozens)


def _pair(atoms: list[Atom]) -> Parts:
    row = "".join([kind for kind, _ in atoms])
    parts = Parts([])
    if not row.isalpha() or "E" in row or "M" in row:
        parts.unclear = "*" in row
        parts.strange = tuple(str(value) for kind, value in atoms if kind == "?")
        parts.each = "E" in row
        parts.each_option = "M" in row
        atoms = [atom for atom in atoms if atom[0] in "COQ"]
        row = "".join([kind for kind, _ in atoms])
    if parts.each or parts.each_option:
        _pair_each(parts, row, atoms)
    elif row.count("C") > 1:
        _pair_many(parts, row, atoms)
    elif row:
        _pair_one(parts, row, atoms)
    return parts


def _pair_many(parts: Parts, row: str, atoms: list[Atom]) -> None:
    if _MANY.fullmatch(row):
        parts.wishes = _split(atoms, row[0])
    else:
        parts.unclear = True
        parts.wishes = [_wish([atom]) for atom in atoms if atom[0] == "C"]


def _pair_one(parts: Parts, row: str, atoms: list[Atom]) -> None:
    rest = row.replace("C", "")
    if rest.count("Q") <= 1 and rest.count("O") <= 1:
        parts.wishes = [_wish(atoms)]
    elif _OPTIONS.fullmatch(rest):
        named = _wish([atom for atom in atoms if atom[0] == "C"]).lines
        parts.wishes = _split([atom for atom in atoms if atom[0] != "C"], rest[0])
        for wish in parts.wishes:
            wish.lines = named
    else:
        parts.unclear = True
        parts.wishes = [_wish([atom]) for atom in atoms if atom[0] == "C"]


def _pair_each(parts: Parts, row: str, atoms: list[Atom]) -> None:
    """One number for all; the goods may be named here, before, or not at all."""
    amounts = [value for kind, value in atoms if kind == "Q" and isinstance(value, Amount)]
    parts.unclear = parts.unclear or len(amounts) > 1
    amount = amounts[0] if amounts else Amount(1)
    if parts.each and "O" in row and "C" not in row:
        parts.each, parts.each_option = False, True
    parts.wishes = _named_with_options(atoms, amount)
    if parts.each_option and "O" in row:
        named = _wish([atom for atom in atoms if atom[0] == "C"]).lines
        options = [_wish([atom]).option for atom in atoms if atom[0] == "O"]
        parts.wishes = [Wish(lines=named, option=option, amount=amount) for option in options]
    elif "C" not in row:
        parts.wishes = [Wish(amount=amount)]


def _named_with_options(atoms: list[Atom], amount: Amount) -> list[Wish]:
    wishes: list[Wish] = []
    for atom in atoms:
        said = _wish([atom])
        if atom[0] == "C":
            wishes.append(Wish(lines=said.lines, amount=amount))
        elif atom[0] == "O" and wishes and wishes[-1].option is None:
            wishes[-1].option = said.option
        elif atom[0] == "O" and wishes:
            wishes.append(Wish(lines=wishes[-1].lines, option=said.option, amount=amount))
    return wishes


def _split(atoms: list[Atom], leader: str) -> list[Wish]:
    groups: list[list[Atom]] = []
    for atom in atoms:
        if atom[0] == leader:
            groups.append([])
        groups[-1].append(atom)
    return [_wish(group) for group in groups]


def _wish(atoms: list[Atom]) -> Wish:
    wish = Wish()
    for _, value in atoms:
        if isinstance(value, Amount):
            wish.amount = value
        elif isinstance(value, tuple):
            wish.lines = value
        elif isinstance(value, str):
            wish.option = value
    return wish


def one_of(wishes: list[Wish]) -> Wish:
    """`A12 hoặc B3`: a wish for either, so many as was said of any."""
    lines = {line for wish in wishes for line in wish.lines or ()}
    return Wish(
        lines=tuple(sorted(lines)), amount=next((wish.amount for wish in wishes if wish.amount is not None), None)
    )
