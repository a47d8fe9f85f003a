"""Cards: what Stripe tells, and the pages of the played Stripe: who may call what."""

from tests.rows.kinds import ASKERS, Row

NOBODYS = dict.fromkeys(ASKERS, 404)

API = {
    "POST /api/v1/payments/stripe/webhook": Row(
        dict.fromkeys(ASKERS, 403), body={"id": "evt_1"}, headers={"Stripe-Signature": "t=1,v1=00"}
    ),
}
PAGES = {
    "GET /the-thu/{intent}": Row(NOBODYS),
    "POST /the-thu/{intent}": Row(NOBODYS, form=True, body={"number": "4242 4242 4242 4242"}),
    "GET /the-thu/{intent}/xac-thuc": Row(NOBODYS),
    "POST /the-thu/{intent}/xac-thuc": Row(NOBODYS, form=True, body={"answer": "yes"}),
}


async def names(_session, _world):
    """An intent nobody made."""
    return {"intent": "pi_nothing"}
