"""Which ways to pay a buyer may choose here."""

from config.settings import Settings
from shop.payments.bank_account import bank_account
from shop.payments.models import PaymentMethod
from shop.payments.wallet_accounts import momo_account, vnpay_account


def offered_methods(settings: Settings) -> tuple[PaymentMethod, ...]:
    """The ways the settings name that work here, in their order.

    A way works with its keys; outside production those without are played by a sandbox.
    """
    wanted = [PaymentMethod(word.strip()) for word in settings.payment_methods.split(",")]
    return tuple(method for method in wanted if method in _working(settings))


def _working(settings: Settings) -> frozenset[PaymentMethod]:
    """Cash always works. Each further way adds its line here with its keys."""
    working = {PaymentMethod.COD}
    if bank_account(settings) is not None:
        working.add(PaymentMethod.VIETQR)
    if vnpay_account(settings) is not None:
        working.add(PaymentMethod.VNPAY)
    if momo_account(settings) is not None:
        working.add(PaymentMethod.MOMO)
    if settings.stripe_secret_key or settings.env != "production":
        working.add(PaymentMethod.CARD)
    return frozenset(working)
