"""What the office's pages of sales points show."""

from datetime import date

from shop.web.views.console import ConsolePage
from shop.web.views.places import CoverageView
from shop.web.views.site import FieldError, View


class PointRow(View, frozen=True, kw_only=True):
    """A sales point in the office's list."""

    slug: str
    name: str
    area: str | None
    operator: str | None
    products: int
    location_exact: bool
    has_hours: bool
    closed_from: date | None
    closed: bool  # today
    sample: bool


class OfficePlacesPage(ConsolePage, frozen=True, kw_only=True):
    """Coverage, and all points, closed ones too."""

    coverage: CoverageView
    rows: tuple[PointRow, ...]
    done: str | None = None


class PointForm(View, frozen=True, kw_only=True):
    """A sales point as it was typed."""

    name: str = ""
    address: str = ""
    commune: str = ""  # slug
    district: str = ""  # slug; empty: as the commune says
    operator: str = ""
    phone: str = ""
    position: str = ""  # "21.03,105.85"; empty: the centre of the commune
    opened_on: str = ""
    closed_from: str = ""
    note: str = ""
    hours: tuple[str, ...] = ("",) * 7  # Monday to Sunday


class OfficePointPage(ConsolePage, frozen=True, kw_only=True):
    """A point to be added (`slug` is None) or changed."""

    slug: str | None
    name: str
    form: PointForm
    communes: tuple[tuple[str, str], ...]  # (slug, name) of today
    districts: tuple[tuple[str, str], ...]
    version: int = 0
    request_key: str = ""
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None
