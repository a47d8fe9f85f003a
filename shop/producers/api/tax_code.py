"""The route of a producer's tax code."""

from typing import Annotated

import msgspec
from litestar import put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.text import Body, Line
from shop.producers.api.shown import SlugPath, known_producer
from shop.producers.set_tax_code import set_tax_code

Written = Annotated[str, Meta(min_length=10, max_length=20, pattern=r"^[0-9 -]+$")]


class TaxCodeBody(Body):
    """10 digits, 10-3 of a branch, or the 12 of a citizen's number. Officers say why."""

    tax_code: Written
    reason: Line = ""


class TaxCodeOut(msgspec.Struct, frozen=True):
    """The producer and the code its invoices name from now on."""

    producer: str
    tax_code: str


@put("/{slug:str}/tax-code", operation_id="setTaxCode", summary="Set a producer's tax code (owners, officers)")
async def tax_code(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[TaxCodeBody],
) -> TaxCodeOut:
    """Set it, or put it right. Safe to repeat."""
    producer = await known_producer(session, slug)
    await set_tax_code(session, actor, producer.id, data.tax_code, reason=data.reason)
    return TaxCodeOut(producer.slug, producer.tax_code or "")


handlers = [tax_code]
