"""Every address of the shop, and which reads are answered before the framework."""

from litestar.types import ControllerRouterHandler

from shop.accounts import api as accounts
from shop.accounts import code_api as sign_in_codes
from shop.audits import api as audits
from shop.bank import api as bank
from shop.batches import api as batches
from shop.broadcast import api as broadcast
from shop.broadcast import hook_api as ingest_hooks
from shop.broadcast import watch_api as playback
from shop.carriers import api as carriers
from shop.cart import api as cart
from shop.catalog import api as catalog
from shop.catalog import synonym_api as synonyms
from shop.certification import api as certification
from shop.certification import officer_api as certification_officers
from shop.certification import register_api as register
from shop.comment_orders import api as comment_orders
from shop.conduct import api as conduct
from shop.contracts import api as contracts
from shop.counter import api as counter
from shop.delivery import api as delivery
from shop.dispatch import api as dispatch
from shop.fulfilment import api as fulfilment
from shop.fulfilment import cash_api
from shop.games import api as games
from shop.http import health
from shop.inventory import api as inventory
from shop.invoices import api as invoices
from shop.listings import api as listings
from shop.listings import edit_api as listing_edits
from shop.listings import import_api as listing_imports
from shop.livestream import api as livestream
from shop.livestream import asyncapi
from shop.livestream import talk_api as talk
from shop.livestream import wait_api as waiting
from shop.livestream import watch_api as rooms
from shop.livestream import word_api as room_words
from shop.markets import api as markets
from shop.markets import team_api as markets_team
from shop.notifications import api as notifications
from shop.offers import api as offers
from shop.offline import api as offline
from shop.orders import api as orders
from shop.orders import buyer_api as buyers
from shop.orders import pay_api as order_payments
from shop.orders import preorder_api as preorder_orders
from shop.oversight import api as oversight
from shop.payments import stripe_api
from shop.payments import wallet_api as wallets
from shop.payouts import api as payouts
from shop.places import api as places
from shop.practice import api as practice
from shop.preorders import api as preorders
from shop.producers import api as producers
from shop.programme import api as programme
from shop.promotions import api as promotions
from shop.questions import api as questions
from shop.refunds import api as refunds
from shop.regions import api as regions
from shop.reminders import api as reminders
from shop.remittance import api as remittance
from shop.replays import api as replays
from shop.replays import file_api as replay_files
from shop.replays import playlist_api as replay_playlists
from shop.reports import api as reports
from shop.restock import api as restock
from shop.returns import api as returns
from shop.returns import staff_api as staff_returns
from shop.reviews import api as reviews
from shop.settlement import api as settlement
from shop.simulcast import api as simulcast
from shop.stockroom import api as stockroom
from shop.stockroom import keep_api as stock_keeping
from shop.training import api as training
from shop.training import office_api as training_office
from shop.web import routes as web
from shop.wholesale import api as wholesale

ROUTES: list[ControllerRouterHandler] = [
    *accounts.routes,
    *sign_in_codes.routes,
    *regions.routes,
    *producers.routes,
    *certification.routes,
    *certification_officers.routes,
    *register.routes,
    *places.routes,
    *training.routes,
    *training_office.routes,
    *catalog.routes,
    *synonyms.routes,
    *batches.routes,
    *inventory.routes,
    *stockroom.routes,
    *stock_keeping.routes,
    *audits.routes,
    *programme.routes,
    *markets.routes,
    *promotions.routes,
    *cart.routes,
    *carriers.routes,
    *bank.routes,
    *stripe_api.routes,
    *delivery.routes,
    *orders.routes,
    *dispatch.routes,
    *fulfilment.routes,
    *cash_api.routes,
    *contracts.routes,
    *invoices.routes,
    *settlement.routes,
    *counter.routes,
    *offline.routes,
    *buyers.routes,
    *order_payments.routes,
    *preorders.routes,
    *preorder_orders.routes,
    *wallets.routes,
    *refunds.routes,
    *remittance.routes,
    *returns.routes,
    *staff_returns.routes,
    *payouts.routes,
    *reviews.routes,
    *questions.routes,
    *reminders.routes,
    *restock.routes,
    *listings.routes,
    *listing_edits.routes,
    *listing_imports.routes,
    *markets_team.routes,
    *livestream.routes,
    *broadcast.routes,
    *ingest_hooks.routes,
    *playback.routes,
    *games.routes,
    *talk.routes,
    *comment_orders.routes,
    *room_words.routes,
    *rooms.routes,
    *rooms.taps,
    *reports.routes,
    *asyncapi.routes,
    *conduct.routes,
    *oversight.routes,
    *practice.routes,
    *replays.routes,
    *replay_files.routes,
    *replay_playlists.routes,
    *wholesale.routes,
    *simulcast.routes,
    *waiting.routes,
    *offers.routes,
    *notifications.routes,
    *health.routes,
    *web.routes,
]

PUBLIC_READS = (
    *catalog.PUBLIC_READS,
    *regions.PUBLIC_READS,
    *register.PUBLIC_READS,
    *rooms.PUBLIC_READS,
    *web.PUBLIC_READS,
)
