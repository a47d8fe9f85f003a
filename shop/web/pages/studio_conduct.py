"""At the desk: the rules a host accepts before going on air, and what buyers are warned of before goods are pinned."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from shop.conduct.accept_rules import accept_rules
from shop.conduct.queries import accepted_at, confirmed_variants, rules_in_force
from shop.conduct.rules import needs_confirmation
from shop.conduct.shown import warnings_seen
from shop.core.actor import Actor
from shop.core.clock import today
from shop.core.i18n import Locale
from shop.livestream.room import LineUpItem
from shop.markets.guards import require_host
from shop.markets.models import LiveSession
from shop.web.pages.forms import Form
from shop.web.pages.producer.register import person_of
from shop.web.pages.studio_act import StudioAct
from shop.web.views.conduct import DeskConduct


async def _accept(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
    await require_host(session, actor, slug)
    await accept_rules(session, person_of(actor), form.number("rules") or 0)


async def read_conduct(
    session: AsyncSession, live: LiveSession, items: Sequence[LineUpItem], locale: Locale
) -> DeskConduct:
    """What the session's host still has to accept, and the warnings of its goods by variant."""
    day = await today(session)
    rules = await rules_in_force(session)
    accepted = rules is None or await accepted_at(session, live.host_id, rules.id) is not None
    told = {str(item.variant_id): warnings_seen(day, item.kinds) for item in items if item.kinds}
    regulated = [item.variant_id for item in items if needs_confirmation(day, item.kinds)]
    confirmed = await confirmed_variants(session, regulated)
    return DeskConduct(
        rules=rules.number if rules else None,
        accepted=accepted,
        warnings={
            variant: tuple(one.en if locale == "en" else one.vi for one in warnings)
            for variant, warnings in told.items()
        },
        unconfirmed=frozenset(str(one) for one in regulated if one not in confirmed),
    )


ACTS: dict[str, StudioAct] = {"accept_rules": _accept}
"""What the buttons of this part do."""
