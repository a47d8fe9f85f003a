"""What pages show of pre-orders."""

from datetime import date

from shop.contracts.inform import Information
from shop.core.money import Dong
from shop.payments.models import PaymentMethod
from shop.web.views.checkout import CheckoutForm
from shop.web.views.delivery import Bill
from shop.web.views.site import FieldError, Page, View


class PreorderOffer(View, frozen=True, kw_only=True):
    """A variant that may be ordered ahead of its harvest."""

    variant: str  # id
    name: str
    ship_from: date
    ship_until: date


class PreorderPage(Page, frozen=True, kw_only=True):
    """The form of a pre-order. Without an `offer` nothing of the product may be ordered ahead."""

    slug: str
    name: str
    offer: PreorderOffer | None = None
    quantity: int = 1
    left: int = 0
    limit: int | None = None  # pieces one buyer may have
    price: Dong = Dong(0)
    place: str = ""
    point: str | None = None  # slug of the place, where it may be fetched there
    pickup: Bill | None = None
    ship: Bill | None = None
    communes: tuple[tuple[str, str], ...] = ()
    request_key: str = ""
    form: CheckoutForm = CheckoutForm()
    methods: tuple[PaymentMethod, ...] = (PaymentMethod.COD,)
    min_age: int | None = None
    information: Information = Information()
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
