"""What every page carries: where it is, who looks at it, and whether it shows sample rows."""

import msgspec


class View(msgspec.Struct, frozen=True, kw_only=True):
    """Something a template shows. Money is whole đồng, instants are aware datetimes, dates are Hà Nội's."""


class Person(View, frozen=True, kw_only=True):
    """Whoever is signed in, as the header needs to know them."""

    name: str
    staff: bool = False  # hands over at a sales point: sees the counter
    host: bool = False  # has a session to run: sees the studio
    producer: str | None = None  # address of a producer the person acts for: sees its desk
    officer: bool = False  # works in the programme office: sees it


class Site(View, frozen=True, kw_only=True):
    """The frame of a page. All defaults together are enough for an error page without a database."""

    path: str  # the page's address without /en, beginning with a slash
    query: str = ""  # the query string without `?`; the language switch keeps it
    base_url: str = ""  # https://… as people see it, without a trailing slash
    sample: bool = False  # whether any row shown is a sample row: the strip is shown
    cart_count: int = 0  # pieces in the basket
    person: Person | None = None
    csrf: str = ""  # value of the hidden field `csrf`; empty where Origin is enough
    market_path: str = "/cho-dem"  # where "Chợ đêm" leads: the market of now or the next one


class FieldError(View, frozen=True, kw_only=True):
    """What is wrong with one field: the same words stand in the summary and beside the field."""

    field: str  # the field's `name`; its element has the same id
    message: str


class Page(View, frozen=True, kw_only=True):
    """A page: its frame and, in the subclasses, its contents."""

    site: Site
