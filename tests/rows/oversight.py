"""Rows of the rules of livestreams, complaints, and orders of authorities."""

from shop.oversight.models import Statement
from tests.make import oversight
from tests.rows.kinds import ASKERS, Row, anyone, only, signed_in

OFFICE = ("officer", "admin")
STOP = {"reason": "Theo yêu cầu của cơ quan", "document_no": "12/TMĐT"}
COMPLAINT = {"client_id": "matrix-{fresh}", "kind": "claim", "words": "Nói quá công dụng"}

API = {
    "GET /api/v1/livestream-rules": anyone(),
    "GET /api/v1/livestream-rules/{rules_number}": anyone(),
    "POST /api/v1/livestream-rules/{rules_number}/accept": signed_in(body={}),
    "POST /api/v1/sessions/{slug}/complaints": anyone(body=COMPLAINT),
    "POST /api/v1/sessions/{slug}/stop": only(*OFFICE, body=STOP),
    "GET /api/v1/complaints/{complaint_code}": Row(dict.fromkeys(ASKERS, 404), query="?token=a-wrong-one"),
}
PAGES = {
    "GET /quy-dinh-livestream": anyone(),
    "GET /quy-dinh-livestream/{rules_number}": anyone(),
    "GET /phien/{slug}/khieu-nai": anyone(),
    "POST /phien/{slug}/khieu-nai": anyone(form=True, body=COMPLAINT | {"request_key": "matrix-{fresh}"}),
    "GET /khieu-nai/{complaint_code}": Row(dict.fromkeys(ASKERS, 404)),
    "POST /khieu-nai/{complaint_code}": Row(dict.fromkeys(ASKERS, 404), form=True, body={}),
    "GET /giai-trinh/{statement_id}": only("host", others=404),
    "POST /giai-trinh/{statement_id}": only("host", others=404, form=True, body={"words": "Tôi xin giải trình"}),
    "GET /van-phong/phien": only(*OFFICE),
    "GET /van-phong/phien/{session_slug}": only(*OFFICE),
    "POST /van-phong/phien/{session_slug}": only(*OFFICE, form=True, body={"action": "slow", "seconds": "0"}),
    "POST /van-phong/phien/{session_slug}/ho-so": only(*OFFICE, form=True, body={}),
    "GET /van-phong/khieu-nai": only(*OFFICE),
    "GET /van-phong/khieu-nai/bao-cao.csv": only(*OFFICE),
    "GET /van-phong/khieu-nai/{complaint_code}": only(*OFFICE),
    "POST /van-phong/khieu-nai/{complaint_code}": only(*OFFICE, form=True, body={"act": "take"}),
    "GET /van-phong/yeu-cau-go": only(*OFFICE),
    "POST /van-phong/yeu-cau-go": only(*OFFICE, form=True, body={"act": "carry"}),
    "GET /van-phong/quy-dinh": only(*OFFICE),
    "POST /van-phong/quy-dinh": only(*OFFICE, form=True, body={"act": "save"}),
    "GET /van-phong/giay-quang-cao": only(*OFFICE),
    "POST /van-phong/giay-quang-cao": only(*OFFICE, form=True, body={"act": "add"}),
}


async def names(session, world):
    """A published version, a complaint about the stall, and what its host is asked about it."""
    await oversight.rules(session)
    complaint = await oversight.complaint(session, world.stall)
    asked = Statement(complaint_id=complaint.id, person_id=world.stall.host.id, question="Anh chị đã nói gì?")
    session.add(asked)
    await session.flush()
    return {
        "rules_number": "1",
        "complaint_code": complaint.code,
        "statement_id": str(asked.id),
        "session_slug": world.stall.live.slug,
    }
