"""`shop comments parse`: what comments mean, one a line; needs no settings, no servers."""

import argparse
import csv
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from shop.comments.line_up import Line, LineUp
from shop.comments.meaning import Act, Ask, Intent, Item, Meaning, Pieces
from shop.comments.parse import MOST, parse

WRONG = 2
_COLUMNS = ("code", "name", "unit", "options")
_BETWEEN_OPTIONS = re.compile(r"[|;/]")
_DIVISIBLE = frozenset({"yes", "y", "true", "1", "x", "có", "co", "divisible", "chia lẻ", "chia le"})
_ACTING = frozenset({Intent.ORDER, Intent.ADD, Intent.CHANGE, Intent.CANCEL})


class Printed(msgspec.Struct, frozen=True, kw_only=True):
    """A line of output. `items`: code to pieces; 0 cancels all of it, below 0 so many. `lines` are the same in full."""

    intent: Intent
    key: str
    items: dict[str, Pieces]
    phone: str | None
    question: bool
    everything: bool
    lines: tuple[Item, ...]
    asks: tuple[Ask, ...]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare `parse`."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    one = verbs.add_parser("parse", help="read comments from standard input, one a line; write JSON, one a line")
    one.add_argument(
        "--line-up",
        required=True,
        type=Path,
        metavar="FILE.csv",
        help="columns code,name,unit,options (a|b) and, for goods sold in parts, divisible (yes)",
    )
    one.add_argument("--pinned", default=None, metavar="CODE", help="the code that is shown")
    one.add_argument("--most", type=int, default=MOST, metavar="N", help=f"ask above so many pieces ({MOST})")


def run(args: argparse.Namespace) -> int:
    """Print a meaning for every comment; 2 and a sentence when the line-up cannot be read."""
    try:
        line_up = LineUp(read_line_up(args.line_up))
        pinned = None if args.pinned is None else _code(line_up, args.pinned)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        print(f"shop comments parse: {error}.", file=sys.stderr)
        return WRONG
    write = msgspec.json.Encoder(decimal_format="number").encode
    for line in io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace"):
        meaning = parse(line, line_up, pinned, args.most)
        print(write(printed(meaning)).decode())
    return 0


def printed(meaning: Meaning) -> Printed:
    """What is printed of a meaning."""
    items: dict[str, Pieces] = {}
    if meaning.intent in _ACTING:
        for item in meaning.items:
            items[item.code] = items.get(item.code, 0) + _signed(item)
    return Printed(
        intent=meaning.intent,
        key=meaning.key,
        items=items,
        phone=meaning.phone,
        question=meaning.question,
        everything=meaning.everything,
        lines=meaning.items,
        asks=meaning.asks,
    )


def _signed(item: Item) -> Pieces:
    pieces = item.quantity or 0
    return -pieces if item.act is Act.CANCEL else pieces


def read_line_up(path: Path) -> Iterator[Line]:
    """The lines of a CSV file.

    Raises:
        ValueError: a column is missing.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        missing = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            raise ValueError(f"{path} has no column {', '.join(missing)}")
        for row in rows:
            options = tuple(word.strip() for word in _BETWEEN_OPTIONS.split(row["options"] or "") if word.strip())
            yield Line(
                code=(row["code"] or "").strip(),
                name=(row["name"] or "").strip(),
                unit=(row["unit"] or "").strip(),
                options=options,
                divisible=(row.get("divisible") or "").strip().lower() in _DIVISIBLE,
            )


def _code(line_up: LineUp, written: str) -> str:
    for code in line_up.codes:
        if code.lower() == written.strip().lower():
            return code
    raise ValueError(f"the line-up has no code {written!r}")
