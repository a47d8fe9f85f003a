"""Who may call what: a row for every route, and the world the rows speak of.

Rows stand here and, by area, in tests/rows/*.py: `API`, `PAGES` and, where addresses need it, `async def
names(session, world)`: the values of their parameters.
"""

import importlib
import pkgutil
from types import SimpleNamespace
from uuid import uuid4

from shop.accounts.sign_in import open_session, session_terms
from shop.core.actor import Actor, Role
from shop.http.cookies import SESSION_COOKIE
from shop.notifications.models import Channel, Notice
from shop.places.models import PlaceStaff
from tests import rows
from tests.make import accounts, catalog, livestream, orders, producers
from tests.make.orders import CONTACT
from tests.rows.kinds import ASKERS, IN, Row, anyone, at_counter, only, owner, signed_in

KEY = {"Idempotency-Key": "matrix-{fresh}"}
ORDER = {
    "lines": [{"variant": "{variant_id}", "quantity": 1}],
    "contact": CONTACT,
    "delivery": {"method": "pickup", "sales_point": "{place}"},
    "payment": "cod",
    "expected_total": 250_000,
}

API = {
    "POST /api/v1/auth/sign-in": Row(
        dict.fromkeys(ASKERS, 401), body={"login": "nobody@chomay.test", "password": "wrong password"}
    ),
    "POST /api/v1/auth/sign-out": anyone(),
    "GET /api/v1/me": signed_in(),
    "GET /api/v1/regions": anyone(query="?q=Ba"),
    "POST /api/v1/producers/{slug}/suspend": only("officer", body={"reason": "Tạm ngừng để kiểm tra"}),
    "POST /api/v1/producers/{slug}/reinstate": only("officer", body={"reason": "Đã kiểm tra xong"}),
    "GET /api/v1/certificates/{code}": anyone(),
    "POST /api/v1/certificates/{code}/revoke": only("officer", body={"reason": "Không còn đạt chuẩn"}),
    "GET /api/v1/sales-points": anyone(query="?near=21.03,105.85"),
    "GET /api/v1/sales-points/{slug}": anyone(),
    "GET /api/v1/products": anyone(query="?q=gom&stars=4&limit=5"),
    "GET /api/v1/products/{slug}": anyone(),
    "POST /api/v1/carts": anyone(body={"lines": [{"variant": "{variant_id}", "quantity": 1}]}),
    "GET /api/v1/carts/{cart_id}": anyone(),
    "PUT /api/v1/carts/{cart_id}/lines/{variant_id}": anyone(body={"quantity": 1}),
    "DELETE /api/v1/carts/{cart_id}/lines/{variant_id}": anyone(),
    "POST /api/v1/carts/{cart_id}/quote": anyone(body={"delivery": {"method": "ship", "address": "12 Hàng Gai"}}),
    "POST /api/v1/orders": anyone(body=ORDER, headers=KEY),
    "GET /api/v1/orders/{code}": owner("buyer"),
    "POST /api/v1/orders/{code}/cancel": owner("buyer"),
    "GET /api/v1/sales-points/{slug}/orders": only("staff", "admin"),
    "POST /api/v1/orders/{code}/pack": at_counter("staff", "admin"),
    "POST /api/v1/orders/{code}/hand-over": at_counter("staff", "admin", body={"pickup_code": "000000"}),
    "POST /api/v1/orders/{code}/ship": at_counter("staff", "admin"),
    "POST /api/v1/orders/{code}/deliver": at_counter("staff", "admin"),
    "POST /api/v1/orders/{code}/refuse": at_counter("staff", "admin", body={"reason": ""}),
    "GET /api/v1/markets": anyone(),
    "GET /api/v1/markets/{slug}": anyone(),
    "GET /api/v1/sessions/{slug}": anyone(),
    "GET /api/v1/sessions/{slug}/snapshot": anyone(),
    "GET /api/v1/sessions/{slug}/token": anyone(),
    "GET /api/v1/sessions/{slug}/events": Row(
        dict.fromkeys(ASKERS, IN), skipped="the stream has no end; tests/livestream/test_stream.py reads it"
    ),
    "POST /api/v1/sessions/{slug}/start": only("host", "admin"),
    "POST /api/v1/sessions/{slug}/end": only("host", "admin"),
    "POST /api/v1/sessions/{slug}/seen": only("host", "admin"),
    "POST /api/v1/sessions/{slug}/pin": only("host", "admin", body={"variant": "{variant_id}"}),
    "POST /api/v1/sessions/{slug}/unpin": only("host", "admin", body={"variant": "{variant_id}"}),
    "GET /api/v1/sessions/{slug}/orders": only("host", "admin"),
    "POST /api/v1/sessions/{slug}/comments": anyone(
        body={"text": "Còn màu xanh không?", "client_id": "matrix-{fresh}", "name": "Lan"}
    ),
    "POST /api/v1/sessions/{slug}/orders": anyone(
        body={"variant": "{variant_id}", "quantity": 1, "contact": CONTACT}, headers=KEY
    ),
    "GET /api/v1/notices": signed_in(),
    "POST /api/v1/notices/{notice_id}/read": Row(dict.fromkeys(ASKERS, 404) | {"guest": 401, "buyer": IN}),
    "GET /health/live": anyone(),
    "GET /health/ready": anyone(),
    "GET /schema": anyone(),
    "GET /schema/openapi.json": anyone(),
    "GET /schema/{path}": Row(dict.fromkeys(ASKERS, 404)),
    "GET /static/{name}": anyone(),
}

PAGES = {  # each stands a second time under /en
    "GET /": anyone(),
    "GET /san-pham": anyone(query="?q=gom"),
    "GET /san-pham/{slug}": anyone(),
    "GET /xac-thuc": anyone(),
    "GET /xac-thuc/{code}": anyone(),
    "GET /gio-hang": anyone(),
    "POST /gio-hang/them": anyone(form=True, body={"variant": "{variant_id}", "quantity": "1"}),
    "POST /gio-hang/dong": anyone(form=True, body={"variant": "{variant_id}", "quantity": "1"}),
    "GET /thanh-toan": anyone(),
    "POST /thanh-toan": anyone(form=True, body={"name": "Lan"}),
    "GET /don-hang/{code}": owner("buyer"),
    "POST /don-hang/{code}/huy": owner("buyer"),
    "GET /diem-ban": anyone(),
    "GET /diem-ban/{slug}": anyone(),
    "GET /cho-dem": anyone(),
    "GET /cho-dem/{slug}": anyone(),
    "GET /phien/{slug}": anyone(),
    "POST /phien/{slug}/binh-luan": anyone(form=True, body={"text": "Còn không?", "client_id": "page-{fresh}"}),
    "POST /phien/{slug}/mua": anyone(form=True, body={"variant": "{variant_id}", "quantity": "1"}),
    "GET /phien/{slug}/dieu-khien": only("host", "admin"),
    "POST /phien/{slug}/dieu-khien": only("host", "admin", form=True, body={"action": "end"}),
    "GET /toi": anyone(),
    "GET /quay": only("staff", "other_staff", "admin"),
    "POST /quay/{code}/{act}": at_counter("staff", "admin", form=True, body={}),
    "GET /dang-nhap": anyone(),
    "POST /dang-nhap": Row(dict.fromkeys(ASKERS, 401), form=True, body={"login": "nobody@x.vn", "password": "wrong"}),
    "POST /dang-xuat": anyone(form=True, body={}),
    "GET /loi": anyone(),
}


def english(route):
    """The address of a page's English twin."""
    method, path = route.split(" ")
    return f"{method} /en{path}".removesuffix("/")


AREAS = [importlib.import_module(f"tests.rows.{found.name}") for found in pkgutil.iter_modules(rows.__path__)]
for area in AREAS:
    API |= getattr(area, "API", {})
    PAGES |= getattr(area, "PAGES", {})
ROWS = API | PAGES | {english(route): row for route, row in PAGES.items()}


async def make_world(session, settings):
    """One of everything the rows name, and a cookie for each asker."""
    stall = await livestream.stall(session, stock=500)
    other_place = await catalog.place(session, "diem-khac")
    people = {
        "buyer": await accounts.person(session),
        "stranger": await accounts.person(session),
        "producer": await accounts.person(session, Role.PRODUCER),
        "other_producer": await accounts.person(session, Role.PRODUCER),
        "host": stall.host,
        "other_host": await accounts.person(session, Role.HOST),
        "staff": await accounts.person(session, Role.STAFF),
        "other_staff": await accounts.person(session, Role.STAFF),
        "officer": await accounts.person(session, Role.OFFICER),
        "admin": await accounts.person(session, Role.ADMIN),
    }
    session.add(PlaceStaff(place_id=stall.place.id, person_id=people["staff"].id))
    session.add(PlaceStaff(place_id=other_place.id, person_id=people["other_staff"].id))
    await session.flush()
    tokens = {name: await open_session(session, each.id, session_terms(settings)) for name, each in people.items()}
    await producers.producer(session, members=[people["other_producer"]])
    own = await producers.producer(session, members=[people["producer"]])
    return SimpleNamespace(stall=stall, people=people, tokens=tokens, producer=own)


async def names_of_areas(session, world):
    """What the addresses of tests/rows need."""
    found = {}
    for area in AREAS:
        if hasattr(area, "names"):
            found |= await area.names(session, world)
    return found


async def notice_of(session, person):
    """Something this person was told."""
    notice = Notice(
        event_id=uuid4(),
        channel=Channel.IN_APP,
        reader=f"person:{person.id}",
        person_id=person.id,
        locale="vi",
        subject="Đơn của bạn",
        body_text="Đã nhận",
    )
    session.add(notice)
    await session.flush()
    return notice


async def order_of(session, world):
    """A fresh order of the buyer, picked up at the stall's place."""
    goods = SimpleNamespace(
        variant_id=world.stall.variants[0].id, price=world.stall.variants[0].price, point=world.stall.place.slug
    )
    buyer = Actor(person_id=world.people["buyer"].id, roles=frozenset({Role.CONSUMER}))
    return await orders.placed(session, goods, actor=buyer)


def cookie_of(world, asker):
    """The headers with which `asker` calls."""
    own = {"origin": "https://chomay.test"}
    return own if asker == "guest" else own | {"cookie": f"{SESSION_COOKIE}={world.tokens[asker]}"}


def filled(template, names):
    """`template` with its `{names}` filled in, however deep they stand."""
    if isinstance(template, dict):
        return {filled(key, names): filled(value, names) for key, value in template.items()}
    if isinstance(template, list):
        return [filled(value, names) for value in template]
    if not isinstance(template, str):
        return template
    return template.replace("{fresh}", uuid4().hex).format_map(names)
