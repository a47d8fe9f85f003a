"""The carriers of an installation, from its settings; one without a token is played by the sandbox."""

import time
from collections import OrderedDict
from typing import Any

import httpx

from config.settings import Settings
from shop.carriers import ghn_gateway, ghtk_gateway, viettelpost_gateway
from shop.carriers.carrier import Carrier, Consignment, ServiceFee
from shop.carriers.errors import CarrierUnknown
from shop.carriers.ghn_gateway import Ghn
from shop.carriers.ghtk_gateway import Ghtk
from shop.carriers.models import CarrierName
from shop.carriers.sandbox.api import KEY, make_sandbox
from shop.carriers.viettelpost_gateway import ViettelPost
from shop.carriers.wire import Wire
from shop.core.ids import keyed_digest

SANDBOX = "http://sandbox.invalid"  # never leaves the process
REMEMBERED = 300.0  # seconds a fee is believed without asking again
MOST = 2_000  # fees one process remembers


class Carriers:
    """The carriers one process speaks to, and the fees they told it lately."""

    def __init__(self, settings: Settings) -> None:
        self._client = httpx.AsyncClient(follow_redirects=False)
        self._sandbox: httpx.AsyncClient | None = None
        self._fees: OrderedDict[tuple[CarrierName, Consignment], tuple[float, tuple[ServiceFee, ...]]] = OrderedDict()
        self._known = {carrier.name: carrier for carrier in self._open(settings)}

    def all(self) -> list[Carrier]:
        """Every carrier that works here."""
        return list(self._known.values())

    def get(self, name: str) -> Carrier:
        """The carrier of that name.

        Raises:
            CarrierUnknown: none works here.
        """
        for known, carrier in self._known.items():
            if known.value == name:
                return carrier
        raise CarrierUnknown

    async def fees(self, carrier: Carrier, consignment: Consignment) -> tuple[ServiceFee, ...]:
        """`carrier.fees`, asked at most every few minutes for the same. Raises as it does; refusals are not kept."""
        key = (carrier.name, consignment)
        known = self._fees.get(key)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        asked = await carrier.fees(consignment)
        self._fees.pop(key, None)
        self._fees[key] = (time.monotonic() + REMEMBERED, asked)
        if len(self._fees) > MOST:
            self._fees.popitem(last=False)
        return asked

    async def close(self) -> None:
        """Give the connections back."""
        await self._client.aclose()
        if self._sandbox is not None:
            await self._sandbox.aclose()

    def _open(self, settings: Settings) -> list[Carrier]:
        played = settings.env != "production"
        secrets = {name: callback_secret(settings, name) for name in CarrierName}
        found: list[Carrier] = []
        if settings.ghn_token or played:
            wire, derived = self._wire(settings.ghn_token, settings.ghn_url or ghn_gateway.BASE)
            token, shop = (KEY, "1") if derived else (settings.ghn_token, settings.ghn_shop_id)
            found.append(Ghn(wire, token=token, shop_id=shop, secret=secrets[CarrierName.GHN], derived=derived))
        if settings.ghtk_token or played:
            wire, derived = self._wire(settings.ghtk_token, settings.ghtk_url or ghtk_gateway.BASE)
            token, partner = (KEY, KEY) if derived else (settings.ghtk_token, settings.ghtk_partner)
            found.append(Ghtk(wire, token=token, partner=partner, secret=secrets[CarrierName.GHTK], derived=derived))
        if settings.viettelpost_password or played:
            found.append(self._viettel_post(settings, secrets[CarrierName.VIETTEL_POST]))
        return found

    def _viettel_post(self, settings: Settings, secret: str) -> Carrier:
        base = settings.viettelpost_url or viettelpost_gateway.BASE
        wire, derived = self._wire(settings.viettelpost_password, base)
        user, password = (KEY, KEY) if derived else (settings.viettelpost_user, settings.viettelpost_password)
        return ViettelPost(wire, user=user, password=password, secret=secret, derived=derived)

    def _wire(self, token: str, base: str) -> tuple[Wire, bool]:
        """Where a carrier listens, and whether it is the sandbox."""
        if token:
            return Wire(self._client, base.rstrip("/")), False
        if self._sandbox is None:
            app: Any = make_sandbox()  # the two frameworks spell ASGI's types differently
            self._sandbox = httpx.AsyncClient(transport=httpx.ASGITransport(app))
        return Wire(self._sandbox, SANDBOX), True


def callback_secret(settings: Settings, carrier: CarrierName) -> str:
    """What a carrier must say when it calls, given to it once with our address. Made of the installation's secret."""
    return keyed_digest(settings.secret_key, "carrier-callback", carrier).hex()[:40]
