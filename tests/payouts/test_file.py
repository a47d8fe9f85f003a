"""The file for the bank: these bytes, and the same ones every time."""

import pytest

from shop.core.sheets import read_rows
from shop.payouts.errors import PayoutBatchUnapproved
from shop.payouts.mark import mark_failed, mark_paid
from shop.payouts.send_file import bank_file, send_batch
from shop.settlement.models import PayoutState
from tests.make.payouts import approved, payouts, sent, with_account


async def test_a_row_for_each_transfer_as_banks_want_it(session):
    await with_account(session, 300_000, name="An", number="0011 2233", holder="Hợp tác xã Đồng Tiến")
    await with_account(session, 1_250_000, name="Bình", number="99887766", holder="Nguyễn Thị Ánh")
    batch, _ = await sent(session)
    first, second = await payouts(session)

    content = await bank_file(session, batch)

    memos = [f"CHO MAY {one.code.replace('-', '')}" for one in (first, second)]
    assert content.decode("utf-8-sig").split("\r\n") == [
        "STT,Số tài khoản,Tên người hưởng,Mã ngân hàng (BIN),Ngân hàng,Số tiền,Nội dung",
        f"1,00112233,HOP TAC XA DONG TIEN,970405,Agribank,300000,{memos[0]}",
        f"2,99887766,NGUYEN THI ANH,970405,Agribank,1250000,{memos[1]}",
        "",
    ]
    assert content.startswith(b"\xef\xbb\xbf")


async def test_the_same_bytes_whatever_became_of_the_payouts(session):
    for name in ("An", "Bình", "Chi"):
        await with_account(session, 300_000, name=name)
    batch, who = await sent(session)
    before = await bank_file(session, batch)
    first, second, _ = await payouts(session)

    await mark_paid(session, who, first.id, "FT1")
    await mark_failed(session, who, second.id, "sai số tài khoản")
    await send_batch(session, who, batch)

    assert await bank_file(session, batch) == before


async def test_nothing_in_it_can_run(session):
    await with_account(session, 300_000, holder="=HYPERLINK(A1)")
    batch, _ = await sent(session)

    content = await bank_file(session, batch)

    assert b",'=HYPERLINK(A1)," in content
    assert list(read_rows(content))[1][2] == "=HYPERLINK(A1)"


async def test_before_it_is_let_go_there_is_none(session):
    await with_account(session, 300_000)
    batch, _ = await approved(session)

    with pytest.raises(PayoutBatchUnapproved):
        await bank_file(session, batch)


async def test_what_stripe_pays_stands_in_no_file(session):
    await with_account(session, 300_000, name="An", stripe_account="acct_1")
    await with_account(session, 400_000, name="Bình")
    batch, who = await approved(session)

    went = await send_batch(session, who, batch)

    assert went == 1
    assert [one.state for one in await payouts(session)] == [PayoutState.APPROVED, PayoutState.SENT]
    assert len(list(read_rows(await bank_file(session, batch)))) == 2
