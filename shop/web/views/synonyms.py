"""What the office's page of synonyms shows."""

from shop.web.views.console import ConsolePage
from shop.web.views.site import FieldError, View


class SynonymRow(View, frozen=True, kw_only=True):
    """Two phrases that find each other."""

    id: str
    phrase: str
    means: str
    officer: bool  # an officer added it; else it came with the register


class TriedSearch(View, frozen=True, kw_only=True):
    """What a search becomes."""

    typed: str
    words: tuple[str, ...]  # as the index holds them
    others: tuple[tuple[str, str], ...]  # (what was typed, the synonym that may stand for it)
    corrected: str | None
    nearest: bool  # no product has the words; these only look like them
    found: tuple[tuple[str, str], ...]  # (slug, name), the first of them
    total: int


class SynonymsPage(ConsolePage, frozen=True, kw_only=True):
    """The pairs, a form for a new one, and a box to try a search in."""

    rows: tuple[SynonymRow, ...]
    total: int
    q: str = ""
    tried: TriedSearch | None = None
    phrase: str = ""
    means: str = ""
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None
