"""Every route, asked by everybody: a route without a row fails, and so does a row without a route."""

from sqlalchemy import select

from shop.app import Resources, build_litestar
from shop.cart.open_cart import open_cart
from shop.cart.rules import Want
from shop.catalog.models import Product
from shop.certification.models import Certificate
from shop.core.actor import GUEST
from shop.core.redis import make_redis
from tests import matrix
from tests.matrix import ROWS
from tests.routes import routes_of
from tests.rows.kinds import ASKERS, IN

FEW = ("guest", "host")  # an English page has the guards of its Vietnamese twin; what is open to all is open to them


def test_every_route_has_a_row_and_every_row_a_route(settings, engine, nested_sessions):
    served = set(routes_of(build_litestar(Resources(settings, engine, nested_sessions, make_redis(settings)))))

    assert sorted(served - set(ROWS)) == [], "these routes have no row in tests/matrix.py"
    assert sorted(set(ROWS) - served) == [], "these rows have no route"


async def test_each_asker_gets_what_the_row_says(client, connection, session, settings):
    world = await matrix.make_world(session, settings)
    names = await names_of(session, world)
    await session.commit()
    wrong = {}

    for route, row in ROWS.items():
        if not row.skipped:
            for asker in FEW if " /en" in route or row.is_alike else ASKERS:
                got = await _ask(client, connection, world, names, route=route, asker=asker)
                if got != row.expect[asker]:
                    wrong[f"{asker}: {route}"] = got

    assert wrong == {}


async def _ask(client, connection, world, names, *, route, asker):
    """Make the request of the row as `asker`; whatever it changes is taken back."""
    row, (method, path) = ROWS[route], route.split(" ")
    of_route = names | {"slug": names.get(noun_of(path), "nothing"), "code": names[f"code of {noun_of(path)}"]}
    before = await connection.begin_nested()
    reply = await client.request(
        method,
        matrix.filled(path + row.query, of_route),
        json=None if row.form else matrix.filled(row.body, of_route),
        data=matrix.filled(row.body, of_route) if row.form else None,
        headers=matrix.cookie_of(world, asker) | matrix.filled(row.headers, of_route),
    )
    await before.rollback()
    client.cookies.clear()
    return _class_of(reply)


def _class_of(reply):
    """What the row calls this answer; a 5xx is told with its body."""
    if reply.status_code >= 500:
        return f"{reply.status_code} {reply.text}"
    return reply.status_code if reply.status_code in {401, 403, 404} else IN


NOUNS = {  # the first word of an address, and what its slug names
    "products": "product",
    "san-pham": "product",
    "sales-points": "place",
    "diem-ban": "place",
    "markets": "market",
    "cho-dem": "market",
    "sessions": "session",
    "phien": "session",
    "video": "session",
    "producers": "producer",
    "chu-the": "producer",
    "chu-the-ocop": "producer",
    "orders": "order",
    "don-hang": "order",
    "quay": "order",
}


def noun_of(path):
    return NOUNS.get(f"{path}/".removeprefix("/en").removeprefix("/api/v1").split("/")[1], "other")


async def names_of(session, world):
    stall, order = world.stall, await matrix.order_of(session, world)
    certificate = await session.scalar(select(Certificate.code).limit(1))
    codes = dict.fromkeys([*NOUNS.values(), "other"], certificate) | {"order": order.code}
    return (
        {f"code of {noun}": code for noun, code in codes.items()}
        | {
            "product": await session.scalar(select(Product.slug).where(Product.id == stall.variants[0].product_id)),
            "place": stall.place.slug,
            "market": stall.market.slug,
            "producer": world.producer.slug,
            "session": stall.live.slug,
            "cart_id": str(await open_cart(session, GUEST, [Want(variant_id=stall.variants[0].id, quantity=1)])),
            "variant_id": str(stall.variants[0].id),
            "notice_id": str((await matrix.notice_of(session, world.people["buyer"])).id),
            "path": "nothing",
            "name": "icons.svg",
            "act": "dong-goi",
        }
        | await matrix.names_of_areas(session, world)
    )
