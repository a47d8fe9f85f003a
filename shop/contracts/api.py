"""Addresses of contracts: whoever may read the order may read its contract."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, Router, get
from litestar.di import NamedDependency
from litestar.params import HeaderParameter, PathParameter
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.contracts.content import ContractContent, contract_terms
from shop.contracts.freeze import Contract, read_contract
from shop.contracts.print_contract import print_contract
from shop.core.actor import Actor
from shop.core.i18n import Locale
from shop.http.locale import locale_of
from shop.orders.queries import readable_id

PDF = "application/pdf"
CodePath = Annotated[str, PathParameter(min_length=1, max_length=40)]
TokenHeader = Annotated[str | None, HeaderParameter(name="X-Order-Token", max_length=100)]


class ContractOut(msgspec.Struct, frozen=True):
    """The contract as it was shown, in the asker's language; `digest` is the SHA-256 of its whole content."""

    content: ContractContent
    digest: str


async def contract_for(
    session: AsyncSession, settings: Settings, actor: Actor, *, code: str, token: str | None, locale: Locale
) -> Contract:
    """The contract of the order `code` for who may read the order; for the routes and for the page.

    Raises:
        OrderUnknown: no such order, or not for this asker.
    """
    order_id = await readable_id(session, code, token, actor, settings.secret_key)
    return await read_contract(session, order_id, locale, contract_terms(settings))


def paper_of(contract: Contract, locale: Locale, settings: Settings) -> Response[bytes]:
    """The contract as a file to keep."""
    code = contract.content.code
    content = print_contract(contract, locale, f"{settings.base_url}/don-hang/{code}")
    name = f"hop-dong-{code}.pdf" if locale == "vi" else f"contract-{code}.pdf"
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": "private, no-store",
        "content-language": locale,
    }
    return Response(content, media_type=PDF, headers=headers)


@get("/{code:str}/contract", operation_id="getContract", summary="The contract of an order")
async def read(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    code: CodePath,
    token: TokenHeader = None,
) -> ContractOut:
    """The information given before the order and its terms, as they were then."""
    found = await contract_for(session, settings, actor, code=code, token=token, locale=locale_of(request.scope))
    return ContractOut(found.content, found.digest)


@get("/{code:str}/contract.pdf", operation_id="getContractPdf", summary="The contract of an order as PDF")
async def download(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    code: CodePath,
    token: TokenHeader = None,
) -> Response[bytes]:
    """The same on paper."""
    locale = locale_of(request.scope)
    contract = await contract_for(session, settings, actor, code=code, token=token, locale=locale)
    return paper_of(contract, locale, settings)


routes = [Router("/api/v1/orders", route_handlers=[read, download], tags=["orders"])]
