"""Rows of planned markets: the office's, and everybody's."""

from tests.make import livestream, markets
from tests.make.markets import market_body
from tests.rows.kinds import anyone, only, signed_in

OFFICE = ("officer", "admin")
AT = "/api/v1/office"
OFF = {"reason": "Bão số 9"}
STALL = {
    "title": "Gốm {fresh}",
    "place": "{stall_place}",
    "host": "{stall_host}",
    "starts_at": "2026-12-04T13:30:00Z",
    "ends_at": "2026-12-04T14:00:00Z",
}
SERIES = {"name": "Chợ {fresh}", "first_day": "2026-11-27"}
FESTIVAL = {"name": "Ngày hội {fresh}"}

API = {
    f"POST {AT}/markets": only(*OFFICE, body=market_body()),
    f"PUT {AT}/markets/{{market}}": only(*OFFICE, body=market_body() | {"version": 1}),
    f"POST {AT}/markets/{{market}}/call-off": only(*OFFICE, body=OFF),
    f"POST {AT}/markets/{{market}}/stage": only(*OFFICE, body={"stall": None}),
    f"POST {AT}/markets/{{market}}/stalls": only(*OFFICE, body=STALL),
    f"GET {AT}/stalls/{{stall}}": only(*OFFICE),
    f"PUT {AT}/stalls/{{stall}}": only(*OFFICE, body=STALL | {"version": 1}),
    f"POST {AT}/stalls/{{stall}}/call-off": only(*OFFICE, body=OFF),
    f"PUT {AT}/stalls/{{stall}}/line-up": only(*OFFICE, body={"items": [], "version": 1}),
    f"POST {AT}/market-series": only(*OFFICE, body=SERIES),
    f"POST {AT}/market-series/{{series}}/end": only(*OFFICE, body={"last_day": "2026-12-31"}),
    f"POST {AT}/festivals": only(*OFFICE, body=FESTIVAL),
    f"PUT {AT}/festivals/{{festival}}": only(*OFFICE, body=FESTIVAL | {"version": 1}),
    "GET /api/v1/stalls/mine": signed_in(),
    "GET /api/v1/festivals/{festival}": anyone(),
}
PAGES = {
    "GET /cho-dem/{slug}/lich.ics": anyone(),
    "GET /phien/{slug}/lich.ics": anyone(),
    "GET /ngay-hoi/{festival}": anyone(),
    "GET /toi/gian-hang": signed_in(),
    "GET /van-phong/cho-dem": only(*OFFICE),
    "POST /van-phong/cho-dem": only(*OFFICE, form=True, body={"act": "market"}),
    "GET /van-phong/cho-dem/{market}": only(*OFFICE),
    "POST /van-phong/cho-dem/{market}": only(*OFFICE, form=True, body={"act": "stage"}),
    "GET /van-phong/cho-dem/{market}/gian/{stall}": only(*OFFICE, query="?q=gom"),
    "POST /van-phong/cho-dem/{market}/gian/{stall}": only(*OFFICE, form=True, body={"act": "change"}),
}


async def names(session, world):
    """A stall to come in a market of its own, a series, and a festival."""
    stall = await livestream.stall(session, on_air=False)
    festival = await markets.festival(session, stall.market)
    series = await markets.series(session)
    return {
        "market": stall.market.slug,
        "stall": stall.live.slug,
        "stall_place": stall.place.slug,
        "stall_host": str(world.stall.host.id),
        "series": series.slug,
        "festival": festival.slug,
    }
