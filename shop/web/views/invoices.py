"""Invoices: on the page of an order, and on a producer's desk."""

from datetime import date

from shop.core.money import Dong
from shop.invoices.models import InvoiceState
from shop.web.views.console import ConsolePage
from shop.web.views.site import View


class InvoiceView(View, frozen=True, kw_only=True):
    """An invoice of a parcel; `id` is there for its seller, and in one that adjusts another."""

    parcel: int
    seller: str
    number: str  # "C26TCM 12"
    state: InvoiceState
    id: str = ""
    order: str = ""
    sold_on: date | None = None
    total: Dong = Dong(0)
    reason: str | None = None  # why it was refused, and what to do
    may_send: bool = False
    adjusts: str | None = None  # the number of the invoice that is adjusted


class PointSaleView(View, frozen=True, kw_only=True):
    """A parcel that its point sells, and for which it writes its own invoice."""

    parcel: int
    seller: str


class DeskInvoicesPage(ConsolePage, frozen=True, kw_only=True):
    """A producer's invoices: the refused ones first."""

    action: str
    refused: tuple[InvoiceView, ...]
    latest: tuple[InvoiceView, ...]
    next_url: str | None = None
    done: str | None = None
