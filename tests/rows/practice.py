"""Rows of practice: a rehearsal of the host's next session, and a training run of the host's."""

from tests.make import practice
from tests.make.orders import CONTACT
from tests.rows.kinds import anyone, only, signed_in

LEARNERS = ("host", "other_host", "officer", "admin")
KEY = {"Idempotency-Key": "matrix-{fresh}"}
ORDER = {"variant": "{good_id}", "quantity": 1, "contact": CONTACT}
OFFICE = ("officer", "admin")

API = {
    "POST /api/v1/sessions/{slug}/tap": only("host", "admin"),
    "GET /api/v1/sessions/{slug}/tap/{key}/snapshot": anyone(),
    "POST /api/v1/sessions/{slug}/tap/{key}/seen": anyone(),
    "POST /api/v1/sessions/{slug}/tap/{key}/comments": anyone(body={"text": "Nghe rõ", "client_id": "c-{fresh}"}),
    "POST /api/v1/sessions/{slug}/tap/{key}/orders": anyone(body=ORDER, headers=KEY),
    "POST /api/v1/sessions/{slug}/tap/{key}/acts": only("host", "admin", body={"kind": "greet"}),
    "POST /api/v1/sessions/{slug}/tap/{key}/end": only("host", "admin"),
    "POST /api/v1/practice/runs": only(*LEARNERS, body={"minutes": 5, "speed": 20}, headers=KEY),
    "GET /api/v1/practice/runs": signed_in(),
    "GET /api/v1/practice/runs/{run}/sheet": only("host", *OFFICE),
}
PAGES = {
    "POST /phien/{slug}/tap": only("host", "admin", form=True, body={}),
    "GET /phien/{slug}/tap/{key}": anyone(),
    "POST /phien/{slug}/tap/{key}/binh-luan": anyone(form=True, body={"text": "Nghe rõ", "client_id": "c-{fresh}"}),
    "POST /phien/{slug}/tap/{key}/mua": anyone(form=True, body={"variant": "{good_id}", "request_key": "c-{fresh}"}),
    "GET /phien/{slug}/tap/{key}/dieu-khien": only("host", "admin"),
    "POST /phien/{slug}/tap/{key}/dieu-khien": only("host", "admin", form=True, body={"action": "greet"}),
    "GET /toi/dao-tao/luyen": signed_in(),
    "POST /toi/dao-tao/luyen": signed_in(form=True, body={"level": "1"}),
    "GET /toi/dao-tao/luyen/{run}": only("host", *OFFICE),
    "GET /van-phong/dao-tao/luyen": only(*OFFICE),
}


async def names(session, world):
    """The host's rehearsal of the session, which is over as it is on air, and a training run of theirs."""
    run, good = await practice.rehearsal_of(session, world.stall.live)
    trained, _ = await practice.training_run(session, world.people["host"])
    return {"key": run.key, "good_id": str(good.id), "run": trained.key}
