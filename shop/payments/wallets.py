"""VNPAY and MoMo as an installation has them: real with their keys, else played by the sandbox."""

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


def open_wallets(settings: Settings) -> list[Provider]:
    """Those that work here."""
    found: list[Provider] = []
    vnpay, momo = vnpay_account(settings), momo_account(settings)
    if vnpay is not None:
        found.append(VnPay(Wire(_client(settings, played=vnpay.played), vnpay.api_url), vnpay))
    if momo is not None:
        notice_url = f"{settings.base_url}{NOTICES}/momo/ipn"
        found.append(Momo(Wire(_client(settings, played=momo.played), momo.base), momo, notice_url))
    return found


def _client(settings: Settings, *, played: bool) -> httpx.AsyncClient:
    if not played:
        return httpx.AsyncClient(follow_redirects=False)
    app: Any = make_wallets_sandbox(settings)  # the two frameworks spell ASGI's types differently
    return httpx.AsyncClient(transport=httpx.ASGITransport(app))
