"""The accounts at VNPAY and MoMo, from the settings; without keys a sandbox plays them, never in production."""

import msgspec

from config.settings import Settings
from shop.core.ids import keyed_digest

SANDBOX_PATH = "/sandbox/wallets"  # where its pages are served
SANDBOX = "http://sandbox.invalid"  # where it is called; never leaves the process
VNPAY_PAY = "https://pay.vnpay.vn/vpcpay.html"
VNPAY_API = "https://merchant.vnpay.vn/merchant_webapi/api/transaction"
MOMO = "https://payment.momo.vn"


class VnPayAccount(msgspec.Struct, frozen=True, kw_only=True):
    """What VNPAY gave the shop, and its two addresses."""

    tmn_code: str
    secret: str
    pay_url: str
    api_url: str
    played: bool = False


class MomoAccount(msgspec.Struct, frozen=True, kw_only=True):
    """What MoMo gave the shop, and its address."""

    partner_code: str
    access_key: str
    secret: str
    base: str
    played: bool = False


def vnpay_account(settings: Settings) -> VnPayAccount | None:
    """The account at VNPAY; None: it is not to be used here."""
    if settings.vnpay_secret:
        return VnPayAccount(
            tmn_code=settings.vnpay_tmn_code,
            secret=settings.vnpay_secret,
            pay_url=settings.vnpay_url or VNPAY_PAY,
            api_url=settings.vnpay_api_url or VNPAY_API,
        )
    if settings.env == "production":
        return None
    return VnPayAccount(
        tmn_code="CHOMAY01",
        secret=_played_secret(settings, "vnpay"),
        pay_url=f"{SANDBOX_PATH}/vnpay/vpcpay.html",
        api_url=f"{SANDBOX}/vnpay/merchant_webapi/api/transaction",
        played=True,
    )


def momo_account(settings: Settings) -> MomoAccount | None:
    """The account at MoMo; None: it is not to be used here."""
    if settings.momo_secret_key:
        return MomoAccount(
            partner_code=settings.momo_partner_code,
            access_key=settings.momo_access_key,
            secret=settings.momo_secret_key,
            base=(settings.momo_url or MOMO).rstrip("/"),
        )
    if settings.env == "production":
        return None
    return MomoAccount(
        partner_code="CHOMAY",
        access_key="sandbox",
        secret=_played_secret(settings, "momo"),
        base=f"{SANDBOX}/momo",
        played=True,
    )


def _played_secret(settings: Settings, provider: str) -> str:
    """Made of the installation's secret: nobody else signs as our sandbox does."""
    return keyed_digest(settings.secret_key, "wallet-sandbox", provider).hex()[:32]
