"""Every table, imported in one place: for migrations, loaders and the tests."""

from shop.accounts import models as accounts
from shop.audits import models as audits
from shop.bank import models as bank
from shop.batches import models as batches
from shop.broadcast import models as broadcast
from shop.carriers import models as carriers
from shop.cart import models as cart
from shop.catalog import models as catalog
from shop.certification import models as certification
from shop.comment_orders import models as comment_orders
from shop.conduct import models as conduct
from shop.contracts import models as contracts
from shop.core import audit, clock, idempotency, outbox
from shop.core.db import Base
from shop.counter import models as counter
from shop.delivery import models as delivery
from shop.games import models as games
from shop.inventory import models as inventory
from shop.invoices import models as invoices
from shop.listings import models as listings
from shop.livestream import models as livestream
from shop.markets import models as markets
from shop.media import models as media
from shop.notifications import models as notifications
from shop.offers import models as offers
from shop.offline import models as offline
from shop.orders import models as orders
from shop.oversight import models as oversight
from shop.payments import models as payments
from shop.payments import provider_event as payment_events
from shop.payments.sandbox.stripe import models as sandbox
from shop.places import models as places
from shop.practice import models as practice
from shop.preorders import models as preorders
from shop.producers import models as producers
from shop.programme import models as programme
from shop.promotions import models as promotions
from shop.questions import models as questions
from shop.refunds import models as refunds
from shop.regions import models as regions
from shop.reminders import models as reminders
from shop.remittance import models as remittance
from shop.replays import models as replays
from shop.reports import models as reports
from shop.restock import models as restock
from shop.returns import models as returns
from shop.reviews import models as reviews
from shop.samples import models as samples
from shop.settlement import models as settlement
from shop.simulcast import models as simulcast
from shop.stockroom import models as stockroom
from shop.training import models as training
from shop.wholesale import models as wholesale

metadata = Base.metadata

__all__ = [
    "accounts",
    "audit",
    "audits",
    "bank",
    "batches",
    "broadcast",
    "carriers",
    "cart",
    "catalog",
    "certification",
    "clock",
    "comment_orders",
    "conduct",
    "contracts",
    "counter",
    "delivery",
    "games",
    "idempotency",
    "inventory",
    "invoices",
    "listings",
    "livestream",
    "markets",
    "media",
    "metadata",
    "notifications",
    "offers",
    "offline",
    "orders",
    "outbox",
    "oversight",
    "payment_events",
    "payments",
    "places",
    "practice",
    "preorders",
    "producers",
    "programme",
    "promotions",
    "questions",
    "refunds",
    "regions",
    "reminders",
    "remittance",
    "replays",
    "reports",
    "restock",
    "returns",
    "reviews",
    "samples",
    "sandbox",
    "settlement",
    "simulcast",
    "stockroom",
    "training",
    "wholesale",
]
