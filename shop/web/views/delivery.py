"""What the delivery part of the checkout and a person's book of addresses show."""

from shop.core.money import Dong
from shop.web.views.site import FieldError, Page, View


class Bill(View, frozen=True, kw_only=True):
    """A quote for one way of delivery, in đồng; it adds up. `discounts` are the vouchers: what they are, and đồng."""

    subtotal: Dong
    shipping: Dong
    discount: Dong
    total: Dong
    discounts: tuple[tuple[str, Dong], ...] = ()


class CommuneFound(View, frozen=True, kw_only=True):
    """A commune of today that was searched for, and the ended unit by which it was found."""

    slug: str
    name: str
    was: str | None = None


class WayChoice(View, frozen=True, kw_only=True):
    """A way to bring the goods, and the bill with it."""

    id: str
    name: str
    days: str  # in words: "trong ngày", "2 ngày"
    fee: Dong
    parcels: tuple[tuple[int, Dong], ...]  # (grams, đồng) of each, where there are several
    bill: Bill


class SavedChoice(View, frozen=True, kw_only=True):
    """An address of one's book."""

    id: str
    name: str
    phone: str
    line: str
    commune: str
    commune_slug: str
    default: bool = False
    ended: bool = False  # its commune is none of today: it must be changed first


class DeliveryPart(View, frozen=True, kw_only=True):
    """The checkout's delivery: saved addresses, what a search for a commune found, the ways and what closes others."""

    saved: tuple[SavedChoice, ...] = ()
    found: tuple[CommuneFound, ...] = ()
    said: str | None = None  # what the search came to, in a sentence
    ways: tuple[WayChoice, ...] = ()
    ask: str = ""  # the id under which the ways were offered together
    closed: tuple[str, ...] = ()  # sentences


class AddressForm(View, frozen=True, kw_only=True):
    """What was typed, shown again after a refusal. `id` is empty for a new address."""

    id: str = ""
    name: str = ""
    phone: str = ""
    line: str = ""
    commune: str = ""


class AddressesPage(Page, frozen=True, kw_only=True):
    """A person's book of addresses, and the form for one."""

    addresses: tuple[SavedChoice, ...]
    communes: tuple[tuple[str, str], ...]
    form: AddressForm = AddressForm()
    full: bool = False
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
