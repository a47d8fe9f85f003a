"""The sales points as published. Pure."""

from datetime import date
from typing import Any

from shop.core.text import fold, slugify
from shop.places.models import PlaceKind
from shop.samples.graded import YEAR_SIGNS
from shop.samples.read import Row, number
from shop.samples.units import Units, kind_and_short


def point_row(row: Row, units: Units) -> dict[str, Any]:
    """One sales point as the table wants it. No source states a position: it is the centre of the commune."""
    opened = row["opened_on"]
    kind, short = kind_and_short(row["new_unit_2025"])
    return {
        "slug": slugify(row["name"]),
        "kind": PlaceKind.SALES_POINT,
        "name": row["name"],
        "address": row["address"] or None,
        "commune_written": row["commune_or_ward"] or None,
        "district_written": row["district"] or None,
        "commune_id": units.communes_today[fold(kind), fold(short)] if short else None,
        "district_id": units.districts[fold(row["district"])],
        "lat": number(row["lat"] or row["approx_lat"]),
        "lon": number(row["lon"] or row["approx_lon"]),
        "location_exact": bool(row["lat"]),
        "operator": row["operator"] or None,
        "opened_on": date.fromisoformat(opened) if len(opened) > YEAR_SIGNS else None,
        "opened_year": int(opened[:YEAR_SIGNS]) if opened else None,
        "note": row["note"] or None,
        "source_url": row["source_url"] or None,
    }
