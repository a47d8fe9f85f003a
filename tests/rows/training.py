"""Rows of training: everybody's own, and the programme office's."""

from sqlalchemy import select

from shop.training.models import IdentityState, Licence
from tests.make import accounts, training
from tests.rows.kinds import ASKERS, IN, Row, anyone, only, signed_in

OFFICE = ("officer", "admin")
AT = "/api/v1/office/training"
COURSE = {
    "title_vi": "Khóa {fresh}",
    "title_en": "Course {fresh}",
    "organiser": "Văn phòng",
    "hours": 8,
    "attendance_percent": 80,
}
SESSION = {
    "course": "{course_slug}",
    "days": ["2026-12-01"],
    "online": False,
    "venue": "12 Hàng Gai",
    "trainer": "Mai",
    "capacity": 30,
}
NOT_THERE = Row(dict.fromkeys(ASKERS, 404) | {"guest": 401})  # they have no seat, and submitted no paper
PAPER = {"document": "vneid", "document_end": "4821"}

API = {
    "GET /api/v1/training/courses": anyone(),
    "GET /api/v1/training/figures": anyone(),
    "GET /api/v1/training/mine": signed_in(),
    "POST /api/v1/training/sessions/{session_id}/enrolment": signed_in(body={"organisation": "HTX"}),
    "DELETE /api/v1/training/sessions/{session_id}/enrolment": NOT_THERE,
    "DELETE /api/v1/training/identity": Row(NOT_THERE.expect | {"host": IN}),  # they have one
    "PUT /api/v1/training/identity": signed_in(body=PAPER),
    f"POST {AT}/courses": only(*OFFICE, body=COURSE),
    f"GET {AT}/sessions": only(*OFFICE),
    f"POST {AT}/sessions": only(*OFFICE, body=SESSION),
    f"GET {AT}/sessions/{{session_id}}": only(*OFFICE),
    f"POST {AT}/sessions/{{session_id}}/learners": only(*OFFICE, body={"login": "nobody@chomay.test"}),
    f"PUT {AT}/sessions/{{session_id}}/attendance": only(*OFFICE, body={"day": "2026-12-01", "present": []}),
    f"POST {AT}/sessions/{{session_id}}/finish": only(*OFFICE),
    f"GET {AT}/licences": only(*OFFICE, query="?q=Lan"),
    f"POST {AT}/licences/{{licence_id}}/revoke": only(*OFFICE, body={"reason": "Quảng cáo sai"}),
    f"GET {AT}/identities": only(*OFFICE),
    f"POST {AT}/identities/{{person_id}}/decision": only(*OFFICE, body={"verdict": "verify", "version": 1}),
}
PAGES = {
    "GET /toi/dao-tao": signed_in(),
    "POST /toi/dao-tao": signed_in(form=True, body={"act": "submit"}),
    "GET /van-phong/dao-tao": only(*OFFICE),
    "POST /van-phong/dao-tao": only(*OFFICE, form=True, body={"act": "course"}),
    "GET /van-phong/dao-tao/hoc-vien.csv": only(*OFFICE),
    "GET /van-phong/dao-tao/lop/{session_id}": only(*OFFICE),
    "POST /van-phong/dao-tao/lop/{session_id}": only(*OFFICE, form=True, body={"act": "finish"}),
    "GET /van-phong/dao-tao/lop/{session_id}/hoc-vien.csv": only(*OFFICE),
    "GET /van-phong/dao-tao/len-song": only(*OFFICE, query="?q=Lan"),
    "POST /van-phong/dao-tao/len-song": only(*OFFICE, form=True, body={"act": "licence"}),
}


async def names(session, world):
    """A session to come, a host's licence, and somebody whose identity waits."""
    course = await training.course(session)
    held = await training.course_session(session, of=course)
    host = await accounts.person(session)
    await training.verified(session, host, state=IdentityState.SUBMITTED)
    licence = await session.scalar(select(Licence.id).where(Licence.person_id == world.stall.host.id))
    ids = {"session_id": str(held.id), "licence_id": str(licence), "person_id": str(host.id)}
    return ids | {"course_slug": course.slug}
