"""What the pages of the rules of livestreams and of confirmed advertising show, and what the desk says of both."""

from collections.abc import Mapping
from datetime import date

from shop.conduct.rules import Section
from shop.web.views.console import ConsolePage
from shop.web.views.site import FieldError, Page, View


class VersionRow(View, frozen=True, kw_only=True):
    """A published version of the rules."""

    number: int
    since: date
    changes: str
    shown: bool = False  # the one on the page
    in_force: bool = False  # today


class RulesPage(Page, frozen=True, kw_only=True):
    """A version of the public rules, with the others to choose from."""

    version: VersionRow | None  # None: none was ever published
    sections: tuple[Section, ...] = ()
    versions: tuple[VersionRow, ...] = ()


class RulesForm(View, frozen=True, kw_only=True):
    """The draft of the next version, as it stands or was typed."""

    text_vi: str = ""
    text_en: str = ""
    changes_vi: str = ""
    changes_en: str = ""
    day: str = ""


class OfficeRulesPage(ConsolePage, frozen=True, kw_only=True):
    """The office's page of the rules: the versions, the draft, and its publication."""

    versions: tuple[VersionRow, ...]
    form: RulesForm
    drafted: bool  # whether a draft is kept
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None


class PaperRow(View, frozen=True, kw_only=True):
    """A paper that confirms what is said of a product."""

    id: str
    product: str
    product_slug: str
    document_no: str
    issuer: str
    until: date
    over: bool
    sample: bool = False


class PaperForm(View, frozen=True, kw_only=True):
    """A paper as it was typed."""

    product: str = ""
    document_no: str = ""
    issuer: str = ""
    valid_until: str = ""


class AdPapersPage(ConsolePage, frozen=True, kw_only=True):
    """The papers on file, those that run out first at the top."""

    rows: tuple[PaperRow, ...]
    form: PaperForm = PaperForm()
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None


class DeskConduct(View, frozen=True, kw_only=True):
    """What the desk says before a host goes on air or pins: the rules to accept, and warnings by variant."""

    rules: int | None = None  # number of the version in force
    accepted: bool = True
    warnings: Mapping[str, tuple[str, ...]] = {}
    unconfirmed: frozenset[str] = frozenset()  # variants whose advertising is not confirmed
