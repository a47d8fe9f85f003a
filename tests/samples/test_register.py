"""The loaded register, counted again from the file by other means."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

from sqlalchemy import func, select, text

import shop.samples
from shop.certification.models import (
    Certificate,
    CertificateHistory,
    CertificateStatus,
    DatePrecision,
    ProductGroup,
    ProgrammeFigure,
    RegisteredProduct,
)
from shop.places.models import Place
from shop.producers.models import Producer
from shop.regions.models import Region, RegionLevel, RegionSuccession
from shop.regions.queries import today_of
from shop.samples.register import load_register

DATA = Path(shop.samples.__file__).parent / "data"


def table(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


ROWS = table("ocop_products")


async def test_each_row_is_a_certificate_with_its_own_stars_and_status(register):
    found = await register.execute(
        select(Certificate.register_row, Certificate.status, Certificate.stars, Certificate.potential_five)
    )
    wanted = {
        line: (
            row["status"],
            {"": None, "potential-5": 4}.get(row["stars"], row["stars"]),
            row["stars"] == "potential-5",
        )
        for line, row in enumerate(ROWS, 2)
    }

    said = {"lapsed": "certified"}  # the register says certified; that its time has passed is the calendar's word
    assert {line: (said.get(status.value, status.value), stars, five) for line, status, stars, five in found} == {
        line: (status, None if stars is None else int(stars), five) for line, (status, stars, five) in wanted.items()
    }


async def test_gradings_of_one_product_are_joined_and_nothing_else(register):
    groups = Counter(
        (row["name"].lower(), row["producer"].lower() or str(line), row["province"]) for line, row in enumerate(ROWS)
    )

    per_product = await register.execute(select(func.count(Certificate.id)).group_by(Certificate.registered_product_id))

    assert Counter(count for (count,) in per_product) == Counter(groups.values())
    assert len(groups) == 440


async def test_a_producer_is_a_name_in_a_province(register):
    wanted = {(row["producer"], row["province"]) for row in ROWS if row["producer"]}

    found = list(await register.execute(select(Producer.name, Producer.province_written)))

    assert sorted(map(tuple, found)) == sorted(wanted)
    unnamed = await register.scalar(
        select(func.count()).select_from(RegisteredProduct).where(RegisteredProduct.producer_id.is_(None))
    )
    assert unnamed == sum(not row["producer"] for row in ROWS)


async def test_assessed_rows_and_undated_ones_have_no_window(register):
    windows = await register.execute(
        select(Certificate.status, Certificate.date_precision, func.count())
        .where(Certificate.in_force_from.is_(None))
        .group_by(Certificate.status, Certificate.date_precision)
    )

    found = {(status, precision): count for status, precision, count in windows}
    assert sum(count for (status, _), count in found.items() if status is CertificateStatus.ASSESSED) == 122
    assert found[CertificateStatus.CERTIFIED, DatePrecision.NONE] == 52
    assert {status for status, precision in found if precision is not DatePrecision.NONE} <= {
        CertificateStatus.ASSESSED
    }


async def test_an_older_name_of_a_group_is_todays(register):
    wanted = sum(row["product_group"] == "Thủ công mỹ nghệ" for row in ROWS)

    found = await register.scalar(
        select(func.count())
        .select_from(Certificate)
        .join(RegisteredProduct, RegisteredProduct.id == Certificate.registered_product_id)
        .join(ProductGroup, ProductGroup.id == RegisteredProduct.group_id)
        .where(ProductGroup.slug == "hang-thu-cong-my-nghe", ProductGroup.scheme == "148")
    )

    assert found == wanted == 80


async def test_units_of_three_periods_stand_side_by_side(register):
    periods = await register.execute(
        select(Region.level, Region.valid_from, func.count()).group_by("level", "valid_from")
    )

    assert {(level.value, start): count for level, start, count in periods} == {
        ("province", None): 63,
        ("province", date(2025, 7, 1)): 34,
        ("district", None): 30,
        ("commune", None): 579,
        ("commune", date(2025, 1, 1)): 526,
        ("commune", date(2025, 7, 1)): 126,
    }


async def test_a_code_is_used_again_with_another_meaning(register):
    named = await register.execute(
        select(Region.valid_to, Region.name).where(Region.level == RegionLevel.COMMUNE, Region.code == "00004")
    )
    then = {row["gso_code"]: row["name"] for row in table("communes_hanoi_2021")}
    now = {row["gso_code"]: row["name"] for row in table("communes_hanoi_2025")}

    assert dict(map(tuple, named))[None] == "Phường Ba Đình"
    assert len(set(now) & set(then)) == 126
    assert sum(now[code] == then[code] for code in now) == 22


async def test_the_slugs_of_todays_communes_are_unique(register):
    slugs = list(
        await register.scalars(
            select(Region.slug).where(Region.level == RegionLevel.COMMUNE, Region.valid_to.is_(None))
        )
    )

    assert len(set(slugs)) == len(slugs) == 126
    assert {"bat-trang", "ba-dinh"} <= set(slugs)


async def test_kinds_come_from_names(register):
    kinds = await register.execute(
        select(Region.kind, func.count())
        .where(Region.level == RegionLevel.COMMUNE, Region.valid_from == date(2025, 7, 1))
        .group_by(Region.kind)
    )

    assert dict(map(tuple, kinds)) == {"phường": 51, "xã": 75}


async def test_divided_units_ask_and_whole_ones_do_not(register):
    divided = {row["old_code"] for row in table("communes_hanoi_mapping_2025-07-01") if row["old_unit_divided"] == "1"}
    old = await register.execute(
        select(Region.id, Region.code).where(Region.level == RegionLevel.COMMUNE, Region.valid_to == date(2025, 6, 30))
    )
    unknown = {code for unit, code in old if await today_of(register, unit) is None}

    assert unknown == divided
    assert len(divided) == 199


async def test_each_divided_unit_has_one_default(register):
    defaults = await register.execute(
        select(func.count().filter(RegionSuccession.is_default)).group_by(RegionSuccession.old_id)
    )

    assert {count for (count,) in defaults} == {1}


async def test_a_product_of_a_divided_commune_stays_without_todays_unit(register):
    divided = {
        (row["old_district"].split(maxsplit=1)[1], row["old_name"]): row["old_unit_divided"] == "1"
        for row in table("communes_hanoi_mapping_2025-07-01")
    }
    found = await register.execute(
        select(
            RegisteredProduct.district_written, RegisteredProduct.commune_written, RegisteredProduct.commune_id
        ).where(RegisteredProduct.commune_written.is_not(None), RegisteredProduct.district_id.is_not(None))
    )

    known = [
        (divided[district, commune[0].upper() + commune[1:]], today is None)
        for district, commune, today in found
        if (district, commune[0].upper() + commune[1:]) in divided
    ]

    assert Counter(known) == {(True, True): known.count((True, True)), (False, False): known.count((False, False))}
    assert min(known.count((True, True)), known.count((False, False))) > 5


async def test_sales_points_keep_what_is_said_and_no_more(register):
    written = table("sales_points")
    found = {place.name: place for place in await register.scalars(select(Place))}

    assert len(found) == 24
    for row in written:
        place = found[row["name"]]
        assert place.location_exact is False
        assert (place.lat is None) == (row["approx_lat"] == "")
        assert (place.commune_id is None) == (row["new_unit_2025"] == "")
        assert str(place.opened_on or place.opened_year or "") == row["opened_on"]


async def test_figures_keep_their_day_and_their_source(register):
    figures = list(await register.scalars(select(ProgrammeFigure)))
    told = [figure.value for figure in figures if figure.metric == "recognised_products"]

    assert len(told) > 1
    assert all(figure.as_of and figure.source for figure in figures)


async def test_nothing_of_the_register_is_a_sample(register):
    for model in (Certificate, Producer, RegisteredProduct, Place):
        assert await register.scalar(select(func.count()).select_from(model).where(model.sample)) == 0


async def test_loading_again_changes_nothing(register, max_queries):
    before = await _fingerprint(register)

    with max_queries(5):
        loaded = await load_register(register)

    assert loaded is False
    assert await _fingerprint(register) == before


async def test_new_files_keep_what_officers_decided(register):
    revoked = await register.scalar(select(Certificate).where(Certificate.register_row == 12))
    revoked.status = CertificateStatus.REVOKED
    await register.execute(text("UPDATE data_load SET digest = 'of other files'"))
    await register.flush()
    ids = await _fingerprint(register)

    assert await load_register(register) is True

    await register.refresh(revoked)
    assert revoked.status is CertificateStatus.REVOKED
    assert await _fingerprint(register) == ids
    assert await register.scalar(select(func.count()).select_from(CertificateHistory)) == 446


LOADED = [
    *("region", "region_succession", "product_group", "producer", "registered_product"),
    *("certificate", "certificate_history", "place", "programme_figure"),
]


async def _fingerprint(session):
    return [
        await session.scalar(text(f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {name} AS t"))
        for name in LOADED
    ]
