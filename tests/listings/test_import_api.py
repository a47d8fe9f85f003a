"""Imports as programs ask for them: the file is the body, the report has codes, goods come back as they went."""

import pytest

from shop.core.sheets import read_rows
from shop.listings.import_columns import Column
from shop.listings.import_work import work_import
from tests.bad import assert_problem
from tests.make import accounts
from tests.make import imports as make


@pytest.fixture
async def own(client, session):
    """A producer whose owner is signed in."""
    one = await make.maker(session, products=3)
    await accounts.signed_in(client, one.owner)
    return one


def at(one, rest="/imports"):
    return f"/api/v1/producers/{one.producer.slug}{rest}"


async def ask(client, one, content, query="?filename=hang.csv"):
    return await client.post(at(one) + query, content=content, headers={"content-type": "application/octet-stream"})


async def test_from_a_check_to_the_goods_and_back(client, nested_sessions, own):
    rows = [*make.goods(own, 3), {Column.SKU: "X", Column.PRICE: "1.25"}]
    asked = await ask(client, own, make.table(rows))
    again = await ask(client, own, make.table(rows))
    run = asked.json()["id"]
    await work_import(nested_sessions, run)
    report = (await client.get(at(own, f"/imports/{run}"), headers={"accept-language": "vi"})).json()
    applied = await client.post(at(own, f"/imports/{run}/apply"))
    await work_import(nested_sessions, applied.json()["id"])
    done = (await client.get(at(own, f"/imports/{applied.json()['id']}?problems=0"))).json()
    listed = (await client.get(at(own) + "?limit=1")).json()["items"]

    assert [reply.status_code for reply in (asked, again, applied)] == [202] * 3
    assert again.json()["id"] == run
    assert report["run"]["state"] == "checked"
    assert [(one["row"], one["column"], one["code"]) for one in report["problems"]] == [
        (5, "Giá (đồng)", "price_unclear")
    ]
    assert "Ghi số đồng nguyên" in report["problems"][0]["message"]
    assert (done["run"]["state"], done["run"]["created"], done["problems"]) == ("done", 3, [])
    assert done["problem_count"] == 1
    assert [one["id"] for one in listed] == [applied.json()["id"]]

    for form in ("csv", "xlsx"):
        goods = await client.get(at(own, f"/goods?format={form}"))
        assert len(list(read_rows(goods.content, f"a.{form}"))) == 4


async def test_what_cannot_be_asked_is_refused_with_a_code(client, session, nested_sessions, own):
    run = await make.ask(session, own, make.table(make.goods(own, 2)))

    assert_problem(await ask(client, own, b""), 422, code="import_file_missing")
    assert_problem(await ask(client, own, b"x", ""), 422, code="validation")
    assert_problem(await client.post(at(own, f"/imports/{run.id}/apply")), 409, code="illegal_move")
    assert_problem(await client.get(at(own, "/goods?format=pdf")), 422, code="validation")
    assert_problem(await ask(client, own, b"A" * 10_100_000), 413)
    await work_import(nested_sessions, run.id)
    for act in ("stop", "resume"):
        assert_problem(await client.post(at(own, f"/imports/{run.id}/{act}")), 409, code="illegal_move")


async def test_a_run_is_stopped_and_resumed_as_often_as_asked(client, session, nested_sessions, own):
    run = await make.ask(session, own, make.table(make.goods(own, 4)))

    stopped = [(await client.post(at(own, f"/imports/{run.id}/stop"))).json()["state"] for _ in range(2)]
    going = [(await client.post(at(own, f"/imports/{run.id}/resume"))).json()["state"] for _ in range(2)]
    ended = await work_import(nested_sessions, run.id)

    assert (stopped, going, ended.created) == (["cancelled"] * 2, ["queued"] * 2, 4)


@pytest.mark.parametrize("name", ["\u202ehàng.csv", "ten\n.csv", "x" * 200])
async def test_a_file_may_be_called_anything(client, own, name):
    reply = await client.post(
        at(own), params={"filename": name}, content=b"sku\n", headers={"content-type": "text/csv"}
    )

    assert reply.status_code == 202
    assert reply.json()["filename"].isprintable()
