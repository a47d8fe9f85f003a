"""Figures of the register against a recount in Python, over certificates drawn at random."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.certification.figures import UNKNOWN, Axis, register_figures
from shop.certification.models import CertificateStatus, DatePrecision, ProductGroup
from shop.certification.queries import register_counts
from shop.certification.rules import RECOGNISED, cut_short, in_force_window
from shop.regions.models import RegionLevel
from shop.samples.register import load_register
from tests.make import certification as make
from tests.make.regions import region

S = CertificateStatus
FIRST, LAST = date(2019, 1, 1), date(2029, 12, 31)

GRADINGS = st.fixed_dictionaries(
    {
        "product": st.integers(0, 4),
        "status": st.sampled_from([S.CERTIFIED, S.EXPIRING, S.LAPSED, S.RENEWED, S.REVOKED, S.ASSESSED, S.DRAFT]),
        "precision": st.sampled_from([DatePrecision.DAY, DatePrecision.DAY, DatePrecision.YEAR, DatePrecision.NONE]),
        "day": st.dates(FIRST, date(2026, 12, 31)),
        "stars": st.sampled_from([None, 3, 4, 5]),
        "potential": st.booleans(),
        "cut_after": st.integers(0, 1200),
        "sample": st.sampled_from([False, False, False, True]),
    }
)


async def _products(session):
    """Five products: two in one district, one of no known unit, one of an older group."""
    district = await region(session, "Ba Vì", "huyện", RegionLevel.DISTRICT)
    province = await region(session, "Hà Nội", "thành phố", RegionLevel.PROVINCE)
    today = ProductGroup(scheme="148", code="1", slug="thuc-pham", name_vi="Thực phẩm", name_en="Food", source="t")
    session.add(today)
    await session.flush()
    older = ProductGroup(
        scheme="1048", code="1", slug="thuc-pham-1048", name_vi="Thực phẩm", name_en="Food", source="t"
    )
    older.today_id = today.id
    session.add(older)
    await session.flush()
    facts = [
        {"district_id": district.id, "district_written": "Ba Vì", "province_id": province.id, "group_id": today.id},
        {"district_id": district.id, "district_written": "Ba Vì", "province_id": province.id, "group_id": older.id},
        {"district_written": "Huyện Quỳnh Nhai", "province_written": "Sơn La"},
        {"group_id": older.id},
        {},
    ]
    return [await make.registered(session, f"Sản phẩm {at}", **fields) for at, fields in enumerate(facts)]


KEYS = {
    Axis.DISTRICT: ["ba-vi", "ba-vi", "Huyện Quỳnh Nhai", UNKNOWN, UNKNOWN],
    Axis.PROVINCE: ["ha-noi", "ha-noi", "Sơn La", UNKNOWN, UNKNOWN],
    Axis.GROUP: ["thuc-pham", "thuc-pham", UNKNOWN, "thuc-pham", UNKNOWN],
}


async def _written(session, products, drawn):
    one = dict(drawn)
    if one["precision"] is DatePrecision.NONE:
        one["day"] = None
    elif one["precision"] is DatePrecision.YEAR:
        one["day"] = date(one["day"].year, 1, 1)
    one["potential"] = one["potential"] and one["stars"] == 4
    made = await make.grading(
        session,
        products[one["product"]],
        one["day"],
        status=one["status"],
        precision=one["precision"],
        stars=one["stars"],
        potential_five=one["potential"],
        sample=one["sample"],
    )
    one["window"] = in_force_window(one["precision"], one["day"]) if one["status"] in RECOGNISED else None
    if one["window"] and one["status"] in {S.RENEWED, S.REVOKED}:
        one["window"] = cut_short(one["window"], one["day"] + timedelta(days=one["cut_after"]))
        made.in_force_until = one["window"][1]
    one["id"] = made.id
    return one


def _key(one, by):
    if by in KEYS:
        return KEYS[by][one["product"]]
    if by is Axis.YEAR:
        return str(one["day"].year) if one["day"] else UNKNOWN
    return "potential-5" if one["potential"] else str(one["stars"] or UNKNOWN)


def _recount(written, as_of, by):
    """The same by hand: one row after the other."""
    known = [one for one in written if one["status"] in RECOGNISED and not one["sample"]]
    ever = [one for one in known if one["day"] is None or one["day"] <= as_of]
    best = {}
    for one in known:
        if one["window"] and one["window"][0] <= as_of < one["window"][1]:
            rank = (one["stars"] or 0, one["potential"], one["day"], -one["id"].int)
            best.setdefault(one["product"], []).append((rank, one))
    valid = [max(held, key=lambda pair: pair[0])[1] for held in best.values()]
    counted = defaultdict(lambda: [0, set(), 0, set()])
    for one in ever:
        count = counted[_key(one, by)]
        count[0] += 1
        count[1].add(one["product"])
        if one["day"] is not None:
            count[3].add(one["product"])
    for one in valid:
        counted[_key(one, by)][2] += 1
    return {key: (lines, len(all_), held, len(all_ - dated)) for key, (lines, all_, held, dated) in counted.items()}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(GRADINGS, max_size=14), as_of=st.dates(FIRST, LAST), by=st.sampled_from(list(Axis)))
async def test_figures_equal_a_recount(session, drawn, as_of, by):
    async with session.begin_nested() as undone:
        products = await _products(session)
        written = [await _written(session, products, one) for one in drawn]
        await session.flush()

        found = await register_figures(session, as_of, by)

        counted = {
            one.key: (one.count.recognitions, one.count.ever, one.count.valid, one.count.undated)
            for one in found.slices
        }
        assert counted == _recount(written, as_of, by)
        assert found.total.valid == sum(one.count.valid for one in found.slices)
        await undone.rollback()
        session.expunge_all()


@pytest.fixture
async def register(session, warp):
    await warp(session, datetime(2026, 11, 24, 3, tzinfo=UTC))
    await load_register(session)
    return session


async def test_the_published_register_counts_as_it_is_read(register):
    found = await register_figures(register, date(2026, 11, 24), Axis.STARS)

    assert found.total.recognitions == 324
    assert (found.total.ever, found.total.valid) == await register_counts(register)


@pytest.mark.parametrize("by", list(Axis))
async def test_valid_products_add_up_on_every_axis(register, by, max_queries):
    with max_queries(2):
        found = await register_figures(register, date(2021, 12, 31), by)

    assert found.total.valid == sum(one.count.valid for one in found.slices) == 89


async def test_everybody_may_ask_as_of_any_day(client, register):
    reply = await client.get("/api/v1/register/figures", params={"as_of": "2021-12-31", "by": "year"})
    wrong = [await client.get(f"/api/v1/register/figures?{query}") for query in ("as_of=31/12/2021", "by=moon")]

    said = reply.json()
    assert (reply.status_code, said["total"]["valid"], said["as_of"]) == (200, 89, "2021-12-31")
    assert [one.status_code for one in wrong] == [422, 422] or {one.status_code for one in wrong} <= {400, 422}
