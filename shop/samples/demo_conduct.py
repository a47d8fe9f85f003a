"""Sample hosts accept the first rules of livestreams, and sample herbal goods have their advertising confirmed."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.catalog.models import Product
from shop.certification.models import ProductGroup, RegisteredProduct
from shop.conduct.models import AdConfirmation, LivestreamRules, RulesAcceptance
from shop.conduct.rules import HERBAL
from shop.core.clock import today
from shop.samples.demo_market import STALLS
from shop.samples.write import add_rows

LASTS = timedelta(days=730)
ISSUER = "Sở Y tế (giấy mẫu)"


async def add_conduct(session: AsyncSession) -> None:
    """Add what is missing. A version the office wrote is the hosts' own to accept. Safe to repeat."""
    rules = await session.scalars(select(LivestreamRules.id).where(LivestreamRules.written_by.is_(None)))
    hosts = await session.scalars(select(Person.id).where(Person.email.in_([stall.host for stall in STALLS])))
    people = hosts.all()
    accepted = [{"rules_id": each, "person_id": host} for each in rules for host in people]
    await add_rows(session, RulesAcceptance, accepted)
    herbal = await session.execute(
        select(Product.id, Product.slug)
        .join(RegisteredProduct, RegisteredProduct.id == Product.registered_product_id)
        .join(ProductGroup, ProductGroup.id == RegisteredProduct.group_id)
        .where(Product.sample, ProductGroup.code == HERBAL)
        .order_by(Product.slug)
    )
    until = await today(session) + LASTS
    papers = [
        {
            "product_id": id_,
            "document_no": f"MAU-{slug[:40]}/XNQC",
            "issuer": ISSUER,
            "valid_until": until,
            "sample": True,
        }
        for id_, slug in herbal
    ]
    await add_rows(session, AdConfirmation, papers)
