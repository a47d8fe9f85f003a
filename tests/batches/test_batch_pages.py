"""A producer's pages of batches: write one down once, correct where it went, recall it, and what its code says then."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from shop.batches.models import Batch
from shop.core.clock import today
from shop.producers.models import MemberRole, Producer
from tests.make import accounts, batches, catalog, places, producers
from tests.web.pages import hidden, look, send


@pytest.fixture
async def own(client, session):
    """A producer with one listed pack, its signed-in editor, and a sales point."""
    product = await catalog.product(session, "Chè lam Thạch Xá", sample=False)
    variant = await catalog.variant_of(session, product)
    producer = await session.get_one(Producer, product.producer_id)
    editor = await accounts.person(session)
    await producers.join(session, producer, editor, MemberRole.EDITOR)
    await accounts.signed_in(client, editor)
    return SimpleNamespace(
        producer=producer,
        variant=variant,
        point=await places.place(session, "Điểm OCOP Hoàng Cầu"),
        day=await today(session),
        path=f"/chu-the/{producer.slug}/lo",
    )


async def form(client, own, **changes):
    """Open the page and fill its form."""
    page = await look(client, own.path)
    usual = {
        "variant": str(own.variant.id),
        "lot": "CL-2711",
        "produced_on": (own.day - timedelta(days=3)).isoformat(),
        "best_before": (own.day + timedelta(days=60)).strftime("%d/%m/%Y"),
        "sales_point": own.point.slug,
        "pieces": "1.200",
        "request_key": hidden(page, "request_key"),
    }
    return usual | changes


def code_of(reply):
    return reply.headers["location"].rsplit("/", 1)[1].partition("?")[0]


async def test_a_batch_is_written_down_once_and_its_code_tells_it(client, session, own):
    fields = await form(client, own)

    sent = [await send(client, own.path, **fields) for _ in range(2)]
    page = await look(client, sent[0].headers["location"])
    verified = await look(client, f"/xac-thuc/{code_of(sent[0])}")

    assert [reply.status_code for reply in sent] == [303, 303]
    assert code_of(sent[0]) == code_of(sent[1])
    assert await session.scalar(select(func.count()).select_from(Batch)) == 1
    assert f"/nhan/{code_of(sent[0])}" in page.text
    assert f"/xac-thuc/{code_of(sent[0])}.svg" in page.text
    for said in ("CL-2711", "Điểm OCOP Hoàng Cầu", "còn hạn dùng", f"{own.day + timedelta(days=60):%d/%m/%Y}"):
        assert said in verified.text
    batch = await session.scalar(select(Batch))
    assert (batch.pieces, batch.place_id) == (1200, own.point.id)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"variant": ""}, "Chọn sản phẩm và quy cách"),
        ({"variant": "x"}, "Chọn sản phẩm và quy cách"),
        ({"variant": "01890000-0000-7000-8000-000000000000"}, "Chọn một quy cách của chủ thể này"),
        ({"lot": " "}, "Nhập số lô"),
        ({"produced_on": "hôm qua"}, "Nhập ngày sản xuất"),
        ({"produced_on": "2999-01-01"}, "không thể ở tương lai"),
        ({"best_before": "01/01/2020"}, "không thể trước ngày sản xuất"),
        ({"best_before": "sang năm"}, "Không đọc được hạn dùng"),
        ({"pieces": "0"}, "Số lượng là số nguyên"),
        ({"pieces": "9" * 12}, "Số lượng là số nguyên"),
        ({"sales_point": "khong-co"}, "Chọn một điểm bán"),
    ],
)
async def test_what_cannot_be_true_is_said_beside_its_field_and_what_was_typed_stays(
    client, session, own, changes, said
):
    reply = await send(client, own.path, **await form(client, own, note="Ghi chú của tôi", **changes))

    assert reply.status_code == 422
    assert said in reply.text
    assert f'href="#{next(iter(changes))}"' in reply.text
    assert "Ghi chú của tôi" in reply.text
    assert await session.scalar(select(func.count()).select_from(Batch)) == 0


async def test_a_lot_stands_once_for_a_pack(client, own):
    first = await send(client, own.path, **await form(client, own))

    again = await send(client, own.path, **await form(client, own, pieces="7"))

    assert (first.status_code, again.status_code) == (303, 409)
    assert "đã có lô mang số CL-2711" in again.text


async def test_a_closed_point_gets_no_batch_and_the_one_on_record_stays(client, session, own):
    made = code_of(await send(client, own.path, **await form(client, own)))
    own.point.closed_from = own.day
    await session.flush()

    refused = await send(client, own.path, **await form(client, own, lot="CL-2"))
    page = await look(client, f"{own.path}/{made}")
    saved = await send(client, f"{own.path}/{made}", act="amend", sales_point=own.point.slug, note="Đã giao đủ")

    assert refused.status_code == 422
    assert "đã đóng cửa" in refused.text
    assert f'value="{own.point.slug}" selected' in page.text
    assert saved.status_code == 303
    batch = await session.scalar(select(Batch))
    await session.refresh(batch)
    assert (batch.place_id, batch.note) == (own.point.id, "Đã giao đủ")


async def test_a_recall_needs_a_reason_happens_once_and_everybody_reads_it(client, session, own):
    made = code_of(await send(client, own.path, **await form(client, own)))
    at = f"{own.path}/{made}"

    replies = [await send(client, at, act="recall", reason=reason) for reason in ("", "Nắp hộp hở", "Lần nữa")]
    page = await look(client, at)
    public = await look(client, f"/xac-thuc/{made}")
    english = await look(client, f"/en/xac-thuc/{made}")
    label = await client.get(f"/nhan/{made}")

    assert [reply.status_code for reply in replies] == [422, 303, 409]
    assert "Viết lý do" in replies[0].text
    assert "đã được thu hồi trước đó" in replies[2].text
    assert 'value="recall"' not in page.text
    assert f"/nhan/{made}" not in page.text
    for shown, said in ((public, "Lô này đã bị thu hồi"), (english, "This batch was recalled"), (page, "Đã thu hồi")):
        assert said in shown.text
        assert "Nắp hộp hở" in shown.text
    assert label.status_code == 409


async def test_the_list_goes_on_and_shows_each_state(client, session, own):
    for age, lasts in ((100, 90), (80, 90), (10, None)):
        await batches.batch(session, own.variant, age=age, lasts=lasts)
    for _ in range(30):
        await batches.batch(session, own.variant)

    first = await look(client, own.path)
    more = first.text.partition("cursor=")[2].partition('"')[0]
    second = await look(client, f"{own.path}?cursor={more}")
    strange = await client.get(f"{own.path}?cursor=abc", headers={"accept": "text/html"})

    assert first.text.count("tag ok") == 30
    for said in ("Quá hạn", "Sắp hết hạn", "Còn hạn"):
        assert said in second.text
    assert strange.status_code == 422


async def test_others_batches_are_not_here_and_viewers_only_look(client, session, own):
    foreign = await batches.batch(
        session, await catalog.variant_of(session, await catalog.product(session, "Khác", producer="Xưởng khác"))
    )
    mine = await batches.batch(session, own.variant)
    viewer = await accounts.person(session)
    await producers.join(session, own.producer, viewer, MemberRole.VIEWER)

    hidden_one = await client.get(f"{own.path}/{foreign.code}")
    garbled = await client.get(f"{own.path}/LO-0000-0000")
    await accounts.signed_in(client, viewer)
    page = await look(client, f"{own.path}/{mine.code}")
    sent = [await send(client, path, act="recall", reason="Thử") for path in (own.path, f"{own.path}/{mine.code}")]

    assert (hidden_one.status_code, garbled.status_code) == (404, 404)
    assert "<form" not in page.text.partition("<main")[2]
    assert [reply.status_code for reply in sent] == [403, 403]


async def test_a_batch_of_many_goods_is_found_by_name_or_sku(client, session, own):
    found = await look(client, f"{own.path}?q=thach xa che")
    by_sku = await look(client, f"{own.path}?q={own.variant.sku}")
    none = await look(client, f"{own.path}?q=%25 gốm")

    assert str(own.variant.id) in found.text
    assert str(own.variant.id) in by_sku.text
    assert "Không có quy cách nào khớp" in none.text
