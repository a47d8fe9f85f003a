"""Addresses at which officers keep the synonyms of search."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_role
from shop.catalog.models import Synonym
from shop.catalog.synonyms import add_synonym, find_synonyms, remove_synonym
from shop.core.actor import Actor, Role
from shop.core.text import Body, Name

LimitQuery = Annotated[int, QueryParameter(ge=1, le=500)]


class NewSynonym(Body, kw_only=True):
    """Two phrases of one to four words each."""

    phrase: Name
    means: Name


class SynonymOut(msgspec.Struct, frozen=True, kw_only=True):
    """Two phrases that find each other. `source`: where the pair comes from."""

    id: UUID
    phrase: str
    means: str
    source: str

    @classmethod
    def of(cls, row: Synonym) -> "SynonymOut":
        """The pair as officers see it."""
        return cls(id=row.id, phrase=row.phrase_shown, means=row.means_shown, source=row.source)


class SynonymList(msgspec.Struct, frozen=True, kw_only=True):
    """Pairs by their first phrase."""

    items: list[SynonymOut]


@get("/", operation_id="listSynonyms", summary="The synonyms of search (officers)")
async def index(
    session: NamedDependency[AsyncSession],
    q: Annotated[str, QueryParameter(max_length=100)] = "",
    limit: LimitQuery = 100,
) -> SynonymList:
    """Pairs in which the words of `q` stand; without `q` all."""
    return SynonymList(items=[SynonymOut.of(row) for row in await find_synonyms(session, q, limit)])


@post("/", operation_id="addSynonym", summary="Let two phrases find each other (officers)")
async def add(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], data: JSONBody[NewSynonym]
) -> SynonymOut:
    """Each way, in every search, within a second. Said twice, the second is 409 `synonym_known`: it is there."""
    return SynonymOut.of(await add_synonym(session, _officer(actor), data.phrase, data.means))


@delete("/{synonym_id:uuid}", operation_id="removeSynonym", summary="Take a pair away (officers)")
async def remove(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], synonym_id: FromPath[UUID]
) -> None:
    """Said twice, the second is 404 `no_such_synonym`: it is gone."""
    await remove_synonym(session, _officer(actor), synonym_id)


def _officer(actor: Actor) -> UUID:
    assert actor.person_id is not None, "the guard lets only officers in"
    return actor.person_id


routes = [
    Router(
        "/api/v1/synonyms",
        route_handlers=[index, add, remove],
        guards=[require_role(Role.OFFICER, Role.ADMIN)],
        tags=["search"],
    )
]
