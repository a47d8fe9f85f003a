"""The map of Hà Nội, drawn by us: today's communes as circles of their area, sales points as dots. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from math import cos, pi, radians, sin, sqrt

from shop.web.views.places import Atlas, AtlasPoint, AtlasUnit

WIDTH, HEIGHT = 420, 470
PLAIN = 16  # around the outermost centre
_LAT_KM = 110.57
_LON_KM = 111.32 * cos(radians(21))
# The Red River from Việt Trì to Phú Xuyên (latitude, longitude), roughly, so that a reader finds north and south.
RIVER = (
    (21.29, 105.40), (21.15, 105.51), (21.13, 105.66), (21.10, 105.80), (21.04, 105.866),
    (20.98, 105.926), (20.88, 105.926), (20.72, 105.975), (20.62, 106.02),
)  # fmt: skip
_LEAST = 5.0  # kilometres
_BESIDE = 0.15  # degrees from the centre of a commune, about 16 km: further off is another province
_RING = 9.0  # how far dots that would cover each other are put apart

Spot = tuple[float, float]  # latitude, longitude


class Sheet:
    """A flat sheet over the box of some spots, at least five kilometres wide: to scale, north up."""

    def __init__(self, spots: Sequence[Spot]) -> None:
        lats, lons = [lat for lat, _ in spots], [lon for _, lon in spots]
        self._middle = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
        tall, wide = (max(lats) - min(lats)) * _LAT_KM, (max(lons) - min(lons)) * _LON_KM
        self.scale = min((WIDTH - 2 * PLAIN) / max(wide, _LEAST), (HEIGHT - 2 * PLAIN) / max(tall, _LEAST))

    def put(self, spot: Spot) -> Spot:
        """Where a spot stands on the sheet (x, y)."""
        x = WIDTH / 2 + (spot[1] - self._middle[1]) * _LON_KM * self.scale
        y = HEIGHT / 2 - (spot[0] - self._middle[0]) * _LAT_KM * self.scale
        return round(x, 1), round(y, 1)


def _among(spot: Spot, centres: Sequence[Spot]) -> bool:
    """Whether a spot lies in the land of these communes, or near it."""
    return not centres or any(max(abs(spot[0] - lat), abs(spot[1] - lon)) < _BESIDE for lat, lon in centres)


UnitSpot = tuple[str, Spot, float | None, bool]  # name, centre, area in km², whether a point stands there
PointSpot = tuple[str, str, Spot, bool, bool]  # slug, name, where, exactly so, with stock


def draw_atlas(units: Sequence[UnitSpot], points: Sequence[PointSpot]) -> Atlas | None:
    """Draw units and the points among them; None where there is no such point.

    Dots at one spot are put around it, so that each can be seen and pressed.
    """
    centres = [centre for _, centre, _, _ in units]
    drawn = [point for point in points if _among(point[2], centres)]
    if not drawn:
        return None
    sheet = Sheet([*centres, *(point[2] for point in drawn)])
    at: defaultdict[Spot, list[str]] = defaultdict(list)
    for slug, _, spot, _, _ in drawn:
        at[sheet.put(spot)].append(slug)
    return Atlas(
        width=WIDTH,
        height=HEIGHT,
        river="M" + " L".join(f"{x:g} {y:g}" for x, y in map(sheet.put, RIVER)) if units else None,
        units=tuple(
            AtlasUnit(
                name=name,
                x=sheet.put(centre)[0],
                y=sheet.put(centre)[1],
                r=round(max(4.0, sqrt((area or 3) / pi) * sheet.scale), 1),
                covered=covered,
            )
            for name, centre, area, covered in units
        ),
        points=tuple(_dot(point, sheet.put(point[2]), at[sheet.put(point[2])]) for point in drawn),
    )


def _dot(point: PointSpot, place: Spot, here: Sequence[str]) -> AtlasPoint:
    slug, name, _, exact, stocked = point
    x, y = place
    if len(here) > 1:
        angle = 2 * pi * here.index(slug) / len(here)
        x, y = round(x + _RING * cos(angle), 1), round(y + _RING * sin(angle), 1)
    return AtlasPoint(slug=slug, name=name, x=x, y=y, exact=exact, stocked=stocked)
