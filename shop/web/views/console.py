"""The frame of a console: whose it is, and where one can go in it."""

from shop.web.views.site import Page, View


class NavItem(View, frozen=True, kw_only=True):
    """One place in a console."""

    path: str  # without /en
    icon: str  # of icons.svg
    label: str  # key of its words
    here: bool = False
    count: int = 0  # what waits there; 0 shows nothing


class Console(View, frozen=True, kw_only=True):
    """A console's title and its places."""

    title: str
    nav: tuple[NavItem, ...]


class ConsolePage(Page, frozen=True, kw_only=True):
    """A page inside a console."""

    console: Console
