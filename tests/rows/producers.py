"""Rows of producers: applying, review, members, profile, closing times; and opening an account."""

from sqlalchemy import select

from shop.producers.models import MemberRole, RegistrationPaper
from tests.make import producers
from tests.rows.kinds import ASKERS, IN, Row, anyone, only, signed_in

KEY = {"Idempotency-Key": "matrix-{fresh}"}


def applicant(**request):
    """The buyer has applied; for everybody else there is no such application."""
    return Row(dict.fromkeys(ASKERS, 404) | {"guest": 401, "buyer": IN}, **request)


def nobody(**request):
    """What does not exist, for people who are signed in."""
    return Row(dict.fromkeys(ASKERS, 404) | {"guest": 401}, **request)


AT = "/api/v1/producers"
MEMBERS = ("producer", "admin")
OFFICE = ("officer", "admin")
API = {
    f"POST {AT}/registrations": signed_in(body={"claim": "{producer}"}, headers=KEY),
    f"GET {AT}/registrations": signed_in(),
    f"GET {AT}/registrations/{{registration_id}}": applicant(),
    f"POST {AT}/registrations/{{registration_id}}/documents": applicant(query="?filename=giay.pdf"),
    f"PUT {AT}/registrations/{{registration_id}}/papers/{{paper_kind}}": applicant(body={"number": "0101234567"}),
    f"POST {AT}/registrations/{{registration_id}}/submit": applicant(),
    f"POST {AT}/registrations/{{registration_id}}/withdraw": applicant(),
    f"GET {AT}/review": only(*OFFICE),
    f"POST {AT}/review/{{registration_id}}": only(*OFFICE, body={"decision": "approve", "version": 1}),
    f"POST {AT}/review/{{registration_id}}/papers/{{paper_kind}}": only(*OFFICE, body={"accept": True, "version": 1}),
    f"GET {AT}/{{slug}}/members": only(*MEMBERS),
    f"PUT {AT}/{{slug}}/members/{{member_id}}": only(*MEMBERS, body={"role": "viewer"}),
    f"DELETE {AT}/{{slug}}/members/{{member_id}}": only(*MEMBERS),
    f"POST {AT}/{{slug}}/invitations": only(*MEMBERS, body={"email": "moi@chomay.test"}),
    f"DELETE {AT}/{{slug}}/invitations/{{invitation_id}}": only(*MEMBERS),
    f"POST {AT}/invitations/accept": nobody(body={"token": "x" * 43}),
    f"PUT {AT}/{{slug}}/tax-code": only(*MEMBERS, "officer", body={"tax_code": "0101234567", "reason": "Theo giấy"}),
    f"GET {AT}/{{slug}}/closures": anyone(),
    f"POST {AT}/{{slug}}/closures": only(
        *MEMBERS, body={"from_on": "2999-01-01", "until_on": "2999-01-02", "reason": "Nghỉ Tết"}
    ),
    f"DELETE {AT}/{{slug}}/closures/{{closure_id}}": only(*MEMBERS),
}
PAGES = {
    "GET /dang-ky": anyone(),
    "POST /dang-ky": anyone(form=True, body={"name": ""}),
    "GET /chu-the": signed_in(),
    "GET /chu-the/dang-ky": signed_in(query="?q=che"),
    "POST /chu-the/dang-ky": signed_in(form=True, body={"name": "Chè lam"}),
    "GET /chu-the/dang-ky/{registration_id}": applicant(),
    "POST /chu-the/dang-ky/{registration_id}": applicant(form=True, body={"act": "submit"}),
    "POST /chu-the/dang-ky/{registration_id}/giay/{paper_kind}": applicant(form=True, body={"number": "0101234567"}),
    "GET /chu-the/loi-moi": anyone(),
    "POST /chu-the/loi-moi": signed_in(form=True, body={}),
    "GET /chu-the/{slug}": only(*MEMBERS),
    "GET /chu-the/{slug}/giay-to": only(*MEMBERS),
    "GET /chu-the/{slug}/thanh-vien": only(*MEMBERS),
    "POST /chu-the/{slug}/thanh-vien": only(*MEMBERS, form=True, body={"act": "invite", "email": "x"}),
    "GET /chu-the/{slug}/ho-so": only(*MEMBERS),
    "POST /chu-the/{slug}/ho-so": only(*MEMBERS, form=True, body={"act": "profile", "about_vi": "Chè"}),
    "GET /chu-the-ocop/{slug}": anyone(),
    "GET /van-phong/chu-the": only(*OFFICE, query="?q=che"),
    "GET /van-phong/chu-the/{producer_slug}": only(*OFFICE),
    "POST /van-phong/chu-the/{producer_slug}": only(*OFFICE, form=True, body={"act": "suspend"}),
}
API["GET /chu-the/tai-lieu/{document_id}"] = nobody()  # who opens it stands in tests/producers/test_documents.py


async def names(session, world):
    """An application of the buyer's, and a closing time and an invitation of the producer's."""
    other = await producers.producer(session, name="Hợp tác xã Mây tre")
    registration = await producers.registration(session, other, world.people["buyer"])
    paper = await session.scalar(
        select(RegistrationPaper).where(RegistrationPaper.registration_id == registration.id).limit(1)
    )
    closure = await producers.closure(session, world.producer, first=400, last=410)
    invitation = await producers.invitation(
        session, world.producer, world.people["producer"], "duoc-moi@chomay.test", MemberRole.EDITOR
    )
    return {
        "registration_id": str(registration.id),
        "paper_kind": paper.kind.value,
        "member_id": str(world.people["producer"].id),
        "invitation_id": str(invitation.id),
        "closure_id": str(closure.id),
        "document_id": "01890000-0000-7000-8000-000000000000",
        "producer_slug": world.producer.slug,
    }
