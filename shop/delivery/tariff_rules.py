"""What our own riders ask inside Hà Nội: bands of distance and weight, dated. Pure.

The amounts are the operator's (a demonstration's, until it sets them): a new tariff is a new row, an old one stays.
"""

from datetime import date
from math import asin, cos, radians, sin, sqrt

import msgspec

from shop.core.money import Dong

_EARTH_KM = 6371.0
MOST_KM = 60.0  # the farthest commune of Hà Nội from its middle
MOST_G = 30_000  # what a motorbike carries


class Tariff(msgspec.Struct, frozen=True, kw_only=True):
    """Bands (up to km, đồng), the weight that is free, and đồng for each kilogram more. In force from a day on."""

    valid_from: date
    bands: tuple[tuple[float, Dong], ...]
    free_g: int
    per_kg: Dong


TARIFFS = (
    Tariff(
        valid_from=date(2025, 7, 1),
        bands=((5, Dong(20_000)), (15, Dong(30_000)), (30, Dong(45_000)), (MOST_KM, Dong(70_000))),
        free_g=3_000,
        per_kg=Dong(4_000),
    ),
)


def tariff_on(day: date) -> Tariff | None:
    """The tariff in force on a day of Hà Nội."""
    return max((one for one in TARIFFS if one.valid_from <= day), key=lambda one: one.valid_from, default=None)


def own_fee(tariff: Tariff, distance_km: float, weight_g: int) -> Dong | None:
    """đồng for one consignment; None: too far or too heavy for our riders."""
    if weight_g > MOST_G:
        return None
    base = next((fee for limit, fee in tariff.bands if distance_km <= limit), None)
    if base is None:
        return None
    more = -(-max(0, weight_g - tariff.free_g) // 1000)
    return Dong(base + more * tariff.per_kg)


def distance_km(lat: float, lon: float, to_lat: float, to_lon: float) -> float:
    """Kilometres as the crow flies."""
    half = sin(radians(to_lat - lat) / 2) ** 2
    half += cos(radians(lat)) * cos(radians(to_lat)) * sin(radians(to_lon - lon) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half))
