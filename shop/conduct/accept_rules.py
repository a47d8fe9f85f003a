"""Accept the rules of livestreams."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.conduct.errors import RulesNotInForce
from shop.conduct.models import RulesAcceptance
from shop.conduct.queries import rules_in_force
from shop.core.audit import record_act


async def accept_rules(session: AsyncSession, person_id: UUID, number: int) -> None:
    """Keep that a person accepted version `number`, the one in force today. Said again it stays the first time.

    Raises:
        RulesNotInForce: another version holds now; that one is to be read.
    """
    rules = await rules_in_force(session)
    if rules is None or rules.number != number:
        raise RulesNotInForce(number=rules.number if rules else "")
    row = {"rules_id": rules.id, "person_id": person_id}
    made = insert(RulesAcceptance).values(row).on_conflict_do_nothing().returning(RulesAcceptance.id)
    if await session.scalar(made) is not None:
        record_act(session, person_id, "conduct.accept_rules", f"livestream_rules:{number}")
