"""What the office's page of banned words shows."""

from shop.web.views.console import ConsolePage
from shop.web.views.site import FieldError, View


class WordRow(View, frozen=True, kw_only=True):
    """A word nobody may say in a room."""

    id: str
    word: str


class RoomWordsPage(ConsolePage, frozen=True, kw_only=True):
    """The list, a form for one more, and a box in which a sentence is tried."""

    rows: tuple[WordRow, ...]
    word: str = ""
    tried: str = ""
    found: tuple[str, ...] = ()  # what of the list stands in the sentence tried
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None
