"""All pages, and which of them the front may keep."""

import re

from shop.catalog.api import LIST_READ
from shop.http.cookies import SESSION_COOKIE
from shop.http.front_key import PublicRead
from shop.web.pages import (
    account,
    addresses,
    asyncapi,
    basket,
    buyer,
    calendar,
    card_sandbox,
    certificates,
    checkout,
    complaints,
    contract,
    counter,
    counter_returns,
    day_end,
    delivery_step,
    dispatch,
    drawer,
    festival,
    files,
    games,
    home,
    invoices,
    labels,
    listing,
    livestream_rules,
    market,
    media,
    offline,
    orders,
    own_stalls,
    pay,
    pay_return,
    pay_vietqr,
    pay_way,
    pick_list,
    places,
    point_lives,
    practice,
    practice_runs,
    preorder,
    problems,
    product,
    prompter,
    questions,
    replay,
    restock,
    returns,
    reviews,
    room,
    room_wishes,
    sandbox_bank,
    scan,
    session_report,
    settings,
    sign_in,
    sign_in_code,
    sign_up,
    sitemap,
    statements,
    stock_asks,
    stockroom,
    studio,
    suggest,
    till,
    till_slip,
    training,
    watch,
    wholesale,
)
from shop.web.pages import register as public_register
from shop.web.pages.office import ad_papers as office_ad_papers
from shop.web.pages.office import air as office_air
from shop.web.pages.office import audits as office_audits
from shop.web.pages.office import bank_cases as office_bank_cases
from shop.web.pages.office import certificate, grading, listing_edits
from shop.web.pages.office import certificates as office_certificates
from shop.web.pages.office import cod as office_cod
from shop.web.pages.office import cod_list as office_cod_list
from shop.web.pages.office import complaints as office_complaints
from shop.web.pages.office import ledger as office_ledger
from shop.web.pages.office import ledger_sheets as office_ledger_sheets
from shop.web.pages.office import lives as office_lives
from shop.web.pages.office import livestream_rules as office_rules
from shop.web.pages.office import market as office_market
from shop.web.pages.office import market_report as office_market_report
from shop.web.pages.office import markets as office_markets
from shop.web.pages.office import overview as office_overview
from shop.web.pages.office import payout_batch as office_payout_batch
from shop.web.pages.office import payouts as office_payouts
from shop.web.pages.office import places as office_places
from shop.web.pages.office import practice as office_practice
from shop.web.pages.office import producers as office_producers
from shop.web.pages.office import refunds as office_refunds
from shop.web.pages.office import regions as office_regions
from shop.web.pages.office import returns as office_returns
from shop.web.pages.office import reviews as office_reviews
from shop.web.pages.office import room_words as office_room_words
from shop.web.pages.office import rooms as office_rooms
from shop.web.pages.office import stall as office_stall
from shop.web.pages.office import synonyms as office_synonyms
from shop.web.pages.office import takedowns as office_takedowns
from shop.web.pages.office import training as office_training
from shop.web.pages.office import training_session as office_session
from shop.web.pages.office import vouchers as office_vouchers
from shop.web.pages.office import wholesale as office_wholesale
from shop.web.pages.producer import (
    bank_account,
    batches,
    floors,
    imports,
    listing_content,
    members,
    overview,
    papers,
    profile,
    sheets,
)
from shop.web.pages.producer import invoices as producer_invoices
from shop.web.pages.producer import listing as producer_listing
from shop.web.pages.producer import listings as producer_listings
from shop.web.pages.producer import lives as producer_lives
from shop.web.pages.producer import preorders as producer_preorders
from shop.web.pages.producer import questions as producer_questions
from shop.web.pages.producer import register as producer_register
from shop.web.pages.producer import returns as producer_returns
from shop.web.pages.producer import reviews as producer_reviews
from shop.web.pages.producer import vouchers as producer_vouchers
from shop.web.pages.producer import wholesale as producer_wholesale
from shop.web.pages.visit import CART_COOKIE

_PERSONAL = (SESSION_COOKIE, CART_COOKIE)

PUBLIC_READS = (
    PublicRead(path=re.compile(r"/|/en"), personal=_PERSONAL),
    PublicRead(path=re.compile(r"(/en)?/goi-y"), parameters=frozenset({"q"}), personal=_PERSONAL),
    PublicRead(
        path=re.compile(r"(/en)?/san-pham"),
        parameters=LIST_READ.parameters | {"pages"},
        repeatable=LIST_READ.repeatable,
        personal=_PERSONAL,
    ),
    PublicRead(path=re.compile(r"(/en)?/san-pham/[a-z0-9-]{1,120}"), personal=_PERSONAL),
    PublicRead(path=re.compile(r"/sitemap(/[0-9]{1,4})?\.xml"), personal=()),
    PublicRead(
        path=re.compile(r"(/en)?/so-dang-ky"),
        parameters=public_register.all_filters(),
        repeatable=frozenset({"stars", "standing"}),
        personal=_PERSONAL,
    ),
)

routes = [
    *files.routes,
    *home.routes,
    *listing.routes,
    *suggest.routes,
    *product.routes,
    *invoices.routes,
    *preorder.routes,
    *returns.routes,
    *counter_returns.routes,
    *reviews.routes,
    *questions.routes,
    *restock.routes,
    *watch.routes,
    *media.routes,
    *sitemap.routes,
    *certificates.routes,
    *labels.routes,
    *public_register.routes,
    *basket.routes,
    *checkout.routes,
    *delivery_step.routes,
    *orders.routes,
    *pay.routes,
    *pay_return.routes,
    *pay_way.routes,
    *pay_vietqr.routes,
    *contract.routes,
    *buyer.routes,
    *card_sandbox.routes,
    *places.routes,
    *market.routes,
    *calendar.routes,
    *festival.routes,
    *own_stalls.routes,
    *asyncapi.routes,
    *room.routes,
    *room_wishes.routes,
    *replay.routes,
    *games.routes,
    *studio.routes,
    *prompter.routes,
    *session_report.routes,
    *point_lives.routes,
    *producer_lives.routes,
    *office_lives.routes,
    *livestream_rules.routes,
    *complaints.routes,
    *office_rooms.routes,
    *office_complaints.routes,
    *office_takedowns.routes,
    *office_rules.routes,
    *office_ad_papers.routes,
    *practice.routes,
    *practice_runs.routes,
    *office_practice.routes,
    *wholesale.routes,
    *producer_wholesale.routes,
    *office_wholesale.routes,
    *account.routes,
    *addresses.routes,
    *counter.routes,
    *stockroom.routes,
    *stock_asks.routes,
    *dispatch.routes,
    *pick_list.routes,
    *scan.routes,
    *offline.routes,
    *till.routes,
    *till_slip.routes,
    *drawer.routes,
    *day_end.routes,
    *sign_in.routes,
    *sign_in_code.routes,
    *settings.routes,
    *sign_up.routes,
    *producer_register.routes,
    *papers.routes,
    *members.routes,
    *profile.routes,
    *overview.routes,
    *producer_listings.routes,
    *producer_listing.routes,
    *listing_content.routes,
    *imports.routes,
    *sheets.routes,
    *batches.routes,
    *producer_preorders.routes,
    *floors.routes,
    *producer_vouchers.routes,
    *producer_invoices.routes,
    *bank_account.routes,
    *statements.routes,
    *producer_returns.routes,
    *producer_reviews.routes,
    *producer_questions.routes,
    *office_overview.routes,
    *office_producers.routes,
    *listing_edits.routes,
    *office_places.routes,
    *office_synonyms.routes,
    *office_room_words.routes,
    *office_audits.routes,
    *office_cod.routes,
    *office_ledger.routes,
    *office_ledger_sheets.routes,
    *office_refunds.routes,
    *office_payouts.routes,
    *office_payout_batch.routes,
    *office_cod_list.routes,
    *office_vouchers.routes,
    *office_certificates.routes,
    *grading.routes,
    *certificate.routes,
    *office_regions.routes,
    *office_returns.routes,
    *office_bank_cases.routes,
    *sandbox_bank.routes,
    *office_reviews.routes,
    *office_markets.routes,
    *office_market.routes,
    *office_market_report.routes,
    *office_stall.routes,
    *office_training.routes,
    *office_session.routes,
    *office_air.routes,
    *training.routes,
    *problems.routes,
]
