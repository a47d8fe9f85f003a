"""Every state and every act over HTTP: what the table allows is done, everything else is a 409 that changes nothing."""

from datetime import date

import pytest
from sqlalchemy import func, select

from shop.certification.models import CertificateHistory, CertificateStatus
from shop.certification.rules import MOVES, RECOGNISED
from shop.core.actor import Role
from tests.make import accounts
from tests.make import certification as make

S = CertificateStatus
REASON = {"reason": "Theo biên bản của hội đồng"}
DECISION = {"stars": 4, "decision_no": "512/QĐ-UBND", "decided_on": "2026-11-02", "issuer_level": "province"}
ACTS = {
    "submit": (S.SUBMITTED, REASON),
    "return": (S.RETURNED, REASON),
    "withdraw": (S.WITHDRAWN, REASON),
    "assess": (S.ASSESSED, REASON),
    "reject": (S.REJECTED, REASON),
    "decide": (S.CERTIFIED, DECISION),
    "revoke": (S.REVOKED, REASON),
    "amend": (None, REASON | {"decision_no": "513/QĐ-UBND"}),  # no move: a certified one stays what it is
}


def may(current, act):
    """Whether the act is allowed; only an assessed dossier is decided, the table's other ways are corrections."""
    if act == "amend":
        return current in RECOGNISED
    return current is S.ASSESSED if act == "decide" else MOVES.allows(current, ACTS[act][0])


@pytest.mark.parametrize("act", list(ACTS))
@pytest.mark.parametrize("current", list(S))
async def test_an_act_is_done_or_refused_by_the_table(client, session, current, act):
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))
    made = await make.grading(session, await make.registered(session), date(2025, 3, 15), status=current)
    to, body = ACTS[act]

    reply = await client.post(f"/api/v1/certificates/{made.code}/{act}", json=body)

    await session.refresh(made)
    lines = await session.scalar(select(func.count()).where(CertificateHistory.certificate_id == made.id))
    if may(current, act):
        assert (reply.status_code, made.status, lines) == (200, to or current, 1)
    else:
        assert (reply.status_code, reply.json()["code"]) == (409, "illegal_move")
        assert reply.headers["content-type"].startswith("application/problem+json")
        assert (made.status, made.version, lines) == (current, 1, 0)
