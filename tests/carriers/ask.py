"""What the tests give to carriers: two communes, a parcel, and gateways over answers written by hand or the sandbox."""

import json
from uuid import uuid4

import httpx

from shop.carriers.carrier import Area, Consignment, LabelOrder, Party
from shop.carriers.ghn_gateway import Ghn
from shop.carriers.ghtk_gateway import Ghtk
from shop.carriers.sandbox.api import KEY, make_sandbox
from shop.carriers.viettelpost_gateway import ViettelPost
from shop.carriers.wire import Wire

BASE = "https://carrier.test"
SECRET = "what the carrier was told"
HOAN_KIEM = Area(
    province_code="201",
    district_code="1489",
    ward_code="1442",
    province="Hà Nội",
    district="Hoàn Kiếm",
    ward="Hàng Bạc",
)
GIA_LAM = Area(
    province_code="201", district_code="1703", ward_code="1451", province="Hà Nội", district="Gia Lâm", ward="Bát Tràng"
)
POTS = Consignment(origin=GIA_LAM, target=HOAN_KIEM, weight_g=1500, value=500_000, cash=530_000, fragile=True)


def label_order(service, consignment=POTS) -> LabelOrder:
    """A parcel of pots."""
    return LabelOrder(
        reference=uuid4(),
        service=service,
        consignment=consignment,
        sender=Party(name="HTX Bát Tràng", phone="+84912000111", line="Xóm 5"),
        receiver=Party(name="Lê Thị Lan", phone="+84912000222", line="12 Hàng Bạc"),
        contents="2 bát gốm men lam",
    )


def gateways(transport, token=KEY):
    """The three over one transport."""
    wire = Wire(httpx.AsyncClient(transport=transport), BASE)
    return [
        Ghn(wire, token=token, shop_id="77", secret=SECRET),
        Ghtk(wire, token=token, partner="S77", secret=SECRET),
        ViettelPost(wire, user="htx", password=token, secret=SECRET),
    ]


def sandboxed(token=KEY):
    """The three against a sandbox of their own."""
    return gateways(httpx.ASGITransport(make_sandbox()), token)


class Scripted:
    """A carrier that gives answers written by hand, path by path, and keeps what it was asked."""

    def __init__(self, answers):
        self.answers = answers
        self.asked = []

    def __call__(self, request):
        self.asked.append(request)
        answer = self.answers[request.url.path]
        status, body = answer if isinstance(answer, tuple) else (200, answer)
        return httpx.Response(status, content=body if isinstance(body, str) else json.dumps(body))

    def body(self, at):
        """The JSON of a request."""
        return json.loads(self.asked[at].content)


def scripted(answers):
    """The three over hand-written answers, and the script that remembers."""
    script = Scripted(answers)
    return script, *gateways(httpx.MockTransport(script), "a-token")
