"""What basket, checkout and order pages show."""

from datetime import date, datetime
from enum import StrEnum

from shop.cart.rules import SourceReason
from shop.contracts.inform import Information
from shop.core.money import Dong
from shop.delivery.models import DeliveryMethod
from shop.orders.models import OrderStatus
from shop.payments.models import PaymentMethod, RefundState
from shop.web.views.delivery import Bill, DeliveryPart
from shop.web.views.dispatch import CarriedView
from shop.web.views.extras import ExtrasForm
from shop.web.views.invoices import InvoiceView, PointSaleView
from shop.web.views.pay import DepositView
from shop.web.views.site import FieldError, Page, View


class CartLine(View, frozen=True, kw_only=True):
    """So many of a variant in the basket."""

    variant: str  # id
    product_slug: str
    name: str
    variant_name: str
    unit: str
    image: str
    quantity: int
    price: Dong
    total: Dong
    list_price: Dong | None = None  # above `price` when that is the room's
    campaign: str | None = None  # id of the room's price it was put in at
    price_gone: bool = False  # that price is over
    sales_point: str | None = None  # slug of the place chosen
    sales_point_name: str | None = None
    available: int | None = None  # free units there; fewer than `quantity`: the line says so
    problem: str | None = None  # why it cannot be bought now


class CartPage(Page, frozen=True, kw_only=True):
    """The basket. It may be empty."""

    lines: tuple[CartLine, ...]
    subtotal: Dong
    problem: str | None = None


class PickupChoice(View, frozen=True, kw_only=True):
    """A sales point where the whole basket can be fetched."""

    slug: str
    name: str
    detail: str | None = None  # "2,1 km, mở đến 21:30"
    available: bool = True


class VoucherChoice(View, frozen=True, kw_only=True):
    """A voucher at checkout, in words: on the order, or to choose from."""

    code: str
    name: str
    detail: str


class CheckoutForm(View, frozen=True, kw_only=True):
    """What the buyer typed, shown again after a refusal."""

    name: str = ""
    phone: str = ""
    method: DeliveryMethod = DeliveryMethod.PICKUP
    sales_point: str = ""
    address: str = ""
    commune: str = ""  # slug of today's unit
    email: str = ""
    age_confirmed: bool = False
    voucher: str = ""  # a code that does not count, as it was typed
    vouchers: tuple[str, ...] = ()  # codes on the order
    commune_words: str = ""  # what is searched for
    saved: str = ""  # id of the saved address that was taken
    ask: str = ""  # the id under which ways were offered
    quote: str = ""  # id of the way chosen; empty: the flat fee
    extras: ExtrasForm = ExtrasForm()
    payment: PaymentMethod = PaymentMethod.COD


class CheckoutPage(Page, frozen=True, kw_only=True):
    """One page from basket to order. Both bills are written; the chosen delivery shows its own."""

    lines: tuple[CartLine, ...]
    pickup: Bill
    ship: Bill
    points: tuple[PickupChoice, ...]
    communes: tuple[tuple[str, str], ...]  # (slug, name) of today's units, for a delivery
    request_key: str  # goes back as Idempotency-Key: the same for every retry of this form
    form: CheckoutForm = CheckoutForm()
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None  # a refusal of the whole order (out_of_stock, price_changed, …)
    hold_minutes: int = 15
    min_age: int | None = None  # years the buyer must say to have
    information: Information = Information()  # what the law wants said before the contract
    offered: tuple[VoucherChoice, ...] = ()  # open to everybody, and not on the order
    chosen: tuple[VoucherChoice, ...] = ()  # on the order
    delivery: DeliveryPart = DeliveryPart()
    methods: tuple[PaymentMethod, ...] = (PaymentMethod.COD,)  # ways to pay that are taken
    slots: tuple[tuple[str, str], ...] = ()  # half days to choose from (value, words), where something is fresh


class StepState(StrEnum):
    """Where a step of the timeline lies."""

    DONE = "done"
    NOW = "now"
    AHEAD = "todo"


class Step(View, frozen=True, kw_only=True):
    """A step of an order's timeline."""

    title: str
    state: StepState
    at: datetime | None = None
    note: str | None = None


class RefundLine(View, frozen=True):
    """Money (đồng) that goes back to the buyer; `paid_at` is None until it has."""

    amount: Dong
    state: RefundState
    paid_at: datetime | None = None


class OrderLineView(View, frozen=True, kw_only=True):
    """A line of an order, in the words of the moment it was placed."""

    name: str
    variant_name: str
    unit: str
    quantity: int
    total: Dong
    image: str
    product_slug: str | None = None


class ParcelView(View, frozen=True, kw_only=True):
    """What of an order comes from one place: where it stands, why from there, what is paid for it."""

    number: int
    status: OrderStatus
    place_name: str
    place_slug: str | None
    reason: SourceReason
    amount: Dong
    lines: tuple[str, ...]  # "2 × Gạo nếp, túi 5 kg"
    carried: CarriedView | None = None  # by which carrier it goes


class PromiseView(View, frozen=True, kw_only=True):
    """When pre-ordered goods are delivered, and whether they still wait for their harvest."""

    ship_from: date
    ship_until: date
    waiting: bool


class OrderPage(Page, frozen=True, kw_only=True):
    """One order, for its buyer."""

    code: str
    status: OrderStatus
    lines: tuple[OrderLineView, ...]
    bill: Bill
    delivery: DeliveryMethod
    steps: tuple[Step, ...]
    contact_name: str
    contact_phone: str  # masked in the middle
    placed_at: datetime
    now: datetime  # the shop's clock: the countdown starts from here, not from the device's clock
    hold_expires_at: datetime | None = None
    unheld: bool = False  # nothing is kept: who pays first has the goods
    deposit: DepositView | None = None
    pickup_code: str | None = None  # six digits, only while they open something
    pickup_qr: str | None = None  # what its QR code says
    place_name: str | None = None
    place_slug: str | None = None
    place_address: str | None = None
    place_hours: str | None = None
    address: str | None = None
    can_cancel: bool = False
    cancel_reason: str | None = None  # why it cannot be cancelled, or why it was
    method: PaymentMethod = PaymentMethod.COD
    missing: Dong = Dong(0)  # what must be paid before it is confirmed
    refunds: tuple[RefundLine, ...] = ()  # what goes back
    parcels: tuple[ParcelView, ...] = ()  # of a delivery
    extras: tuple[tuple[str, str], ...] = ()  # what was said with it: what it is, words
    invoices: tuple[InvoiceView, ...] = ()
    sold_by_points: tuple[PointSaleView, ...] = ()
    promise: PromiseView | None = None  # of a pre-order that stands
    keep_until: datetime | None = None  # until when a packed pickup waits
    problem: str | None = None
