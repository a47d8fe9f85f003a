"""Payouts in the office and on a producer's desk; what officers read over the API."""

import re

import pytest

from shop.core.actor import Role
from shop.core.sheets import read_rows
from shop.payouts.propose_account import propose_account
from shop.settlement.models import PayoutState
from tests.make.accounts import person, signed_in
from tests.make.payouts import drafted, payouts, sent, sold, wished, with_account
from tests.make.producers import actor, join, producer

AT = "/van-phong/chi-tra"


@pytest.fixture
async def office(client, session):
    """A client, and two officers who take turns."""
    officers = [await person(session, Role.OFFICER) for _ in range(2)]
    await signed_in(client, officers[0])
    return client, officers


async def _as(client, who):
    client.cookies.clear()
    await signed_in(client, who)


async def _draft(client):
    page = await client.get(AT)
    key = re.search(r'name="request_key" value="([^"]+)"', page.text)[1]
    return await client.post(AT, data={"act": "draft", "request_key": key})


async def _ripe(session, net=300_000):
    """A producer who may be paid under the settings as they are."""
    maker, owner = await with_account(session)
    await sold(session, maker, net, age="8 days")
    return maker, owner


async def test_from_the_draft_to_the_money(office, session):
    client, (_, second) = office
    await _ripe(session)

    made = await _draft(client)
    where = made.headers["location"].partition("?")[0]
    alone = await client.post(where, data={"act": "approve"})
    mine = await client.get(where)
    await _as(client, second)
    approved = await client.post(where, data={"act": "approve"})
    early = await client.get(f"{where}/uy-nhiem-chi.csv")
    went = await client.post(where, data={"act": "send"})
    file = await client.get(f"{where}/uy-nhiem-chi.csv")
    (payout,) = await payouts(session)
    dumb = await client.post(where, data={"act": "paid", "payout": str(payout.id), "reference": "-"})
    paid = await client.post(where, data={"act": "paid", "payout": str(payout.id), "reference": "FT2633"})
    last = await client.get(where)

    assert made.headers["location"].endswith("?done=drafted")
    assert (alone.status_code, "Bạn đã lập đợt này" in mine.text) == (409, True)
    assert approved.headers["location"] == f"{where}?done=approved"
    assert early.status_code == 409
    assert went.headers["location"] == f"{where}?done=sent"
    assert file.headers["content-disposition"].startswith('attachment; filename="chi-tra-')
    assert [row[5] for row in read_rows(file.content)] == ["Số tiền", "300000"]
    assert (dumb.status_code, 'value="-"' in dumb.text) == (422, True)
    assert paid.headers["location"] == f"{where}?done=paid"
    assert "FT2633" in last.text


async def test_all_that_went_is_noted_at_once(office, session):
    client, _ = office
    for name in ("An", "Bình"):
        await with_account(session, 300_000, name=name)
    batch, _ = await sent(session)
    where = f"{AT}/{batch}"

    wordless = await client.post(where, data={"act": "all_paid", "reference": ""})
    noted = await client.post(where, data={"act": "all_paid", "reference": "FT2633"})
    again = await client.post(where, data={"act": "all_paid", "reference": "FT2633"})

    assert (wordless.status_code, 'id="reference"' in wordless.text) == (422, True)
    assert (noted.status_code, again.status_code) == (303, 303)
    assert [(one.state, one.reference) for one in await payouts(session)] == [(PayoutState.PAID, "FT2633")] * 2


async def test_what_failed_is_said_beside_its_payout(office, session):
    client, _ = office
    await with_account(session, 300_000)
    batch, _ = await sent(session)
    (payout,) = await payouts(session)
    where = f"{AT}/{batch}"

    wordless = await client.post(where, data={"act": "failed", "payout": str(payout.id), "reason": "?"})
    failed = await client.post(where, data={"act": "failed", "payout": str(payout.id), "reason": "Sai tên"})
    page = await client.get(where)

    assert (wordless.status_code, f'id="reason-{payout.id}"' in wordless.text) == (422, True)
    assert failed.headers["location"] == f"{where}?done=failed"
    assert "Sai tên" in page.text


async def test_a_draft_is_dropped_by_whoever_made_it(office, session):
    client, _ = office
    await _ripe(session)
    made = await _draft(client)
    where = made.headers["location"].partition("?")[0]

    dropped = await client.post(where, data={"act": "drop"})
    page = await client.get(where)

    assert dropped.headers["location"] == f"{where}?done=dropped"
    assert "Cả đợt đã bị bỏ." in page.text


async def test_without_anybody_to_pay_the_page_says_so(office):
    client, _ = office

    page = await client.get(AT)
    refused = await client.post(AT, data={"act": "draft", "request_key": "a-key-of-mine"})
    keyless = await client.post(AT, data={"act": "draft"})
    nothing = await client.post(AT, data={"act": "nothing"})

    assert "Lập đợt chi" not in page.text
    assert (refused.status_code, keyless.status_code, nothing.status_code) == (409, 422, 422)
    assert "Chưa có chủ thể nào chi trả được" in refused.text


async def test_an_account_goes_from_its_owner_to_the_office(office, session):
    client, (first, _) = office
    maker, owner = await producer(session), await person(session, Role.PRODUCER)
    await join(session, maker, owner)
    here = f"/chu-the/{maker.slug}/tai-khoan-ngan-hang"
    typed = {"bank_bin": "970405", "number": "2200 0001", "holder": "HTX Chè lam", "stripe_account": ""}

    await _as(client, owner)
    wrong = await client.post(here, data=typed | {"number": "1"})
    proposed = await client.post(here, data=typed)
    waits = await client.get(here)
    await _as(client, first)
    seen = await client.get(AT)
    account = re.search(r'name="account" value="([^"]+)"', seen.text)[1]
    confirmed = await client.post(AT, data={"act": "confirm", "account": account})
    await _as(client, owner)
    stands = await client.get(here)

    assert (wrong.status_code, 'id="number-error"' in wrong.text, "HTX Chè lam" in wrong.text) == (422, True, True)
    assert proposed.headers["location"] == f"{here}?done=proposed"
    assert "Văn phòng chưa xác nhận" in waits.text
    assert "22000001" in seen.text
    assert re.search(r'href="/van-phong/chi-tra"[^>]*>.*?>1<', seen.text, re.DOTALL)
    assert confirmed.headers["location"] == f"{AT}?done=confirmed"
    assert "Văn phòng đã xác nhận" in stands.text


async def test_members_who_are_no_owners_see_the_end_of_the_number_alone(client, session):
    maker, _ = await with_account(session, 300_000, number="99887766")
    await sent(session)
    await drafted_again(session, maker)
    viewer = await person(session, Role.PRODUCER)
    await join(session, maker, viewer, "viewer")
    await signed_in(client, viewer)
    here = f"/chu-the/{maker.slug}/tai-khoan-ngan-hang"

    page = await client.get(here)
    refused = await client.post(here, data={"bank_bin": "970405", "number": "22000001", "holder": "Tôi"})

    assert "•••• 7766" in page.text
    assert "99887766" not in page.text
    assert "300.000" in page.text
    assert "400.000" not in page.text
    assert refused.status_code == 403


async def drafted_again(session, maker):
    """Something the office has not decided on, which is nobody else's to see."""
    await sold(session, maker, 400_000)
    await drafted(session)


async def test_officers_read_batches_over_the_api(office, session):
    client, _ = office
    await with_account(session, 300_000, name="An", number="99887766")
    older, _ = await sent(session)
    await with_account(session, 400_000, name="Bình")
    newer, _ = await drafted(session)

    listed = (await client.get("/api/v1/office/payout-batches")).json()["items"]
    after = (await client.get(f"/api/v1/office/payout-batches?after={newer}")).json()["items"]
    one = (await client.get(f"/api/v1/office/payout-batches/{older}")).json()
    none = await client.get("/api/v1/office/payout-batches/01a222fc-cb20-7c93-972a-767a5def7d13")

    assert [(row["id"], row["payouts"], row["amount"]) for row in listed] == [
        (str(newer), 1, 400_000),
        (str(older), 1, 300_000),
    ]
    assert [row["id"] for row in after] == [str(older)]
    assert [(row["account"], row["state"]) for row in one["payouts"]] == [("99887766", "sent")]
    assert (none.status_code, none.json()["code"]) == (404, "payout_batch_unknown")


async def test_officers_read_accounts_to_confirm_over_the_api(office, session):
    client, _ = office
    makers = []
    for number in ("11112222", "33334444"):
        maker, owner = await producer(session), await person(session, Role.PRODUCER)
        await join(session, maker, owner)
        await propose_account(session, actor(owner), maker.id, wished(number=number))
        makers.append(maker)

    listed = (await client.get("/api/v1/office/payout-accounts")).json()["items"]
    after = (await client.get(f"/api/v1/office/payout-accounts?after={listed[0]['id']}")).json()["items"]

    assert [(row["slug"], row["number"]) for row in listed] == [
        (makers[0].slug, "11112222"),
        (makers[1].slug, "33334444"),
    ]
    assert after == listed[1:]


async def test_a_batch_that_is_not_there_is_not_found(office):
    client, _ = office
    where = f"{AT}/01a222fc-cb20-7c93-972a-767a5def7d13"

    assert (await client.get(where)).status_code == 404
    assert (await client.post(where, data={"act": "approve"})).status_code == 404
    assert (await client.get(f"{where}/uy-nhiem-chi.csv")).status_code == 404
