"""Every sample page by its name."""

from itertools import chain

from tests.web.look_audits import audit_pages
from tests.web.look_buyer import buyer_pages
from tests.web.look_cards import card_pages
from tests.web.look_certificates import certificate_pages
from tests.web.look_checkout import checkout_pages
from tests.web.look_cod import cod_pages
from tests.web.look_codes import code_pages
from tests.web.look_delivery import delivery_pages
from tests.web.look_dispatch import dispatch_pages
from tests.web.look_extras import extras_pages
from tests.web.look_frame import Shown
from tests.web.look_fulfilment import fulfilment_pages
from tests.web.look_games import game_pages
from tests.web.look_goods import goods_pages
from tests.web.look_home import home_pages
from tests.web.look_invoices import invoice_pages
from tests.web.look_list import list_pages
from tests.web.look_listings import listing_pages
from tests.web.look_markets import market_pages
from tests.web.look_moderation import moderation_pages
from tests.web.look_night import night_pages
from tests.web.look_office import office_pages
from tests.web.look_offline import offline_pages
from tests.web.look_oversight import oversight_pages
from tests.web.look_pay import pay_pages
from tests.web.look_payouts import payout_pages
from tests.web.look_people import people_pages
from tests.web.look_planning import planning_pages
from tests.web.look_practice import practice_pages
from tests.web.look_preorders import preorder_pages
from tests.web.look_producers import producer_pages
from tests.web.look_product import product_pages
from tests.web.look_programme import programme_pages
from tests.web.look_questions import questions_pages
from tests.web.look_refunds import refunds_pages
from tests.web.look_replays import replay_pages
from tests.web.look_reports import reports_pages
from tests.web.look_returns import returns_pages
from tests.web.look_review import review_pages
from tests.web.look_reviews import reviews_pages
from tests.web.look_shop import shop_pages
from tests.web.look_simulcast import simulcast_pages
from tests.web.look_statements import ledger_pages, statement_pages
from tests.web.look_stockroom import stockroom_pages
from tests.web.look_till import till_pages
from tests.web.look_training import training_pages
from tests.web.look_transfers import transfer_pages
from tests.web.look_verify import verify_pages
from tests.web.look_vouchers import voucher_pages
from tests.web.look_wallets import wallet_pages
from tests.web.look_watch import watch_pages
from tests.web.look_wholesale import wholesale_pages
from tests.web.look_wishes import wish_pages


def every_page() -> dict[str, Shown]:
    """All sample pages: name -> (name, template, locale, page)."""
    shown = list(
        chain(
            home_pages(),
            shop_pages(),
            product_pages(),
            list_pages(),
            buyer_pages(),
            checkout_pages(),
            delivery_pages(),
            extras_pages(),
            people_pages(),
            programme_pages(),
            code_pages(),
            producer_pages(),
            goods_pages(),
            questions_pages(),
            review_pages(),
            reviews_pages(),
            returns_pages(),
            replay_pages(),
            reports_pages(),
            pay_pages(),
            invoice_pages(),
            statement_pages(),
            ledger_pages(),
            listing_pages(),
            office_pages(),
            certificate_pages(),
            moderation_pages(),
            night_pages(),
            market_pages(),
            planning_pages(),
            wish_pages(),
            game_pages(),
            oversight_pages(),
            stockroom_pages(),
            fulfilment_pages(),
            dispatch_pages(),
            audit_pages(),
            cod_pages(),
            refunds_pages(),
            payout_pages(),
            till_pages(),
            offline_pages(),
            practice_pages(),
            preorder_pages(),
            training_pages(),
            verify_pages(),
            voucher_pages(),
            wallet_pages(),
            watch_pages(),
            wholesale_pages(),
            transfer_pages(),
            card_pages(),
            simulcast_pages(),
        )
    )
    assert len({name for name, *_ in shown}) == len(shown), "two sample pages have one name"
    return {page[0]: page for page in shown}
