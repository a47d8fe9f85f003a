"""Idempotency keys: one effect per key, whoever comes twice and whenever."""

import asyncio
from contextlib import AsyncExitStack

import pytest
from sqlalchemy import select, text

from shop.core.db import short
from shop.core.idempotency import IdempotencyKey, InProgress, KeyReused, claim_key, settle_key

CALL = ("cart-1", "orders.place", "key-12345678")


async def _order(sessions, request=("a", 1), *, fails=False):
    """What a route does: claim, work, settle, in one transaction."""
    async with short(sessions) as session:
        known = await claim_key(session, *CALL, request)
        if known is not None:
            return known
        await asyncio.sleep(0)
        if fails:
            raise RuntimeError("refused")
        await settle_key(session, *CALL, "order-1")
        return "made"


async def test_eight_at_once_have_one_effect(sessions):
    answers = await asyncio.gather(*(_order(sessions) for _ in range(8)))

    assert sorted(answers) == ["made"] + ["order-1"] * 7


async def test_another_body_with_the_same_key_is_refused(sessions):
    await _order(sessions, {"quantity": 1})

    with pytest.raises(KeyReused):
        await _order(sessions, {"quantity": 2})


async def test_the_order_of_fields_does_not_make_another_body(sessions):
    await _order(sessions, {"a": 1, "b": 2})

    assert await _order(sessions, {"b": 2, "a": 1}) == "order-1"


async def test_a_refusal_leaves_the_key_free(sessions):
    with pytest.raises(RuntimeError):
        await _order(sessions, fails=True)

    assert await _order(sessions) == "made"


async def test_a_twin_that_does_not_finish_is_in_progress(sessions):
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(short(sessions))
        assert await claim_key(first, *CALL, "x") is None

        async with sessions() as second:
            await second.execute(text("SET LOCAL lock_timeout = '50ms'"))
            with pytest.raises(InProgress) as refusal:
                await claim_key(second, *CALL, "x")

    assert refusal.value.retry_after == 1


async def test_keys_of_other_scopes_and_routes_are_other_keys(sessions):
    async with short(sessions) as session:
        for scope, route, key in [
            CALL,
            ("cart-2", *CALL[1:]),
            (CALL[0], "orders.cancel", CALL[2]),
            (*CALL[:2], "key-other"),
        ]:
            assert await claim_key(session, scope, route, key, "x") is None

        assert len((await session.scalars(select(IdempotencyKey.id))).all()) == 4
