"""Synonyms: kept by officers at addresses and on a page; each way, at once, until taken away."""

from sqlalchemy import select

from shop.catalog.models import CatalogChange, Synonym
from shop.core.actor import Role
from shop.core.audit import AuditEntry
from tests.make import accounts, catalog
from tests.web.pages import look, send

AT, PAGE = "/api/v1/synonyms", "/van-phong/tu-dong-nghia"


async def _officer(client, session):
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))


async def _names(client, words):
    return [one["name"] for one in (await client.get("/api/v1/products", params={"q": words})).json()["items"]]


async def test_a_pair_finds_each_way_until_it_is_taken_away(client, session):
    await catalog.product(session, "Sữa chua nếp cẩm")
    await catalog.product(session, "Rượu nếp than")
    await _officer(client, session)

    before = await _names(client, "nếp than")
    made = await client.post(AT, json={"phrase": "nếp cẩm", "means": "nếp than"})
    twice = await client.post(AT, json={"phrase": "Nếp Than", "means": "nep cam"})
    both = [sorted(await _names(client, words)) for words in ("nếp than", "nep cam")]
    gone = await client.delete(f"{AT}/{made.json()['id']}")
    again = await client.delete(f"{AT}/{made.json()['id']}")

    assert before == ["Rượu nếp than"]
    assert both == [["Rượu nếp than", "Sữa chua nếp cẩm"]] * 2
    assert [made.status_code, twice.status_code, gone.status_code, again.status_code] == [201, 409, 204, 404]
    assert await _names(client, "nếp than") == before
    about = select(AuditEntry.action).where(AuditEntry.subject == made.json()["id"]).order_by(AuditEntry.id)
    acts = (await session.scalars(about)).all()
    assert acts == ["catalog.add_synonym", "catalog.remove_synonym"]
    told = (await session.scalars(select(CatalogChange.reason).where(CatalogChange.reason == "synonyms"))).all()
    assert len(told) == 2  # every process forgets what it kept


async def test_the_page_adds_a_pair_and_takes_it_away(client, session):
    await _officer(client, session)

    added = await send(client, PAGE, act="add", phrase="bưởi", means="thanh trà")
    twice = await send(client, PAGE, act="add", phrase="thanh trà", means="Bưởi")
    row = (await session.scalars(select(Synonym).where(Synonym.phrase == "buoi"))).one()
    removed = await send(client, PAGE, act="remove", synonym=str(row.id))
    late = await send(client, PAGE, act="remove", synonym=str(row.id))

    assert [added.status_code, twice.status_code, removed.status_code, late.status_code] == [303, 409, 303, 404]
    assert 'value="thanh trà"' in twice.text
    assert 'href="#phrase"' in twice.text
    assert 'role="status"' in (await look(client, added.headers["location"])).text


async def test_bad_forms_keep_what_was_typed(client, session):
    await _officer(client, session)

    same = await send(client, PAGE, act="add", phrase="bưởi", means="BUOI")
    long = await send(client, PAGE, act="add", phrase="một hai ba bốn năm", means="x")
    unknown = await send(client, PAGE, act="remove", synonym="x")
    nothing = await send(client, PAGE, act="hack")

    assert [one.status_code for one in (same, long, unknown, nothing)] == [422] * 4
    assert 'value="BUOI"' in same.text


async def test_the_box_shows_what_a_search_becomes(client, session):
    await catalog.product(session, "Rượu nếp than")
    await _officer(client, session)
    await send(client, PAGE, act="add", phrase="nếp cẩm", means="nếp than")

    tried = await look(client, f"{PAGE}?thu=nep+cam")
    slip = await look(client, f"{PAGE}?thu=ruou+nep+thn")
    none = await look(client, f"{PAGE}?thu=!!!")
    listed = await look(client, f"{PAGE}?q=than")

    assert "“nếp than” thay cho “nếp cẩm”" in tried.text
    assert "Rượu nếp than" in tried.text
    assert "Không cặp nào được dùng" in slip.text
    assert "không có từ nào để tìm" in none.text
    assert "1 trên 1 cặp" in listed.text
