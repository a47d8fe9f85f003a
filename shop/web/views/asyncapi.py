"""The page of a room's messages."""

from shop.livestream.asyncapi import MessageType
from shop.web.views.site import Page


class AsyncApiPage(Page, frozen=True, kw_only=True):
    """The frame first, then what stands in it."""

    messages: tuple[MessageType, ...]
