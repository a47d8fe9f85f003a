"""Reading a page back: a small tree of elements, enough to ask about landmarks, names and labels."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(
    {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "use", "path", "rect"}
)


@dataclass
class Element:
    tag: str
    attrs: dict[str, str]
    parent: "Element | None" = None
    children: list["Element"] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def walk(self) -> Iterator["Element"]:
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, *tags: str) -> list["Element"]:
        return [found for found in self.walk() if found.tag in tags]

    def parents(self) -> Iterator["Element"]:
        above = self.parent
        while above:
            yield above
            above = above.parent

    def text(self) -> str:
        return " ".join(" ".join(found.words) for found in self.walk()).strip()

    def name(self) -> str:
        """What a screen reader would call it: its label, else its words and the labels inside it."""
        if self.attrs.get("aria-label"):
            return self.attrs["aria-label"]
        inside = [found.attrs.get("alt") or found.attrs.get("aria-label", "") for found in self.walk()]
        return (self.text() + " ".join(inside)).strip()

    @property
    def silent(self) -> bool:
        """Hidden from screen readers, itself or by a parent; a template is no part of the page."""
        chain = [self, *self.parents()]
        return any(e.attrs.get("aria-hidden") == "true" or "hidden" in e.attrs or e.tag == "template" for e in chain)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("#root", {})
        self.here = self.root
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(set(names)) != len(names):
            self.faults.append(f"<{tag}> has an attribute twice: {names}")
        element = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.here.children.append(Element(tag, {name: value or "" for name, value in attrs}, self.here))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self.here.tag != tag:
            self.faults.append(f"</{tag}> closes <{self.here.tag}>")
        elif self.here.parent:
            self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        if data.strip() and self.here.tag not in {"script", "style"}:
            self.here.words.append(data.strip())


def read(body: bytes) -> tuple[Element, list[str]]:
    """The page's tree, and what is wrong with its markup."""
    reader = _Reader()
    reader.feed(body.decode())
    if reader.here is not reader.root:
        reader.faults.append(f"<{reader.here.tag}> is never closed")
    return reader.root, reader.faults
