"""Addresses of the rules of livestreams."""

from datetime import date
from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import PathParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_signed_in
from shop.conduct.accept_rules import accept_rules
from shop.conduct.models import LivestreamRules
from shop.conduct.queries import published_rules, rules_by_number
from shop.core.actor import Actor

NumberPath = Annotated[int, PathParameter(ge=1, le=10**6)]


class RulesOut(msgspec.Struct, frozen=True, kw_only=True):
    """A version of the rules; it holds from its day until the day of the next one."""

    number: int
    in_force_from: date
    changes_vi: str
    changes_en: str

    @classmethod
    def of(cls, rules: LivestreamRules) -> "RulesOut":
        """A published version by its facts."""
        assert rules.number is not None
        assert rules.in_force_from is not None
        return cls(
            number=rules.number,
            in_force_from=rules.in_force_from,
            changes_vi=rules.changes_vi,
            changes_en=rules.changes_en,
        )


class RulesText(msgspec.Struct, frozen=True, kw_only=True):
    """A version with its words: `## ` begins a heading, `- ` an item."""

    rules: RulesOut
    text_vi: str
    text_en: str


class RulesList(msgspec.Struct, frozen=True, kw_only=True):
    """All published versions, the newest first."""

    items: list[RulesOut]


@get("/", operation_id="listLivestreamRules", summary="Versions of the rules of livestreams")
async def index(session: NamedDependency[AsyncSession]) -> RulesList:
    """One whose day is still to come stands there too."""
    return RulesList(items=[RulesOut.of(one) for one in await published_rules(session)])


@get("/{rules_number:int}", operation_id="readLivestreamRules", summary="A version of the rules of livestreams")
async def read(session: NamedDependency[AsyncSession], rules_number: NumberPath) -> RulesText:
    """Older ones stay readable."""
    rules = await rules_by_number(session, rules_number)
    return RulesText(rules=RulesOut.of(rules), text_vi=rules.text_vi, text_en=rules.text_en)


@post(
    "/{rules_number:int}/accept",
    status_code=204,
    guards=[require_signed_in],
    operation_id="acceptLivestreamRules",
    summary="Accept the rules of livestreams",
)
async def accept(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], rules_number: NumberPath
) -> None:
    """For hosts, before they go on air: the version in force. Again changes nothing."""
    assert actor.person_id is not None, "the guard lets nobody else in"
    await accept_rules(session, actor.person_id, rules_number)


routes = [Router("/api/v1/livestream-rules", route_handlers=[index, read, accept], tags=["night market"])]
