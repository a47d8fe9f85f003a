"""Addresses at which officers keep the words nobody may say in any room."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_role
from shop.core.actor import Actor, Role
from shop.core.text import Body, Name
from shop.livestream.models import RoomWord
from shop.livestream.words import add_word, banned_words, remove_word


class NewWord(Body):
    """A word, or a phrase of at most four, as people write it."""

    word: Name


class WordOut(msgspec.Struct, frozen=True, kw_only=True):
    """A banned word."""

    id: UUID
    word: str

    @classmethod
    def of(cls, row: RoomWord) -> "WordOut":
        """The word as officers see it."""
        return cls(id=row.id, word=row.word)


class WordList(msgspec.Struct, frozen=True, kw_only=True):
    """Banned words by the alphabet."""

    items: list[WordOut]


@get("/", operation_id="listRoomWords", summary="Words banned in rooms (officers)")
async def index(
    session: NamedDependency[AsyncSession], limit: Annotated[int, QueryParameter(ge=1, le=1000)] = 500
) -> WordList:
    """At most `limit` of them."""
    return WordList(items=[WordOut.of(row) for row in await banned_words(session, limit)])


@post("/", operation_id="addRoomWord", summary="Ban a word in rooms (officers)")
async def add(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], data: JSONBody[NewWord]
) -> WordOut:
    """In every room, at once. Said twice, the second is 409 `word_known`: it is there."""
    return WordOut.of(await add_word(session, _officer(actor), data.word))


@delete("/{word_id:uuid}", operation_id="removeRoomWord", summary="Let a word be said again (officers)")
async def remove(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], word_id: FromPath[UUID]
) -> None:
    """Said twice, the second is 404 `word_unknown`: it is gone."""
    await remove_word(session, _officer(actor), word_id)


def _officer(actor: Actor) -> UUID:
    assert actor.person_id is not None, "the guard lets only officers in"
    return actor.person_id


routes = [
    Router(
        "/api/v1/room-words",
        route_handlers=[index, add, remove],
        guards=[require_role(Role.OFFICER, Role.ADMIN)],
        tags=["night market"],
    )
]
