"""The ways this installation takes money, from its settings."""

from collections.abc import Awaitable, Callable, Iterable

from config.settings import Settings
from shop.core.db import Sessions
from shop.payments.bank_account import bank_account
from shop.payments.models import PaymentMethod
from shop.payments.provider import Provider
from shop.payments.stripe_connect import open_stripe
from shop.payments.vietqr_provider import VietQrTransfer
from shop.payments.wallets import open_wallets

Close = Callable[[], Awaitable[None]]


class Providers:
    """The providers one process speaks to."""

    def __init__(self, known: Iterable[Provider] = (), closing: Iterable[Close] = ()) -> None:
        self._known = {provider.method: provider for provider in known}
        self._closing = tuple(closing)

    def get(self, method: PaymentMethod) -> Provider | None:
        """The provider of a way; None for cash, and for ways that do not work here."""
        return self._known.get(method)

    async def close(self) -> None:
        """Give the connections back."""
        for close in self._closing:
            await close()


def open_providers(settings: Settings, sessions: Sessions) -> Providers:
    """One after the other: each opens only with its keys, or outside production with its sandbox.

    What a sandbox remembers it keeps through `sessions`.
    """
    wallets, close_wallets = open_wallets(settings)
    known: list[Provider] = [*wallets]
    closing: list[Close] = [*close_wallets]
    account = bank_account(settings)
    if account is not None:
        known.append(VietQrTransfer(account))
    card = open_stripe(settings, sessions)
    if card is not None:
        known.append(card)
        closing.append(card.close)
    return Providers(known, closing)
