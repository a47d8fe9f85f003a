"""Administrative units of three periods, and what each became."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.text import fold, slugify
from shop.regions.models import Region, RegionLevel, RegionSuccession
from shop.samples.read import Row, number, rows
from shop.samples.write import add_rows, upsert

KINDS = ("Thị trấn", "Thị xã", "Thành phố", "Phường", "Xã", "Quận", "Huyện", "Tỉnh")
LAST_OF_2021 = date(2024, 12, 31)  # the table of 2021 was in use until then
FIRST_OF_2025 = date(2025, 1, 1)
LAST_DISTRICT_DAY = date(2025, 6, 30)
TODAY_FROM = date(2025, 7, 1)
HANOI_CODE = "01"
RESOLUTION = "Nghị quyết 1656/NQ-UBTVQH15"
KEY = ("level", "code", "valid_from")

Code = str


class Units(msgspec.Struct, kw_only=True):
    """Ids of the loaded units. A written commune is (district, kind, name), all folded."""

    provinces_then: dict[str, UUID]  # folded short name -> unit until 2025-06-30
    provinces_today: dict[str, UUID]
    districts: dict[str, UUID]  # folded short name -> unit
    communes_today: dict[tuple[str, str], UUID]  # (kind, folded short name) -> unit
    successor: dict[tuple[str, str, str], UUID | None]  # written commune -> today's unit, None when not certain


def kind_and_short(name: str, default: str = "Tỉnh") -> tuple[str, str]:
    """The word a unit's name begins with, in lower case, and the rest of the name."""
    for kind in KINDS:
        if name.startswith(kind + " "):
            return kind.lower(), name[len(kind) + 1 :]
    return default.lower(), name


def unit_row(
    level: RegionLevel,
    row: Row,
    parent_id: UUID | None = None,
    *,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> dict[str, Any]:
    """One unit as the table wants it."""
    kind, short = kind_and_short(row["name"])
    return {
        "level": level,
        "code": row["gso_code"],
        "code_alt": row.get("code_alt") or None,
        "name": row["name"],
        "kind": kind,
        "short_name": short,
        "slug": slugify(short),
        "parent_id": parent_id,
        "valid_from": valid_from,
        "valid_to": valid_to,
        "lat": number(row.get("centroid_lat", "")),
        "lon": number(row.get("centroid_lon", "")),
        "area_km2": number(row.get("area_km2", "")),
        "source": row.get("source") or "PyPI vietnam-provinces (GSO)",
    }


async def load_units(session: AsyncSession) -> Units:
    """Write provinces, districts, communes and successions; return the ids that other loaders need."""
    provinces = await upsert(session, Region, _provinces(), KEY)
    then, now = provinces["province", HANOI_CODE, None], provinces["province", HANOI_CODE, TODAY_FROM]
    districts = await upsert(session, Region, _districts(then), KEY)
    communes = await upsert(session, Region, _communes(districts, now), KEY)
    await add_rows(session, RegionSuccession, _successions(communes) + _province_successions(provinces))
    return _units(provinces, districts, communes)


def _provinces() -> list[dict[str, Any]]:
    level = RegionLevel.PROVINCE
    until = [unit_row(level, row, valid_to=LAST_DISTRICT_DAY) for row in rows("provinces_63_until_2025-06-30")]
    return until + [unit_row(level, row, valid_from=TODAY_FROM) for row in rows("provinces_2025")]


def _districts(hanoi: UUID) -> list[dict[str, Any]]:
    return [
        unit_row(RegionLevel.DISTRICT, row, parent_id=hanoi, valid_to=LAST_DISTRICT_DAY)
        for row in rows("districts_hanoi")
    ]


def _communes(districts: dict[tuple[Any, ...], UUID], hanoi: UUID) -> list[dict[str, Any]]:
    level = RegionLevel.COMMUNE
    until_2024 = [
        unit_row(level, row, districts["district", row["district_code"], None], valid_to=LAST_OF_2021)
        for row in rows("communes_hanoi_2021")
    ]
    centres = {row["old_code"]: row for row in rows("communes_hanoi_mapping_2025-07-01")}
    early_2025 = [
        unit_row(
            level,
            row | {"centroid_lat": centres[code]["old_lat"], "centroid_lon": centres[code]["old_lon"]},
            districts["district", row["district_code"], None],
            valid_from=FIRST_OF_2025,
            valid_to=LAST_DISTRICT_DAY,
        )
        for row in rows("communes_hanoi_2025H1")
        if (code := row["gso_code"])
    ]
    today = [unit_row(level, row, hanoi, valid_from=TODAY_FROM) for row in rows("communes_hanoi_2025")]
    return until_2024 + early_2025 + today


def unchanged_2025() -> set[Code]:
    """Codes whose unit of 2021 has the same name in early 2025: only of these it is known that they lived on."""
    before = {row["gso_code"]: fold(row["name"]) for row in rows("communes_hanoi_2021")}
    after = {row["gso_code"]: fold(row["name"]) for row in rows("communes_hanoi_2025H1")}
    return {code for code, name in before.items() if after.get(code) == name}


def _successions(communes: dict[tuple[Any, ...], UUID]) -> list[dict[str, Any]]:
    level = RegionLevel.COMMUNE.value
    kept = [
        {
            "old_id": communes[level, code, None],
            "new_id": communes[level, code, FIRST_OF_2025],
            "divided": False,
            "is_default": True,
            "legal_basis": None,
            "source": "same code and name in the tables of 2021 and of early 2025",
        }
        for code in sorted(unchanged_2025())
    ]
    return kept + [
        {
            "old_id": communes[level, row["old_code"], FIRST_OF_2025],
            "new_id": communes[level, row["new_code"], TODAY_FROM],
            "divided": row["old_unit_divided"] == "1",
            "is_default": row["is_default_new"] == "1",
            "legal_basis": RESOLUTION,
            "source": row["source"],
        }
        for row in rows("communes_hanoi_mapping_2025-07-01")
    ]


def _province_successions(provinces: dict[tuple[Any, ...], UUID]) -> list[dict[str, Any]]:
    level = RegionLevel.PROVINCE.value
    then = {row["gso_code"]: row["name"] for row in rows("provinces_63_until_2025-06-30")}
    now = {row["gso_code"]: row["name"] for row in rows("provinces_2025")}
    return [
        {
            "old_id": provinces[level, code, None],
            "new_id": provinces[level, code, TODAY_FROM],
            "divided": False,
            "is_default": True,
            "legal_basis": None,
            "source": "same code and name in the tables of 63 and of 34 provinces",
        }
        for code, name in then.items()
        if code in now and fold(kind_and_short(name)[1]) == fold(kind_and_short(now[code])[1])
    ]


def _units(
    provinces: dict[tuple[Any, ...], UUID],
    districts: dict[tuple[Any, ...], UUID],
    communes: dict[tuple[Any, ...], UUID],
) -> Units:
    short = {
        (level, row["gso_code"], start): fold(kind_and_short(row["name"])[1])
        for level, name, start in (
            ("province", "provinces_63_until_2025-06-30", None),
            ("province", "provinces_2025", TODAY_FROM),
            ("district", "districts_hanoi", None),
        )
        for row in rows(name)
    }
    return Units(
        provinces_then={short[key]: unit for key, unit in provinces.items() if key[2] is None},
        provinces_today={short[key]: unit for key, unit in provinces.items() if key[2] is not None},
        districts={short[key]: unit for key, unit in districts.items()},
        communes_today={
            _folded(row["name"]): communes["commune", row["gso_code"], TODAY_FROM]
            for row in rows("communes_hanoi_2025")
        },
        successor=_written_communes(communes),
    )


def _written_communes(communes: dict[tuple[Any, ...], UUID]) -> dict[tuple[str, str, str], UUID | None]:
    whole = {
        row["old_code"]: communes["commune", row["new_code"], TODAY_FROM]
        for row in rows("communes_hanoi_mapping_2025-07-01")
        if row["old_unit_divided"] == "0"
    }
    kept = unchanged_2025()
    found: dict[tuple[str, str, str], UUID | None] = {}
    for name in ("communes_hanoi_2025H1", "communes_hanoi_2021"):  # the older table decides: decisions name its units
        for row in rows(name):
            certain = name == "communes_hanoi_2025H1" or row["gso_code"] in kept
            district = fold(kind_and_short(row["district"])[1])
            found[(district, *_folded(row["name"]))] = whole.get(row["gso_code"]) if certain else None
    return found


def _folded(name: str) -> tuple[str, str]:
    kind, short = kind_and_short(name)
    return fold(kind), fold(short)


def written_key(district: str, commune: str) -> tuple[str, str, str]:
    """The key of a commune as a decision writes it: (`Ba Vì`, `xã Vân Hòa`)."""
    return (fold(district), *_folded(commune[:1].upper() + commune[1:]))
