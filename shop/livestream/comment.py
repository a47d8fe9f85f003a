"""Say something in a room."""

import msgspec
import structlog
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.i18n import DEFAULT, Locale, say
from shop.core.idempotency import KeyReused
from shop.core.outbox import publish
from shop.livestream.allow import allow_comment
from shop.livestream.claims_rules import Claim, claims_in
from shop.livestream.errors import CommentEmpty, CommentTooLong
from shop.livestream.events import CommentPosted
from shop.livestream.models import Comment, Platform
from shop.livestream.queries import line_up
from shop.livestream.room import pinned_grades
from shop.livestream.rules import MAX_COMMENT, clean_comment, has_letters
from shop.livestream.speaker import is_exempt
from shop.markets.errors import NotOnAir, SessionUnknown
from shop.markets.keep_seen import note_host
from shop.markets.models import LiveSession, SessionState
from shop.markets.run import runs
from shop.markets.speaker import Speaker

_log = structlog.get_logger("shop.livestream")


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants to say. `client_id` is the sender's own id of it; a guest may give a name.

    `guest` tells guests apart (see `speaker.guest_key`). `origin` is where it was said, when that was not here.
    """

    text: str
    client_id: str
    guest: bytes | None
    name: str | None = None
    locale: Locale = DEFAULT
    origin: Platform | None = None


async def post_comment(session: AsyncSession, actor: Actor, slug: str, said: Said) -> Comment:
    """Write the comment and tell the room. The same `client_id` with the same text is one comment.

    What others read has its telephone numbers hidden; what is kept has not, for the host's orders. The
    session's row is read, never locked: people may talk while a host pins. Comments of one sender follow one
    another; hosts, staff and officers may say anything, and are warned of claims.

    Raises:
        SessionUnknown: no session has this address.
        NotOnAir: the session is not on air.
        CommentEmpty, CommentTooLong: nothing, or too much, to read.
        KeyReused: the `client_id` stands for other words.
        CommentMuted, CommentLink, CommentNotKind, CommentTooSoon: see `allow_comment`.
    """
    line = _readable(said.text)
    live = await _on_air(session, slug)
    speaker = Speaker.of(actor, said.guest)
    free = is_exempt(actor, live.host_id) or await runs(session, live, actor.person_id)
    if speaker.known and not free:
        await speaker.take_turn(session, live.id)
    known = await _known(session, live, said.client_id, line)
    if known is not None:
        return known
    shadow = False if free else await allow_comment(session, live, speaker, (said.name or "", said.text), said.locale)
    claims = await _claims(session, live, line) if free else ()
    row = _row(live, actor, said, line) | {"guest_key": speaker.guest_key, "shadow": shadow, "claims": list(claims)}
    comment: Comment | None = await session.scalar(
        insert(Comment).values(row).on_conflict_do_nothing().returning(Comment)
    )
    if comment is None:  # a twin in flight was waited for
        twin = await _known(session, live, said.client_id, line)
        assert twin is not None, "comments are never deleted"
        return twin
    if claims:
        _warn(session, actor, live, comment)
    if free:
        await note_host(session, live, actor)
    publish(session, CommentPosted(session_id=live.id, comment_id=comment.id))
    return comment


def _readable(text: str) -> str:
    line = clean_comment(text)
    if not has_letters(line):
        raise CommentEmpty(field="text")
    if len(line) > MAX_COMMENT:
        raise CommentTooLong(field="text", length=len(line), most=MAX_COMMENT)
    return line


async def _on_air(session: AsyncSession, slug: str) -> LiveSession:
    live: LiveSession | None = await session.scalar(select(LiveSession).where(LiveSession.slug == slug))
    if live is None:
        raise SessionUnknown
    if live.state is not SessionState.ON_AIR:
        raise NotOnAir
    return live


def _row(live: LiveSession, actor: Actor, said: Said, line: str) -> dict[str, object]:
    guest = clean_comment(said.name or "") or say(said.locale, "livestream.guest")
    return {
        "session_id": live.id,
        "client_id": said.client_id,
        "person_id": actor.person_id,
        "name": actor.name if actor.signed_in else guest,
        "text": line,
        "origin": said.origin,
    }


async def _known(session: AsyncSession, live: LiveSession, client_id: str, line: str) -> Comment | None:
    known: Comment | None = await session.scalar(
        select(Comment).where(Comment.session_id == live.id, Comment.client_id == client_id)
    )
    if known is not None and known.text != line:
        raise KeyReused(field="client_id")
    return known


async def _claims(session: AsyncSession, live: LiveSession, line: str) -> tuple[Claim, ...]:
    return claims_in(line, pinned_grades(await line_up(session, live)))


def _warn(session: AsyncSession, actor: Actor, live: LiveSession, comment: Comment) -> None:
    """The log keeps that a warning was given; the line stands."""
    record_act(session, actor.person_id, "livestream.claim", live.slug, comment=str(comment.id), claims=comment.claims)
    _log.warning("a claim was made in a room", session=live.slug, comment=str(comment.id), claims=comment.claims)
