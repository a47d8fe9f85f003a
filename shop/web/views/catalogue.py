"""What home, list, product and verification pages show."""

from datetime import date

from shop.certification.models import CertificateStatus, DatePrecision
from shop.web.views.cards import MarketHead, ProductCard, StallCard
from shop.web.views.site import Page, View


class CertificateView(View, frozen=True, kw_only=True):
    """A certificate as the card shows it. In force on day D: issued <= D < until (`until` is the first day after)."""

    code: str
    product: str
    producer: str | None
    stars: int | None
    potential_five: bool
    status: CertificateStatus
    in_force: bool
    decision_no: str | None = None
    issuer: str | None = None
    precision: DatePrecision = DatePrecision.NONE
    issued_on: date | None = None
    until: date | None = None
    district: str | None = None  # as at the time of the decision
    used_percent: int = 0  # share of its life gone, 0 to 100
    days_left: int | None = None
    source_url: str | None = None
    verify_url: str = ""  # absolute address that the QR code holds
    sample: bool = False


class GroupCard(View, frozen=True, kw_only=True):
    """One of the six groups of Decision 148."""

    slug: str
    name: str
    art: str  # key of the drawing: food drink herb craft plant tour


class HomePage(Page, frozen=True, kw_only=True):
    """The first page."""

    groups: tuple[GroupCard, ...]
    best: tuple[ProductCard, ...]  # five stars, in force
    on_air: tuple[ProductCard, ...] = ()  # sold in a room right now
    sold: tuple[ProductCard, ...] = ()  # the best selling of the last thirty days
    newest: tuple[ProductCard, ...] = ()
    stalls: tuple[StallCard, ...] = ()  # of the market of now or the next one
    market: MarketHead | None = None
    in_force: int | None = None  # products with a certificate in force today
    ever: int | None = None  # products ever recognised
    place_count: int | None = None
