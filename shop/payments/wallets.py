"""VNPAY and MoMo as an installation has them: real with their keys, else played by the sandbox."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from config.settings import Settings
from shop.payments.momo_gateway import Momo
from shop.payments.provider import Provider
from shop.payments.vnpay_gateway import VnPay
from shop.payments.wallet_accounts import momo_account, vnpay_account
from shop.payments.wallet_wire import Wire
from shop.payments.wallets_sandbox.api import make_wallets_sandbox

NOTICES = "/api/v1/payments"


def open_wallets(settings: Settings) -> tuple[list[Provider], list[Callable[[], Awaitable[None]]]]:
    """Those that work here, and what gives their connections back."""
    found: list[Provider] = []
    clients: list[httpx.AsyncClient] = []
    vnpay, momo = vnpay_account(settings), momo_account(settings)
    if vnpay is not None:
        clients.append(_client(settings, played=vnpay.played))
        found.append(VnPay(Wire(clients[-1], vnpay.api_url), vnpay))
    if momo is not None:
        notice_url = f"{settings.base_url}{NOTICES}/momo/ipn"
        clients.append(_client(settings, played=momo.played))
        found.append(Momo(Wire(clients[-1], momo.base), momo, notice_url))
    return found, [client.aclose for client in clients]


def _client(settings: Settings, *, played: bool) -> httpx.AsyncClient:
    if not played:
        return httpx.AsyncClient(follow_redirects=False)
    app: Any = make_wallets_sandbox(settings)  # the two frameworks spell ASGI's types differently
    return httpx.AsyncClient(transport=httpx.ASGITransport(app))
