"""Say something in a room."""

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.i18n import DEFAULT, Locale, say
from shop.core.idempotency import KeyReused
from shop.core.outbox import publish
from shop.livestream.errors import CommentEmpty, CommentTooLong, NotOnAir, SessionUnknown
from shop.livestream.events import CommentPosted
from shop.livestream.keep_seen import note_host
from shop.livestream.models import Comment, LiveSession, SessionState
from shop.livestream.rules import MAX_COMMENT, clean_comment, has_letters


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants to say. `client_id` is the sender's own id of it; a guest may give a name."""

    text: str
    client_id: str
    name: str | None = None
    locale: Locale = DEFAULT


async def post_comment(session: AsyncSession, actor: Actor, slug: str, said: Said) -> Comment:
    """Write the comment and tell the room. The same `client_id` with the same text is one comment.

    What others read has its telephone numbers hidden; what is kept has not, for the host's orders. The
    session's row is read, never locked: people may talk while a host pins.

    Raises:
        SessionUnknown: no session has this address.
        NotOnAir: the session is not on air.
        CommentEmpty, CommentTooLong: nothing, or too much, to read.
        KeyReused: the `client_id` stands for other words.
    """
    line = clean_comment(said.text)
    if not has_letters(line):
        raise CommentEmpty(field="text")
    if len(line) > MAX_COMMENT:
        raise CommentTooLong(field="text", length=len(line), most=MAX_COMMENT)
    live = await _on_air(session, slug)
    comment = await _write(session, live, actor, said, line)
    if comment is None:
        return await _known(session, live, said.client_id, line)
    await note_host(session, live, actor)
    publish(session, CommentPosted(session_id=live.id, comment_id=comment.id))
    return comment


async def _on_air(session: AsyncSession, slug: str) -> LiveSession:
    live: LiveSession | None = await session.scalar(select(LiveSession).where(LiveSession.slug == slug))
    if live is None:
        raise SessionUnknown
    if live.state is not SessionState.ON_AIR:
        raise NotOnAir
    return live


async def _write(session: AsyncSession, live: LiveSession, actor: Actor, said: Said, line: str) -> Comment | None:
    """The new comment, or None when its `client_id` is known. A twin in flight is waited for."""
    guest = clean_comment(said.name or "") or say(said.locale, "livestream.guest")
    row = insert(Comment).values(
        session_id=live.id,
        client_id=said.client_id,
        person_id=actor.person_id,
        name=actor.name if actor.signed_in else guest,
        text=line,
    )
    written: Comment | None = await session.scalar(row.on_conflict_do_nothing().returning(Comment))
    return written


async def _known(session: AsyncSession, live: LiveSession, client_id: str, line: str) -> Comment:
    known = (
        await session.scalars(select(Comment).where(Comment.session_id == live.id, Comment.client_id == client_id))
    ).one()
    if known.text != line:
        raise KeyReused(field="client_id")
    return known
