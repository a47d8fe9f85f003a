"""What an installation has settled for its orders."""

import msgspec

from config.settings import Settings
from shop.core.money import Dong
from shop.orders.rules import CodTerms, LapseTerms
from shop.payments.models import PaymentMethod
from shop.payments.offered import offered_methods


class OrderTerms(msgspec.Struct, frozen=True, kw_only=True):
    """The secret that tokens and codes come from; minutes stock is held; đồng a delivery; wrong codes allowed.

    `methods` are the ways to pay that are taken; `cod` what a phone's history does to cash (None: nothing), `lapses`
    what holds that ran out do to the next ones.
    """

    secret: str
    hold_minutes: int
    ship_fee: Dong
    pickup_attempts: int
    methods: frozenset[PaymentMethod] = frozenset(PaymentMethod)
    cod: CodTerms | None = None
    lapses: LapseTerms | None = None


def order_terms(settings: Settings) -> OrderTerms:
    """Read the terms from the settings."""
    return OrderTerms(
        secret=settings.secret_key,
        hold_minutes=settings.stock_hold_minutes,
        ship_fee=Dong(settings.ship_fee),
        pickup_attempts=settings.pickup_attempts,
        methods=frozenset(offered_methods(settings)),
        cod=CodTerms(
            refusals=settings.cod_refusals, most=Dong(settings.cod_refused_most), never=settings.cod_refused_never
        ),
        lapses=LapseTerms(settings.hold_lapses, settings.hold_lapse_days) if settings.hold_lapses else None,
    )
