"""A comment being read: its words as typed and without marks, and the signs read so far."""

from shop.comments.line_up import LineUp
from shop.comments.meaning import Pieces
from shop.comments.spelling import tokens, unmarked
from shop.comments.words import Kind

Codes = tuple[int, ...]  # lines of the line-up that a sign may mean
Value = str | Pieces | Codes | None


class Row:
    """Words on one side, signs on the other, and where the reader stands between them."""

    def __init__(self, text: str, bare: str, line_up: LineUp, pinned: int | None) -> None:
        """Take a plain text apart; `bare` is the same without marks."""
        self.line_up = line_up
        self.pinned = pinned
        self.typed = tokens(text)
        self.bare = self.typed if bare is text else tokens(bare)
        if len(self.bare) != len(self.typed):  # a mark decided where a word ends
            self.bare = [unmarked(word) for word in self.typed]
        self.kinds: list[Kind] = []
        self.values: list[Value] = []
        self.at = 0

    def put(self, kind: Kind, value: Value = None) -> None:
        """Add a sign."""
        self.kinds.append(kind)
        self.values.append(value)

    def before(self) -> Kind | None:
        """The sign read last."""
        return self.kinds[-1] if self.kinds else None

    def after(self, steps: int = 1) -> str:
        """The word so many steps ahead, without its marks; empty behind the end."""
        where = self.at + steps
        return self.bare[where] if where < len(self.bare) else ""
