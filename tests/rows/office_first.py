"""Rows of the office's first page, of sales points with their coverage, and of synonyms."""

from shop.catalog.synonyms import add_synonym
from tests.rows.kinds import anyone, only

OFFICE = ("officer", "admin")
KEY = {"Idempotency-Key": "matrix-{fresh}"}
POINT = {"name": "Điểm {fresh}", "address": "Số 9", "commune": "khong-co"}
API = {
    "GET /api/v1/sales-points/coverage": anyone(),
    "POST /api/v1/sales-points": only(*OFFICE, body=POINT, headers=KEY),
    "PUT /api/v1/sales-points/{slug}": only(*OFFICE, body=POINT | {"version": 1}),
    "GET /api/v1/synonyms": only(*OFFICE, query="?q=nep"),
    "POST /api/v1/synonyms": only(*OFFICE, body={"phrase": "bưởi", "means": "thanh trà"}),
    "DELETE /api/v1/synonyms/{synonym_id}": only(*OFFICE),
}
PAGES = {
    "GET /diem-ban/do-phu": anyone(),
    "GET /diem-ban/do-phu.csv": anyone(),
    "GET /diem-ban.csv": anyone(),
    "GET /van-phong": only(*OFFICE, query="?ngay=2021-12-31"),
    "GET /van-phong/so-lieu.csv": only(*OFFICE),
    "GET /van-phong/so-lieu.xlsx": only(*OFFICE),
    "GET /van-phong/so-lieu-cong-bo.csv": only(*OFFICE),
    "GET /van-phong/diem-ban": only(*OFFICE),
    "GET /van-phong/diem-ban/moi": only(*OFFICE),
    "POST /van-phong/diem-ban/moi": only(*OFFICE, form=True, body={"name": ""}),
    "GET /van-phong/diem-ban/{place_slug}": only(*OFFICE),
    "POST /van-phong/diem-ban/{place_slug}": only(*OFFICE, form=True, body={"name": ""}),
    "GET /van-phong/tu-dong-nghia": only(*OFFICE, query="?thu=nep"),
    "POST /van-phong/tu-dong-nghia": only(*OFFICE, form=True, body={"act": "add", "phrase": "na"}),
}


async def names(session, world):
    """A pair of synonyms, and the stall's sales point."""
    pair = await add_synonym(session, world.people["officer"].id, "nếp cẩm", "nếp than")
    return {"synonym_id": str(pair.id), "place_slug": world.stall.place.slug}
