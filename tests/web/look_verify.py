"""Verification, labels, the register, batches and sales points' office: usual, empty and refused."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from shop.batches.rules import BatchState
from shop.certification.models import CertificateStatus
from shop.certification.rules import Standing
from shop.core.typed_codes import CodeFault
from shop.web import views
from shop.web.pages.register_query import SHOWN
from shop.web.views.register import Choice, Choices, RegisterPage, RegisterRow, UsedFilter
from tests.web.look_frame import Shown, site
from tests.web.look_shop import certificate

LABEL = views.Label(
    code="LO-7F3K-92PM",
    url="https://chomay.example/xac-thuc/LO-7F3K-92PM",
    product="Sữa chua nếp cẩm Trang Viên",
    producer="HTX Đầu tư Nông trại xanh và Phát triển bò Ba Vì",
    stars=4,
    potential_five=True,
    variant="lốc 4 hộp",
    lot="SC-1127",
    produced_on=date(2026, 11, 20),
    best_before=date(2026, 12, 20),
)
OF_CERTIFICATE = views.Label(
    code="OCOP-7F3K-92PM",
    url="https://chomay.example/xac-thuc/OCOP-7F3K-92PM",
    product="Bộ ấm chén gốm sứ chim én hoa sen",
    producer=None,
    stars=5,
    potential_five=False,
    until=date(2028, 6, 26),
)


def batch(state=BatchState.FRESH, **facts) -> views.BatchView:
    usual = {
        "code": "LO-7F3K-92PM",
        "product": "Sữa chua nếp cẩm Trang Viên",
        "product_slug": "sua-chua",
        "variant": "lốc 4 hộp",
        "lot": "SC-1127",
        "produced_on": date(2026, 11, 20),
        "best_before": date(2026, 12, 20),
        "producer": "HTX Đầu tư Nông trại xanh và Phát triển bò Ba Vì",
        "place": "Bát Tràng (1)",
        "place_slug": "bat-trang-1",
        "place_phone": "+84242345678",
    }
    return views.BatchView(state=state, **(usual | facts))


RECALLED = batch(
    BatchState.RECALLED,
    recalled_at=datetime(2026, 11, 26, 3, tzinfo=UTC),
    recall_reason="Nắp hộp hở",
    sample=True,
)
REVOKED = certificate(status=CertificateStatus.REVOKED, in_force=False)


def verify_pages() -> Iterator[Shown]:
    at = site("/xac-thuc/LO-7F3K-92PM")
    for name, shown, cert in (
        ("fresh", batch(), certificate()),
        ("near", batch(BatchState.NEAR_END), certificate()),
        ("past", batch(BatchState.PAST), certificate()),
        ("recalled", RECALLED, certificate()),
        ("uncertified", batch(place=None, place_slug=None, place_phone=None, best_before=None), None),
    ):
        page = views.VerifyPage(site=at, code="LO-7F3K-92PM", batch=shown, certificate=cert, product_slug="sua-chua")
        yield f"verify-batch-{name}", "verify.html", "vi", page
    at = site("/xac-thuc/OCOP-7F3K-92PM")
    for said in (
        "in_force",
        "revoked",
        "expired",
        "renewed",
        "upgraded",
        "regraded",
        "assessed",
        "not_yet",
        "unconfirmed",
    ):
        page = views.VerifyPage(
            site=at,
            code="OCOP-7F3K-92PM",
            certificate=certificate() if said == "in_force" else REVOKED,
            said=said,
            since=date(2026, 3, 1),
            reason="Không còn đạt chuẩn",
            follower="OCOP-5Q2W-37KD" if said == "renewed" else None,
        )
        yield f"verify-said-{said}", "verify.html", "en" if said == "expired" else "vi", page
    for fault in CodeFault:
        page = views.VerifyPage(site=site("/xac-thuc"), code="OCOP-7F3O", fault=fault, signs="O")
        yield f"verify-fault-{fault}", "verify.html", "vi", page
    for size, each in (("a4-24", 24), ("a4-40", 40), ("roll", 1)):
        yield (
            f"labels-{size}",
            "labels.html",
            "vi",
            views.LabelsPage(
                site=site("/nhan/LO-7F3K-92PM"),
                code="LO-7F3K-92PM",
                size=size,
                sizes=("a4-24", "a4-40", "roll"),
                sheets=2,
                most=100,
                label=LABEL if size != "roll" else OF_CERTIFICATE,
                each=each,
            ),
        )
    yield (
        "labels-refused",
        "labels.html",
        "en",
        views.LabelsPage(
            site=site("/nhan/LO-7F3K-92PM"),
            code="LO-7F3K-92PM",
            size="a4-24",
            sizes=("a4-24",),
            sheets=1,
            most=100,
            label=None,
            problem="This batch was recalled: no labels are printed.",
        ),
    )
    yield from register_pages()


def register_pages() -> Iterator[Shown]:
    at = site("/so-dang-ky")
    rows = tuple(
        RegisterRow(
            code=f"OCOP-7F3K-92P{sign}",
            product="Bộ ấm chén gốm sứ chim én hoa sen",
            producer="Công ty TNHH Gốm sứ Quang Vinh" if number else None,
            standing=said,
            stars=None if said is Standing.ASSESSED else 4,
            potential_five=number == 1,
            decision_no="7095/QĐ-UBND" if number else None,
            issuer="UBND thành phố Hà Nội, cấp tỉnh" if number else None,
            issued_on="26/06/2025" if number else None,
            valid_until=date(2028, 6, 26) if number % 2 else None,
            area="xã Bát Tràng, Gia Lâm, Hà Nội" if number else None,
            area_today="Xã Bát Tràng" if number else None,
            source_url="https://example.org/nguon",
            sample=number == 2,
        )
        for number, (said, sign) in enumerate(zip(SHOWN, "23456789A", strict=True))
    )
    selects = (
        Choices(field="year", label="Năm quyết định", options=(Choice(value="2025", label="2025", chosen=True),)),
    )
    figures = {"entries": 446, "recognised": 324, "in_force": 104, "samples": 180}
    yield (
        "register",
        "register.html",
        "vi",
        RegisterPage(
            site=at,
            rows=rows,
            day=date(2026, 11, 27),
            today=True,
            stars=(Choice(value="4", label="4 sao", chosen=True),),
            selects=selects,
            used=(UsedFilter(label="2025", url="/so-dang-ky"),),
            next_url="/so-dang-ky?cursor=abc",
            csv_url="/so-dang-ky.csv",
            xlsx_url="/so-dang-ky.xlsx",
            **figures,
        ),
    )
    yield (
        "register-then",
        "register.html",
        "en",
        RegisterPage(
            site=at,
            rows=(),
            day=date(2021, 12, 20),
            today=False,
            as_of="2021-12-20",
            csv_url="/en/so-dang-ky.csv",
            xlsx_url="/en/so-dang-ky.xlsx",
            **figures,
        ),
    )
    yield (
        "register-refused",
        "register.html",
        "vi",
        RegisterPage(
            site=at,
            rows=(),
            day=date(2026, 11, 27),
            today=True,
            csv_url="/c",
            xlsx_url="/x",
            problem="Trang này không còn. Mở lại danh sách từ đầu.",
            **figures,
        ),
    )
