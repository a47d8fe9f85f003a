"""What a producer's page of pre-orders shows."""

from datetime import date

from shop.web.views.console import ConsolePage
from shop.web.views.site import FieldError, View


class WindowRow(View, frozen=True, kw_only=True):
    """A harvest that is ordered ahead: of `taken` pieces `waiting` have not come."""

    id: str
    name: str
    place: str
    starts_on: date
    ends_on: date
    ship_from: date
    ship_until: date
    quantity: int
    buyer_limit: int | None
    taken: int
    waiting: int
    open: bool
    closed: bool


class WindowForm(View, frozen=True, kw_only=True):
    """A window as it was typed."""

    variant: str = ""  # id
    sales_point: str = ""  # address
    starts_on: str = ""
    ends_on: str = ""
    ship_from: str = ""
    ship_until: str = ""
    quantity: str = ""
    buyer_limit: str = ""


class WindowsPage(ConsolePage, frozen=True, kw_only=True):
    """A producer's windows, the newest first, and the form for a new one."""

    slug: str
    windows: tuple[WindowRow, ...]
    form: WindowForm
    variants: tuple[tuple[str, str], ...]  # (id, product and pack)
    points: tuple[tuple[str, str], ...]  # (address, name)
    request_key: str
    editable: bool
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None
