"""Rules of livestreams, complaints and orders of authorities for tests."""

from datetime import timedelta
from itertools import count
from uuid import uuid4

from sqlalchemy import update

from shop.catalog.models import Product
from shop.certification.models import ProductGroup, RegisteredProduct
from shop.conduct.models import AdConfirmation, LivestreamRules, RulesAcceptance
from shop.core.clock import now, today
from shop.markets.speaker import Speaker
from shop.oversight.complain import NewComplaint, complain
from shop.oversight.models import ComplaintKind, Takedown, TakedownKind
from shop.oversight.rules import TAKEDOWN_WITHIN, Deadlines

_numbers = count(1)
DEADLINES = Deadlines(answer_days=3, decide_days=15)


async def rules(session, *, number=1, since=0, accepted_by=()):
    """A published version in force since so many days."""
    made = LivestreamRules(
        number=number,
        in_force_from=await today(session) - timedelta(days=since),
        text_vi="Mở đầu.\n## Khi nào phiên bị dừng\n- Khi cơ quan quản lý yêu cầu\n<b>không phải HTML</b>",
        text_en="To begin with.\n## When a session is stopped\n- When the authority asks",
        changes_vi=f"Bản {number}",
        changes_en=f"Version {number}",
        published_at=await now(session),
    )
    session.add(made)
    await session.flush()
    session.add_all(RulesAcceptance(rules_id=made.id, person_id=person.id) for person in accepted_by)
    await session.flush()
    return made


async def herbal(session, variant):
    """Make the variant's product one of the herbal group."""
    product = await session.get(Product, variant.product_id)
    group = ProductGroup(scheme="148", code="3", slug="duoc-lieu", name_vi="Dược liệu", name_en="Herbal", source="test")
    session.add(group)
    await session.flush()
    await session.execute(
        update(RegisteredProduct).where(RegisteredProduct.id == product.registered_product_id).values(group_id=group.id)
    )
    return product


async def confirmed(session, product, *, lasts=30):
    """A paper that confirms what is said of the product, for so many days."""
    made = AdConfirmation(
        product_id=product.id,
        document_no=f"{next(_numbers)}/XNQC",
        issuer="Sở Y tế",
        valid_until=await today(session) + timedelta(days=lasts),
    )
    session.add(made)
    await session.flush()
    return made


async def complaint(session, stall, *, person=None, words="Nói trà này chữa khỏi bệnh", email="", client_id=None):
    """A complaint about the stall, by a person or a guest."""
    who = Speaker(person_id=person.id if person else None, guest_key=None if person else b"a guest of the tests")
    new = NewComplaint(
        client_id=client_id or uuid4().hex, kind=ComplaintKind.CLAIM, words=words, email=email, locale="vi"
    )
    return await complain(session, who, stall.live.slug, new, DEADLINES)


async def takedown(session, officer, *, product=None, received_ago=timedelta(0)):
    """An order to remove a product, or a link."""
    received = await now(session) - received_ago
    made = Takedown(
        kind=TakedownKind.PRODUCT if product else TakedownKind.LINK,
        subject=product.slug if product else "https://noi-khac.example/ban-hang",
        product_id=product.id if product else None,
        authority="Cục Thương mại điện tử",
        document_no=f"{next(_numbers)}/TMĐT",
        received_at=received,
        due_at=received + TAKEDOWN_WITHIN,
        noted_by=officer.id,
    )
    session.add(made)
    await session.flush()
    return made
