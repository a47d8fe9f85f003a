"""Officers' acts on certificates and regions: API and pages."""

from shop.certification.models import CertificateStatus
from tests.make import certification, regions
from tests.rows.kinds import ASKERS, Row, anyone, only

OFFICE = ("officer", "admin")
REASON = {"reason": "Hồ sơ đủ theo biên bản"}
DECISION = {"stars": 4, "decision_no": "12/QĐ-UBND", "decided_on": "2026-11-02", "issuer_level": "province"}

API = {
    "GET /api/v1/register/figures": anyone(query="?as_of=2026-11-24&by=district"),
    "GET /api/v1/regions/today": anyone(query="?commune=Xã Vân Hòa&district=Ba Vì"),
    "POST /api/v1/certificates": only(*OFFICE, body={"product": "{graded_product}", **REASON}),
    "POST /api/v1/certificates/{code}/submit": only(*OFFICE, body=REASON),
    "POST /api/v1/certificates/{code}/return": only(*OFFICE, body=REASON),
    "POST /api/v1/certificates/{code}/withdraw": only(*OFFICE, body=REASON),
    "POST /api/v1/certificates/{code}/assess": only(*OFFICE, body=REASON),
    "POST /api/v1/certificates/{code}/reject": only(*OFFICE, body=REASON),
    "POST /api/v1/certificates/{code}/decide": only(*OFFICE, body=DECISION),
    "POST /api/v1/certificates/{code}/revoke": only(*OFFICE, body={"reason": "Không còn đạt chuẩn"}),
    "POST /api/v1/certificates/{code}/amend": only(*OFFICE, body={"decision_no": "13/QĐ-UBND", **REASON}),
}

PAGES = {
    "GET /van-phong/chung-nhan": only(*OFFICE, query="?queue=expiring&q=che"),
    "GET /van-phong/chung-nhan/moi": only(*OFFICE, query="?product={graded_product}"),
    "POST /van-phong/chung-nhan/moi": only(*OFFICE, form=True, body={"product": "{graded_product}", **REASON}),
    "GET /van-phong/chung-nhan/{code}": only(*OFFICE),
    "POST /van-phong/chung-nhan/{code}": only(*OFFICE, form=True, body={"act": "submit", **REASON}),
    "GET /van-phong/don-vi": only(*OFFICE),
    "POST /van-phong/don-vi": only(
        *OFFICE, form=True, body={"act": "answer", "subject": "{asked_id}", "commune": "{unit_id}", **REASON}
    ),
}
API["GET /van-phong/chung-nhan/{code}/van-ban/{digest}"] = Row(  # who gets a paper: tests/certification
    dict.fromkeys(ASKERS, 403) | {"guest": 401, "officer": 404, "admin": 404}
)


async def names(session, world):
    """A product with a dossier, and a unit that was divided."""
    product = await certification.registered(session, commune_written="Xã Cát Quế", district_written="Hoài Đức")
    dossier = await certification.grading(session, product, None, status=CertificateStatus.DRAFT, stars=None)
    unit = await regions.region(session, "Dương Hòa")
    return {
        "graded_product": product.slug,
        "dossier_code": dossier.code,
        "asked_id": str(product.id),
        "unit_id": str(unit.id),
        "digest": "ab" * 32,
    }
