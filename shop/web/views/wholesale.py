"""What the pages of wholesale show: the form of buyers, their own enquiry, and the desk of producers."""

from datetime import date, datetime

from shop.core.money import Dong
from shop.web.views.console import ConsolePage
from shop.web.views.listings import FilterLink
from shop.web.views.site import FieldError, Page, View
from shop.wholesale.models import EnquiryState


class WholesaleTermsView(View, frozen=True, kw_only=True):
    """A variant that is sold wholesale; `bands` are (from so many, price) where the producer shows them."""

    variant: str
    name: str
    unit: str
    list_price: Dong
    least: int | None
    public: bool = False
    bands: tuple[tuple[int, Dong], ...] = ()


class WholesaleForm(View, frozen=True, kw_only=True):
    """An enquiry as it was typed."""

    variant: str = ""
    quantity: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    company: str = ""
    wanted_on: str = ""
    note: str = ""
    consent: bool = False
    room: str = ""  # slug of the live session it is asked in


class WholesaleAskPage(Page, frozen=True, kw_only=True):
    """What of a product is sold wholesale, and the form to ask; without `terms` it is sold by the piece alone."""

    slug: str
    name: str
    terms: tuple[WholesaleTermsView, ...]
    form: WholesaleForm
    request_key: str
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None


class EnquiryView(View, frozen=True, kw_only=True):
    """An enquiry; contacts are what its reader may see now."""

    id: str
    product: str
    product_slug: str
    unit: str
    list_price: Dong
    producer: str
    producer_phone: str | None
    producer_email: str | None
    name: str
    phone: str
    email: str | None
    company: str
    quantity: int
    wanted_on: date | None
    note: str
    at: datetime
    state: EnquiryState
    version: int
    price: Dong | None
    valid_until: date | None
    answer: str


class OwnEnquiryPage(Page, frozen=True, kw_only=True):
    """A buyer's own enquiry. `token` is what opened it, empty for the signed-in."""

    enquiry: EnquiryView
    token: str
    problem: str | None = None


class DeskWholesalePage(ConsolePage, frozen=True, kw_only=True):
    """What buyers ask a producer, and the producer's terms."""

    producer_slug: str
    enquiries: tuple[EnquiryView, ...]
    filters: tuple[FilterLink, ...]
    terms: tuple[WholesaleTermsView, ...]
    may_write: bool
    next_url: str | None = None
    failed: str = ""  # id of the enquiry or variant the last act was about
    typed: tuple[str, str, str] = ("", "", "")  # as it was typed there: price, day, words; or least, bands, ""
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None


class OfficeWholesalePage(ConsolePage, frozen=True, kw_only=True):
    """How many enquiries are in each state."""

    counts: tuple[tuple[str, int], ...]
