"""The office's pages of certificates and units: usual, empty and refused."""

from collections.abc import Iterator
from datetime import date

from shop.certification.models import CertificateStatus
from shop.certification.rules import Standing
from shop.certification.work_list import Queue
from shop.web import views
from shop.web.views import office_certificates as v
from shop.web.views import office_regions as u
from shop.web.views.console import Console, NavItem
from tests.web.look_frame import NOW, Shown, site

CODE, DIGEST = "OCOP-7F3K-92PM", "ab" * 32
PRODUCT = "Bộ ấm chén gốm sứ chim én hoa sen"
MAKER = "Công ty TNHH Gốm sứ Quang Vinh"
OFFICE = Console(
    title="Văn phòng điều phối chương trình",
    nav=(NavItem(path="/van-phong/chung-nhan", icon="award", label="web.office.nav_certificates", here=True),),
)
FRAME = {"site": site("/van-phong/chung-nhan", person=views.Person(name="An", officer=True)), "console": OFFICE}
OTHERS = (
    v.GradingRow(
        code="OCOP-5Q2W-37KD",
        standing=Standing.EXPIRED,
        stars=4,
        potential_five=True,
        decision_no="7095/QĐ-UBND",
        issued_on="31/12/2019",
        until=date(2022, 12, 31),
    ),
    v.GradingRow(
        code="OCOP-8Q2W-37KD",
        standing=Standing.DRAFT,
        stars=5,
        potential_five=False,
        decision_no=None,
        issued_on=None,
        until=None,
    ),
)
HISTORY = (
    v.StepRow(
        status=CertificateStatus.RENEWED,
        at=NOW,
        actor="Nguyễn Thị Mai",
        reason="512/QĐ-UBND",
        digest=DIGEST,
        document=True,
        successor="OCOP-8Q2W-37KD",
    ),
    v.StepRow(
        status=CertificateStatus.EXPIRING,
        at=NOW,
        actor="Chợ Mây, theo lịch",
        reason=None,
        digest=DIGEST,
        document=False,
        successor=None,
    ),
)


def certificate_pages() -> Iterator[Shown]:
    yield from _lists()
    yield from _ones()
    yield from _gradings()
    yield from _regions()


def _lists() -> Iterator[Shown]:
    tabs = tuple(
        v.QueueTab(key=one.value, path=f"/van-phong/chung-nhan?queue={one.value}", count=3, here=one is Queue.ALL)
        for one in Queue
    )
    rows = tuple(
        v.WorkRow(
            code=f"OCOP-7F3K-92P{sign}",
            product=PRODUCT,
            producer=MAKER if number % 2 else None,
            standing=said,
            stars=4 if number % 3 else None,
            potential_five=number == 1,
            decision_no="7095/QĐ-UBND" if number % 2 else None,
            issued_on="26/06/2025",
            until=date(2028, 6, 26) if number < 6 else None,
            days_left=[45, None, 580][number % 3],
            since=date(2026, 11, 20),
            sample=number == 2,
        )
        for number, (said, sign) in enumerate(zip(Standing, "23456789ABCDEF", strict=True))
    )
    usual = v.OfficeCertificatesPage(
        **FRAME, tabs=tabs, queue="all", rows=rows, count=14, q="gom", next_url="/van-phong/chung-nhan?cursor=x"
    )
    yield "office-certificates", "office_certificates.html", "vi", usual
    quiet = v.OfficeCertificatesPage(**FRAME, tabs=tabs, queue="draft", rows=(), count=0)
    yield "office-certificates-quiet", "office_certificates.html", "en", quiet
    wrong = v.OfficeCertificatesPage(
        **FRAME, tabs=tabs, queue="all", rows=(), count=0, q="zz", problem="Trang này không còn."
    )
    yield "office-certificates-refused", "office_certificates.html", "vi", wrong


def one(status: CertificateStatus, standing: Standing, **facts) -> v.OfficeCertificatePage:
    usual = {
        "code": CODE,
        "version": 3,
        "product": PRODUCT,
        "product_slug": "am-chen",
        "producer": MAKER,
        "producer_slug": "quang-vinh",
        "stars": 4,
        "potential_five": True,
        "until": date(2028, 6, 26),
        "days_left": 580,
        "facts": (("Số quyết định", "7095/QĐ-UBND"), ("Địa phương ghi trong quyết định", "xã Bát Tràng, Gia Lâm")),
        "digest": DIGEST,
        "document": True,
        "history": HISTORY,
        "others": OTHERS,
        "steps": (),
        "acts": (),
        "day_open": True,
        "open_code": None,
        "rules": ("Từ 06/07/2025 (Quyết định 1489/QĐ-TTg): 3 sao cấp tỉnh.",),
    }
    return v.OfficeCertificatePage(**FRAME, **(usual | facts), status=status, standing=standing)


def _ones() -> Iterator[Shown]:
    name = "office_certificate.html"
    running = one(CertificateStatus.CERTIFIED, Standing.IN_FORCE, acts=("amend", "revoke"), done="Đã sửa.", sample=True)
    yield "office-certificate", name, "vi", running
    revoked = one(CertificateStatus.REVOKED, Standing.REVOKED, acts=("amend",), day_open=False, days_left=None)
    yield "office-certificate-revoked", name, "en", revoked
    bare = {"digest": None, "document": False, "history": (), "others": (), "until": None, "days_left": None}
    draft = one(
        CertificateStatus.SUBMITTED,
        Standing.SUBMITTED,
        steps=("assess", "return", "withdraw"),
        wrong="return",
        errors=(views.FieldError(field="reason", message="Ghi lý do."),),
        open_code=CODE,
        producer=None,
        producer_slug=None,
        **bare,
    )
    yield "office-certificate-step", name, "vi", draft
    typed = v.CertificateForm(
        grade="3", decision_no="12/QĐ-UBND", decided_on="2024-01-10", issuer_level="province", document_name="12.pdf"
    )
    scored = one(
        CertificateStatus.ASSESSED,
        Standing.ASSESSED,
        acts=("decide", "reject"),
        wrong="decide",
        form=typed,
        errors=(
            views.FieldError(
                field="issuer_level", message="Ngày 10/01/2024, hạng sao này do UBND cấp huyện quyết định."
            ),
            views.FieldError(field="document", message="Tệp không đọc được."),
        ),
        open_code="OCOP-8Q2W-37KD",
        **bare,
    )
    yield "office-certificate-refused", name, "vi", scored
    stale = one(
        CertificateStatus.ASSESSED, Standing.ASSESSED, acts=("decide", "reject"), problem="Somebody was faster."
    )
    yield "office-certificate-stale", name, "en", stale
    for act, locale in (("decide", "vi"), ("revoke", "en"), ("reject", "vi")):
        page = v.OfficeConfirmPage(
            **FRAME,
            code=CODE,
            product=PRODUCT,
            act=act,
            effects=("OCOP-5Q2W-37KD chuyển thành “Gia hạn bằng bản mới”.",),
            facts=(("Số quyết định", "12/QĐ-UBND"),),
            kept=(("act", act), ("version", "3"), ("reason", "Đủ điểm")),
        )
        yield f"office-confirm-{act}", "office_confirm.html", locale, page


def _gradings() -> Iterator[Shown]:
    name, found = "office_grading.html", v.FoundRow(slug="am-chen", name=PRODUCT, more=MAKER)
    yield "office-grading", name, "vi", v.OfficeGradingPage(**FRAME)
    yield "office-grading-nothing", name, "en", v.OfficeGradingPage(**FRAME, q="zz")
    searched = v.OfficeGradingPage(**FRAME, q="gom", products=(found,), producers=(v.FoundRow(slug="x", name=MAKER),))
    yield "office-grading-found", name, "vi", searched
    again = v.OfficeGradingPage(
        **FRAME, product=found, others=OTHERS, problem="Sản phẩm đang có hồ sơ chưa xong.", open_code="OCOP-8Q2W-37KD"
    )
    yield "office-grading-open", name, "vi", again
    fresh = v.OfficeGradingPage(
        **FRAME,
        producer=v.FoundRow(slug="x", name=MAKER),
        groups=(("thuc-pham", "Thực phẩm"),),
        communes=(("bat-trang", "Xã Bát Tràng"),),
        form=v.GradingForm(name="Chè lam", grade="3"),
        errors=(views.FieldError(field="group", message="Chọn nhóm."),),
    )
    yield "office-grading-new", name, "en", fresh


def _regions() -> Iterator[Shown]:
    was = u.UnitWas(name="Xã Vân Hòa", since=date(2025, 1, 1), until=date(2025, 6, 30))
    option = {"since": date(2025, 7, 1), "was": (was,), "basis": "Nghị quyết 1656/NQ-UBTVQH15", "divided": True}
    options = (
        u.UnitOption(id="u1", name="Xã Yên Bài", likely=True, **option),
        u.UnitOption(id="u2", name="Xã Suối Hai", likely=False, **option),
    )
    row = {"kind": "product", "slug": "sua", "name": "Sữa chua nếp cẩm", "written": "xã Vân Hòa, Ba Vì, Hà Nội"}
    communes = (("u1", "Xã Yên Bài"), ("u2", "Xã Suối Hai"))
    page = u.OfficeRegionsPage(
        **FRAME,
        answered=False,
        waiting=2,
        questions=(
            u.QuestionRow(id="q1", options=options, **row),
            u.QuestionRow(id="q2", options=(), **(row | {"kind": "producer", "name": "HTX Vân Hòa"})),
        ),
        communes=communes,
        next_url="/van-phong/don-vi?cursor=x",
    )
    yield "office-regions", "office_regions.html", "vi", page
    wrong = (
        views.FieldError(field="commune", message="Chọn lại trong danh sách."),
        views.FieldError(field="reason", message="Ghi căn cứ."),
    )
    refused = u.OfficeRegionsPage(
        **FRAME, answered=False, waiting=1, questions=page.questions[:1], communes=communes, wrong="q1", errors=wrong
    )
    yield "office-regions-refused", "office_regions.html", "vi", refused
    answer = {"id": "q1", "kind": "product", "name": "Sữa chua", "written": "xã Vân Hòa", "actor": "Mai", "at": NOW}
    answered = u.OfficeRegionsPage(
        **FRAME,
        answered=True,
        waiting=0,
        answers=(
            u.AnswerRow(
                number=9, commune="Xã Yên Bài", commune_id="u1", was="Xã Suối Hai", reason="Thôn Muỗi", **answer
            ),
            u.AnswerRow(number=8, commune="Xã Suối Hai", commune_id=None, was=None, reason=None, **answer),
        ),
        communes=communes,
        done="The answer is corrected.",
    )
    yield "office-regions-answered", "office_regions.html", "en", answered
    quiet = u.OfficeRegionsPage(**FRAME, answered=False, waiting=0)
    yield "office-regions-quiet", "office_regions.html", "vi", quiet
