"""Read a comment of a live sale: what it orders, adds, changes, cancels or asks. Pure."""

from shop.comments.clauses import cut
from shop.comments.compose import Composer
from shop.comments.line_up import LineUp
from shop.comments.meaning import Meaning
from shop.comments.signs import Reader
from shop.comments.spelling import key_of, plain, take_phone, unmarked

MOST = 20  # pieces of one line that are ordered without asking


def parse(text: str, line_up: LineUp, pinned: str | None = None, most: int = MOST) -> Meaning:
    """What `text` means in a room that sells `line_up` and shows `pinned`; more than `most` pieces are asked.

    Raises:
        KeyError: `pinned` is no code of the line-up.
    """
    at = None if pinned is None else line_up.codes[pinned]
    typed = plain(text)
    rest, phone = take_phone(typed)
    bare = unmarked(rest)
    reader = Reader(rest, bare, line_up, at).read()
    composer = Composer(line_up, at, most)
    composer.compose(cut(reader))
    return composer.meaning(key_of(bare if phone is None else unmarked(typed)), phone)
