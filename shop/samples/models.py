"""What has been loaded."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Base


class DataLoad(Base):
    """One body of data in this database (`register`, `demo`) and the digest of the files it came from."""

    __tablename__ = "data_load"

    name: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    loaded_at: Mapped[datetime] = mapped_column(server_default=text("shop_now()"))
