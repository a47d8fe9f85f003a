"""Wholesale terms and enquiries for tests."""

from itertools import count

from shop.core.actor import GUEST, Actor, Role
from shop.producers.models import MemberRole
from shop.wholesale.ask import Wanted, ask_wholesale
from shop.wholesale.set_terms import Terms, set_terms
from tests.make import accounts, producers
from tests.make.inventory import goods
from tests.make.reviews import maker

_numbers = count(1)


async def seller(session, *, least=20, role=MemberRole.OWNER, **terms):
    """A producer whose goods go wholesale from `least` pieces: (producer, goods, its member as an asker, person)."""
    bowl = await goods(session)
    own = await maker(session, bowl)
    lan = await accounts.person(session, Role.PRODUCER)
    await producers.join(session, own, lan, role)
    admin = Actor(person_id=lan.id, roles=frozenset({Role.PRODUCER, Role.ADMIN}))
    await set_terms(session, admin, own.id, bowl.variant_id, Terms(min_quantity=least, **terms))
    return own, bowl, Actor(person_id=lan.id, name=lan.name, roles=frozenset({Role.PRODUCER})), lan


async def enquiry(session, variant_id, *, actor=GUEST, quantity=50, email="mai@example.vn", locale="vi"):
    """Somebody asks for `quantity` pieces."""
    wanted = Wanted(
        variant=variant_id, quantity=quantity, name="Trần Thị Mai", phone="0912345678", email=email, consent=True
    )
    made = await ask_wholesale(session, actor, wanted, request_key=f"enquiry-{next(_numbers)}", locale=locale)
    await session.flush()
    return made
