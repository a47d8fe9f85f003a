"""What the list of products shows: its filters with counts, what is in use, and what to do when nothing is found."""

from shop.catalog.suggest import SuggestionKind
from shop.web.views.cards import Marks, Pieces, ProductCard, pieces_of
from shop.web.views.site import Page, View


class FilterOption(View, frozen=True, kw_only=True):
    """One value a filter may take; `count` is what the list would show with it (None: not counted)."""

    value: str
    label: str
    checked: bool = False
    count: int | None = None


class FilterGroup(View, frozen=True, kw_only=True):
    """A filter: its query parameter and values. `many` shows check boxes, otherwise one select."""

    key: str
    title: str
    options: tuple[FilterOption, ...]
    many: bool = True


class Toggle(View, frozen=True, kw_only=True):
    """A filter that is on or off; its parameter is `key`, its value `true`."""

    key: str
    label: str
    checked: bool = False
    count: int | None = None


class PriceBand(View, frozen=True, kw_only=True):
    """A range of prices; its address is the same list narrowed to it, or widened again when it is in use."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


class Chip(View, frozen=True, kw_only=True):
    """A filter in use; its address takes it away."""

    label: str
    url: str


class WayOut(View, frozen=True, kw_only=True):
    """One filter less where nothing was found, and how many products there would be. `words`: it is the search."""

    label: str
    url: str
    count: int
    words: bool = False


class SortOption(View, frozen=True, kw_only=True):
    """An order of the list."""

    value: str
    label: str
    selected: bool = False


class ListPage(Page, frozen=True, kw_only=True):
    """The list of products in force, as filtered.

    `corrected`: how the search was understood where that is not how it was typed. `nearest`: nothing has its words,
    the items only have names that look alike. `near`: the position asked with (`21.03,105.85`); `ask_near`: the
    order by distance was wished without one.
    """

    items: tuple[ProductCard, ...]
    q: str = ""
    total: int | None = None  # None: not counted
    filters: tuple[FilterGroup, ...] = ()
    toggles: tuple[Toggle, ...] = ()
    bands: tuple[PriceBand, ...] = ()
    min_price: int | None = None  # đồng
    max_price: int | None = None
    chips: tuple[Chip, ...] = ()
    sorts: tuple[SortOption, ...] = ()
    corrected: str | None = None
    exact_url: str | None = None  # the same list of exactly what was typed
    nearest: bool = False
    ways_out: tuple[WayOut, ...] = ()
    near: str = ""
    ask_near: bool = False
    next_url: str | None = None  # the same list from the next cursor on
    grown_url: str | None = None  # the same list with one page more, for the address bar
    clear_url: str = "/san-pham"
    canonical: str = "/san-pham"  # without what only sorts or pages
    indexed: bool = True  # whether search engines may keep it
    problem: str | None = None  # the list could not be read: what to do now


class SuggestionLine(View, frozen=True, kw_only=True):
    """One line below a search box and where it leads; `marks` are what of `text` was typed."""

    kind: SuggestionKind
    text: str
    url: str
    marks: Marks = ()

    @property
    def pieces(self) -> Pieces:
        """The text in pieces."""
        return pieces_of(self.text, self.marks)


class SuggestPage(Page, frozen=True, kw_only=True):
    """The list below a search box; a part of a page."""

    q: str
    searches: tuple[SuggestionLine, ...] = ()
    products: tuple[SuggestionLine, ...] = ()
    others: tuple[SuggestionLine, ...] = ()  # producers, groups, districts
    all_url: str = "/san-pham"
