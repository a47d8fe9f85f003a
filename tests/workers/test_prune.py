"""What may go goes; what somebody may still need stays."""

from datetime import timedelta

from sqlalchemy import text

from shop.accounts.prune import prune_sign_ins
from shop.cart.prune import prune_carts
from shop.catalog.change import note_change
from shop.catalog.prune import prune_changes
from shop.core.prune import prune_idempotency, prune_outbox
from shop.listings.prune import prune_imports
from tests.make import imports
from tests.make.accounts import person


async def test_old_events_go_unless_something_is_left_to_do(session, warp):
    for state in ("done_at = shop_now()", "done_at = NULL", "dead_at = shop_now()"):
        event = await session.scalar(
            text(
                "INSERT INTO outbox_event (kind, payload, request_id, relayed_at)"
                " VALUES ('probe', '{}', '-', shop_now()) RETURNING id"
            )
        )
        await session.execute(
            text("INSERT INTO outbox_delivery (event_id, subscriber, queue, attempts) VALUES (:id, 's', 'live', 0)"),
            {"id": event},
        )
        await session.execute(text(f"UPDATE outbox_delivery SET {state} WHERE event_id = :id"), {"id": event})
    young = await prune_outbox(session, 100)
    await warp(session, timedelta(days=8))

    old = await prune_outbox(session, 100)

    assert (young, old) == (0, 1)


async def test_ended_sign_ins_go_and_open_ones_stay(session, warp):
    lan = await person(session)
    for number, (expires, ended) in enumerate([("60 days", None), ("60 days", "0 days"), ("1 day", None)]):
        await session.execute(
            text(
                "INSERT INTO sign_in (id_hash, person_id, expires_at, ended_at) VALUES (:hash, :person,"
                " shop_now() + CAST(CAST(:expires AS text) AS interval),"
                " shop_now() + CAST(CAST(:ended AS text) AS interval))"
            ),
            {"hash": bytes([number]), "person": lan.id, "expires": expires, "ended": ended},
        )
    await warp(session, timedelta(days=35))

    assert await prune_sign_ins(session, 100) == 2
    assert await prune_sign_ins(session, 100) == 0


async def test_baskets_keys_and_changes_go_in_their_time(session, warp):
    await session.execute(text("INSERT INTO cart (ordered) VALUES (true), (false)"))
    await session.execute(
        text("INSERT INTO idempotency_key (scope, route, key, request_hash) VALUES ('guest', 'r', 'k', '')")
    )
    for _ in range(3):
        note_change(session, None, "test")
        await session.flush()

    await warp(session, timedelta(days=8))
    after_a_week = [await prune(session, 100) for prune in (prune_carts, prune_idempotency, prune_changes)]
    await warp(session, timedelta(days=61))

    assert after_a_week == [1, 1, 2]
    assert await prune_carts(session, 100) == 1


async def test_imports_go_ninety_days_after_their_end(session, nested_sessions, warp):
    one = await imports.maker(session)
    await imports.work(nested_sessions, one, imports.table(imports.goods(one, 2)))
    await imports.ask(session, one, b"never worked")
    await warp(session, timedelta(days=80))
    early = await prune_imports(session, 100)
    await warp(session, timedelta(days=91))

    assert (early, await prune_imports(session, 100)) == (0, 1)
