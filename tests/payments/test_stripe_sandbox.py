"""The played Stripe and Stripe's own client agree: shapes, cards, keys, refusals."""

import asyncio

import pytest
import stripe

from tests.payments.played import ASKS, DECLINED, OK, POOR, fresh_key, gateway, official

SEVENTY = {"amount": 70_000, "currency": "vnd"}


@pytest.fixture
def api(nested_sessions):
    return official(gateway(nested_sessions))


def card(number):
    return {"payment_method_data": {"type": "card", "card": {"number": number}}}


async def _made(api, **more):
    return await api.payment_intents.create_async({**SEVENTY, **more})


async def test_an_intent_is_the_clients_own_type_and_goes_its_way(api):
    made = await _made(api, metadata={"order": "CM-1"})
    paid = await api.payment_intents.confirm_async(made.id, card(OK))
    read = await api.payment_intents.retrieve_async(made.id)

    assert isinstance(made, stripe.PaymentIntent)
    assert (made.status, made.amount, made.currency, made.livemode) == ("requires_payment_method", 70_000, "vnd", False)
    assert made.metadata["order"] == "CM-1"
    assert made.client_secret.startswith(f"{made.id}_secret_")
    assert (paid.status, paid.amount_received) == ("succeeded", 70_000)
    assert read.latest_charge == paid.latest_charge


@pytest.mark.parametrize(
    ("number", "code", "decline"),
    [
        (DECLINED, "card_declined", "generic_decline"),
        (POOR, "card_declined", "insufficient_funds"),
        ("4000000000000069", "expired_card", None),
        ("4000000000000127", "incorrect_cvc", None),
        ("4242424242424241", "incorrect_number", None),
        ("4111111111111111", "card_declined", "test_mode_live_card"),
    ],
)
async def test_cards_are_declined_in_stripes_words(api, number, code, decline):
    made = await _made(api)

    with pytest.raises(stripe.CardError) as refused:
        await api.payment_intents.confirm_async(made.id, card(number))

    assert (refused.value.http_status, refused.value.code) == (402, code)
    assert refused.value.error.decline_code == decline
    assert refused.value.request_id.startswith("req_")
    again = await api.payment_intents.retrieve_async(made.id)
    assert (again.status, again.last_payment_error.code) == ("requires_payment_method", code)
    assert (await api.payment_intents.confirm_async(made.id, card(OK))).status == "succeeded"


async def test_a_card_that_asks_sends_the_browser_to_the_bank(api):
    made = await _made(api)

    asked = await api.payment_intents.confirm_async(made.id, {**card(ASKS), "return_url": "https://chomay.test/x"})

    assert asked.status == "requires_action"
    assert asked.next_action.redirect_to_url.url == f"https://chomay.test/the-thu/{made.id}/xac-thuc"
    assert asked.next_action.redirect_to_url.return_url == "https://chomay.test/x"


async def test_held_money_is_captured_once_or_let_go(api):
    taken, let_go = [await _made(api, capture_method="manual") for _ in range(2)]
    for one in (taken, let_go):
        held = await api.payment_intents.confirm_async(one.id, card(OK))
        assert (held.status, held.amount_capturable) == ("requires_capture", 70_000)

    captured = await api.payment_intents.capture_async(taken.id, {"amount_to_capture": 60_000})
    cancelled = await api.payment_intents.cancel_async(let_go.id)

    assert (captured.status, captured.amount_received) == ("succeeded", 60_000)
    assert cancelled.status == "canceled"
    for step in (api.payment_intents.capture_async, api.payment_intents.cancel_async):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            await step(taken.id)
        assert refused.value.code == "payment_intent_unexpected_state"


async def test_a_key_has_one_effect_and_one_answer(api):
    key = {"idempotency_key": fresh_key()}

    first = await api.payment_intents.create_async(SEVENTY, key)
    again = await api.payment_intents.create_async(SEVENTY, key)

    assert again.id == first.id
    assert again.last_response.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.last_response.headers
    with pytest.raises(stripe.IdempotencyError) as refused:
        await api.payment_intents.create_async({**SEVENTY, "amount": 70_001}, key)
    assert refused.value.http_status == 400
    assert len((await api.payment_intents.list_async()).data) == 1


async def test_a_declined_card_is_answered_again_with_its_key(api):
    made, key = await _made(api), {"idempotency_key": fresh_key()}

    for _ in range(2):
        with pytest.raises(stripe.CardError):
            await api.payment_intents.confirm_async(made.id, card(DECLINED), key)

    kinds = [event.type for event in (await api.events.list_async()).data]
    assert kinds.count("payment_intent.payment_failed") == 1


async def test_twins_with_one_key_make_one_intent(sessions):
    api, key = official(gateway(sessions)), {"idempotency_key": fresh_key()}

    made = await asyncio.gather(*(api.payment_intents.create_async(SEVENTY, key) for _ in range(8)))

    assert len({one.id for one in made}) == 1


async def test_refunds_are_parts_and_never_more_than_was_taken(api):
    made = await _made(api)
    await api.payment_intents.confirm_async(made.id, card(OK))

    part = await api.refunds.create_async({"payment_intent": made.id, "amount": 50_000})
    with pytest.raises(stripe.InvalidRequestError):
        await api.refunds.create_async({"payment_intent": made.id, "amount": 20_001})
    rest = await api.refunds.create_async({"payment_intent": made.id})
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await api.refunds.create_async({"payment_intent": made.id})

    assert isinstance(part, stripe.Refund)
    assert (part.status, part.amount, rest.amount) == ("succeeded", 50_000, 20_000)
    assert refused.value.code == "charge_already_refunded"
    assert [one.id for one in (await api.refunds.list_async()).data] == [rest.id, part.id]
    assert (await api.refunds.retrieve_async(part.id)).payment_intent == made.id


async def test_events_are_read_page_by_page_in_the_clients_types(api):
    made = await _made(api)
    await api.payment_intents.confirm_async(made.id, card(OK))

    pages, after = [], {}
    while True:
        page = await api.events.list_async({"limit": 1, **after})
        pages += page.data
        if not page.has_more:
            break
        after = {"starting_after": page.data[-1].id}

    assert [event.type for event in pages] == [
        "payment_intent.succeeded",
        "charge.succeeded",
        "payment_intent.created",
    ]
    assert isinstance(pages[0].data.object, stripe.PaymentIntent)
    assert (await api.events.retrieve_async(pages[0].id)).data.object.amount_received == 70_000


async def test_producers_are_paid_by_transfers(api):
    account = await api.accounts.create_async({"type": "express", "country": "VN"})

    sent = await api.transfers.create_async({"amount": 9_000, "currency": "vnd", "destination": account.id})

    assert isinstance(sent, stripe.Transfer)
    assert (await api.transfers.retrieve_async(sent.id)).destination == account.id


@pytest.mark.parametrize(
    "params",
    [
        {"amount": 0, "currency": "vnd"},
        {"amount": 100_000_000, "currency": "vnd"},
        {"amount": "12.5", "currency": "vnd"},
        {"amount": 70_000},
        {"amount": 70_000, "currency": "usd"},
        {"amount": 70_000, "currency": "vnd", "capture_method": "perhaps"},
        {"amount": 70_000, "currency": "vnd", "metadata": "flat"},
    ],
)
async def test_wrong_parameters_are_refused_as_stripe_does(api, params):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await api.payment_intents.create_async(params)

    assert refused.value.http_status == 400


async def test_strangers_and_unknown_names_are_refused(nested_sessions, api):
    with pytest.raises(stripe.InvalidRequestError) as missing:
        await api.payment_intents.retrieve_async("pi_nothing")
    assert (missing.value.http_status, missing.value.code) == (404, "resource_missing")
    api._requestor._options.api_key = "sk_test_other"
    with pytest.raises(stripe.AuthenticationError):
        await api.payment_intents.list_async()
