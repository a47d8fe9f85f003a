"""Rows of rooms kept in order, and of the words nobody may say there."""

from shop.core.actor import Actor
from shop.livestream.comment import Said, post_comment
from shop.livestream.models import BanKind
from shop.livestream.moderate import Sentence, ban_speaker
from shop.livestream.words import add_word
from tests.rows.kinds import only

KEEPERS = ("host", "officer", "admin")
OFFICE = ("officer", "admin")
API = {
    "GET /api/v1/sessions/{slug}/talk": only(*KEEPERS),
    "POST /api/v1/sessions/{slug}/comments/{comment_id}/remove": only(*KEEPERS, body={"why": "sai sự thật"}),
    "POST /api/v1/sessions/{slug}/comments/{comment_id}/ban": only(*KEEPERS, body={"kind": "mute", "minutes": 5}),
    "POST /api/v1/sessions/{slug}/bans/{ban_id}/lift": only(*KEEPERS, body={}),
    "POST /api/v1/sessions/{slug}/slow": only(*KEEPERS, body={"seconds": 0}),
    "GET /api/v1/room-words": only(*OFFICE, query="?limit=5"),
    "POST /api/v1/room-words": only(*OFFICE, body={"word": "từ cấm"}),
    "DELETE /api/v1/room-words/{word_id}": only(*OFFICE),
}
PAGES = {
    "GET /van-phong/tu-cam": only(*OFFICE),
    "POST /van-phong/tu-cam": only(*OFFICE, form=True, body={"act": "add", "word": "từ"}),
}


async def names(session, world):
    """A comment of a guest in the stall's room, who is kept from speaking, and a banned word."""
    host = Actor(person_id=world.stall.host.id)
    slug = world.stall.live.slug
    said = Said(text="hàng này dở", client_id="matrix-comment", guest=b"a guest of the matrix")
    comment = await post_comment(session, Actor(), slug, said)
    ban = await ban_speaker(session, host, slug, comment.id, Sentence(kind=BanKind.SHADOW))
    word = await add_word(session, world.people["officer"].id, "vcl")
    return {"comment_id": str(comment.id), "ban_id": str(ban.id), "word_id": str(word.id)}
