"""Words the sample office has banned in rooms, for a start: abuse, and offers no market wants."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.livestream.models import RoomWord
from shop.livestream.words_rules import ban_key
from shop.samples.demo_training import OFFICER
from shop.samples.write import upsert

WORDS = (
    "địt",
    "đụ má",
    "đéo",
    "lồn",
    "cặc",
    "đĩ điếm",
    "chó đẻ",
    "con đĩ",
    "mẹ mày",
    "đồ ngu",
    "óc chó",
    "thằng ngu",
    "cờ bạc online",
    "cá độ bóng đá",
    "lô đề",
    "vay nóng",
    "vay tiền nhanh",
    "bán số thẻ",
    "mua bán ma túy",
)


async def add_room_words(session: AsyncSession) -> None:
    """Add the words that are missing. Safe to repeat."""
    officer_id = await session.scalar(select(Person.id).where(Person.email == OFFICER))
    if officer_id is not None:  # else somebody changed the sample accounts
        rows = [{"word": word, "folded": ban_key(word), "made_by": officer_id} for word in WORDS]
        await upsert(session, RoomWord, rows, ["word"])
