"""Addresses where officers read payouts; what is done about them is done on the office's pages."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_role
from shop.core.actor import Role
from shop.payouts.queries import (
    AccountShown,
    BatchShown,
    PayoutShown,
    accounts_to_confirm,
    payout_batch,
    payout_batches,
    payouts_of_batch,
)


class BatchList(msgspec.Struct, frozen=True, kw_only=True):
    """Batches, the newest first."""

    items: list[BatchShown]


class BatchOut(msgspec.Struct, frozen=True, kw_only=True):
    """A batch with its payouts by their numbers; amounts are đồng."""

    batch: BatchShown
    payouts: list[PayoutShown]


class AccountList(msgspec.Struct, frozen=True, kw_only=True):
    """Bank accounts that wait for an officer, the oldest first."""

    items: list[AccountShown]


@get("/payout-batches", operation_id="listPayoutBatches", summary="Batches of payouts (officers)")
async def batches(
    session: NamedDependency[AsyncSession],
    after: Annotated[UUID | None, QueryParameter()] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> BatchList:
    """The newest first; `after` is the id of the last one seen. Dropped payouts are left out of the sums."""
    return BatchList(items=await payout_batches(session, limit=limit, after=after))


@get("/payout-batches/{batch_id:uuid}", operation_id="getPayoutBatch", summary="A batch of payouts (officers)")
async def batch(session: NamedDependency[AsyncSession], batch_id: FromPath[UUID]) -> BatchOut:
    """With all its payouts, at most 500, and where each goes."""
    return BatchOut(batch=await payout_batch(session, batch_id), payouts=await payouts_of_batch(session, batch_id))


@get("/payout-accounts", operation_id="listPayoutAccounts", summary="Bank accounts to confirm (officers)")
async def accounts(
    session: NamedDependency[AsyncSession],
    after: Annotated[UUID | None, QueryParameter()] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> AccountList:
    """Those that producers proposed and nobody has confirmed; `after` is the id of the last one seen."""
    return AccountList(items=await accounts_to_confirm(session, limit=limit, after=after))


routes = [
    Router(
        "/api/v1/office",
        route_handlers=[batches, batch, accounts],
        guards=[require_role(Role.OFFICER, Role.ADMIN)],
        tags=["office"],
    )
]
