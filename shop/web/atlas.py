"""The map of Hà Nội, drawn by us: today's communes as circles of their area, sales points as dots. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
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
_RING = 9.0  # how far dots that would cover each other are put apart

Spot = tuple[float, float]  # latitude, longitude


class Sheet:
    """A flat sheet over the box of some spots: what lies inside is drawn to scale, north up."""

    def __init__(self, spots: Iterable[Spot]) -> None:
        found = list(spots) or list(RIVER)
        self._north, self._west = max(lat for lat, _ in found), min(lon for _, lon in found)
        south, east = min(lat for lat, _ in found), max(lon for _, lon in found)
        tall, wide = (self._north - south) * _LAT_KM or 1, (east - self._west) * _LON_KM or 1
        self.scale = min((WIDTH - 2 * PLAIN) / wide, (HEIGHT - 2 * PLAIN) / tall)  # units a kilometre

    def put(self, spot: Spot) -> Spot:
        """Where a spot stands on the sheet (x, y)."""
        x = PLAIN + (spot[1] - self._west) * _LON_KM * self.scale
        y = PLAIN + (self._north - spot[0]) * _LAT_KM * self.scale
        return round(x, 1), round(y, 1)

    def holds(self, spot: Spot) -> bool:
        """Whether a spot lies on the sheet."""
        x, y = self.put(spot)
        return 0 <= x <= WIDTH and 0 <= y <= HEIGHT


UnitSpot = tuple[str, Spot, float | None, bool]  # name, centre, area in km², whether a point stands there
PointSpot = tuple[str, str, Spot, bool, bool]  # slug, name, where, exactly so, with stock


def draw_atlas(units: Sequence[UnitSpot], points: Sequence[PointSpot]) -> Atlas | None:
    """Draw units and the points among them; None where there is no point.

    Dots at one spot are put around it, so that each can be seen and pressed.
    """
    if not points:
        return None
    sheet = Sheet([centre for _, centre, _, _ in units] or [spot for _, _, spot, _, _ in points])
    drawn = [point for point in points if sheet.holds(point[2])]
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
