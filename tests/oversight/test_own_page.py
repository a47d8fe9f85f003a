"""Links of our own go by themselves when the order about them is carried out."""

from uuid import UUID

import pytest
from sqlalchemy import select

from shop.catalog.models import Product
from shop.conduct.models import SessionStop
from shop.core.actor import Role
from shop.core.outbox import OutboxEvent
from shop.livestream.models import Comment
from shop.oversight.events import ReplayForbidden
from shop.oversight.models import Takedown
from shop.oversight.own_page import OwnKind, OwnPage, own_page
from shop.replays.models import Replay, ReplayState
from shop.replays.remove import withdraw_forbidden
from tests.make import accounts, livestream
from tests.make import replays as films
from tests.web.pages import hidden, look, send

HERE = "/van-phong/yeu-cau-go"
BASE = "https://chomay.test"
ONE = UUID("0197a000-0000-7000-8000-000000000001")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (f"{BASE}/san-pham/tra-sen", OwnPage(OwnKind.PRODUCT, "tra-sen")),
        (f"{BASE}/en/san-pham/tra-sen?utm=1", OwnPage(OwnKind.PRODUCT, "tra-sen")),
        ("/phien/gian-tra", OwnPage(OwnKind.SESSION, "gian-tra")),
        (f"{BASE}/phien/gian-tra/", OwnPage(OwnKind.SESSION, "gian-tra")),
        (f"{BASE}/en/phien/gian-tra/xem-lai", OwnPage(OwnKind.REPLAY, "gian-tra")),
        (f"{BASE}/phien/gian-tra#binh-luan-{ONE}", OwnPage(OwnKind.COMMENT, "gian-tra", ONE)),
        (f"{BASE}/phien/gian-tra#binh-luan-1", None),
        ("https://noi-khac.example/phien/gian-tra", None),
        ("//noi-khac.example/phien/gian-tra", None),
        ("https://chomay.test:99/phien/gian-tra", None),
        ("https://[hong/phien/gian-tra", None),
        ("javascript:/phien/gian-tra", None),
        (f"{BASE}/phien/gian-tra/don", None),
        (f"{BASE}/", None),
    ],
)
def test_an_address_says_what_stands_there(address, expected):
    assert own_page(address, BASE) == expected


async def carried(client, session, address):
    """Note an order about a link as an officer, and carry it out twice."""
    client.cookies.clear()
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))
    order = {"kind": "link", "subject": address, "authority": "Cục TMĐT", "document_no": "12/TMĐT"}
    await send(client, HERE, act="note", **order)
    takedown = hidden(await look(client, HERE), "takedown")
    return [await send(client, HERE, act="carry", takedown=takedown, how="Gỡ theo văn bản") for _ in range(2)]


async def test_a_product_named_by_its_link_leaves_the_shelves(client, session):
    stall = await livestream.stall(session)
    product = await session.get(Product, stall.variants[0].product_id)

    done = await carried(client, session, f"{BASE}/san-pham/{product.slug}")

    assert [reply.status_code for reply in done] == [303, 303]
    assert (await session.scalars(select(Product.hidden).where(Product.id == product.id))).one()


async def test_a_session_named_by_its_link_is_stopped_once(client, session):
    stall = await livestream.stall(session)

    done = await carried(client, session, f"{BASE}/phien/{stall.live.slug}")

    stop = (await session.scalars(select(SessionStop))).one()
    assert [reply.status_code for reply in done] == [303, 303]
    assert (stop.session_id, stop.document_no) == (stall.live.id, "12/TMĐT")


async def test_a_comment_named_by_its_link_comes_down_alone(client, session):
    stall = await livestream.stall(session)
    for number, text in enumerate(("Trà này ngon lắm", "Chào cả nhà")):
        said = {"text": text, "client_id": f"comment-{number}"}
        assert (await client.post(f"{stall.path}/comments", json=said)).status_code == 201
    one = (await session.scalars(select(Comment.id).where(Comment.text.startswith("Trà")))).one()

    done = await carried(client, session, f"{BASE}/phien/{stall.live.slug}#binh-luan-{one}")

    down = set(await session.scalars(select(Comment.id).where(Comment.hidden_at.is_not(None))))
    assert [reply.status_code for reply in done] == [303, 303]
    assert down == {one}


async def test_a_replay_named_by_its_link_closes_and_its_session_stands(client, session, settings):
    stall = await films.over(session, settings, filmed=False)
    await films.begun(session, stall.live)

    done = await carried(client, session, f"{BASE}/phien/{stall.live.slug}/xem-lai")
    told = list(await session.scalars(select(OutboxEvent).where(OutboxEvent.kind == ReplayForbidden.kind)))
    for _ in range(2):
        await withdraw_forbidden(session, stall.live.id)

    replay = (await session.scalars(select(Replay).execution_options(populate_existing=True))).one()
    assert [reply.status_code for reply in done] == [303, 303]
    assert len(told) == 1
    assert (replay.state, replay.closed_why) == (ReplayState.REMOVED, "removed by order of the authority")
    assert list(await session.scalars(select(SessionStop))) == []


@pytest.mark.parametrize("path", ["/san-pham/khong-co-gi", "/phien/khong-co-gi", "/phien/khong-co-gi/xem-lai"])
async def test_a_page_of_ours_that_is_not_there_leaves_the_order_open(client, session, path):
    done = await carried(client, session, f"{BASE}{path}")

    takedown = (await session.scalars(select(Takedown).execution_options(populate_existing=True))).one()
    assert {reply.status_code for reply in done} <= {404, 422}
    assert takedown.done_at is None


async def test_a_link_elsewhere_is_noted_as_before(client, session):
    done = await carried(client, session, "https://noi-khac.example/phien/gian-tra")

    takedown = (await session.scalars(select(Takedown).execution_options(populate_existing=True))).one()
    assert [reply.status_code for reply in done] == [303, 303]
    assert takedown.done_note == "Gỡ theo văn bản"
