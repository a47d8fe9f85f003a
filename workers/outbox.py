"""The one page "event -> who reacts". A kind that is not here becomes a dead letter; a test walks all events."""

from shop.accounts.events import SignInCodeAsked, SignUpRepeated
from shop.bank.events import BankNoticed, TransferShort
from shop.batches.events import BatchRecalled
from shop.broadcast.events import CaptionSaid, TakeEnded, TakeStarted
from shop.carriers.events import CarrierReported, ShipmentMoved
from shop.certification.events import (
    CertificateExpiring,
    CertificateGranted,
    CertificateLapsed,
    CertificateMoved,
    CertificateRevoked,
    RegionAnswered,
)
from shop.core.events import Event
from shop.counter.events import DrawerHandedIn
from shop.games import events as games
from shop.inventory.events import StockReceived, StockRunsLow, StockTaken
from shop.invoices.events import InvoiceIssued
from shop.listings.events import ListingApproved, ListingDeclined
from shop.livestream.events import (
    CommentHidden,
    CommentPosted,
    PinChanged,
    SessionEnded,
    SessionStarted,
    SlowModeSet,
)
from shop.markets.events import (
    CoHostsChanged,
    FloorChanged,
    FloorsAsked,
    MarketDropped,
    MarketMoved,
    StallDropped,
    StallMoved,
    StallShifted,
)
from shop.media.events import PictureReceived
from shop.offers.events import FlashEnded, FlashPlanned, OfferSet, WaitingChanged, WaitingClosed, WaitingServed
from shop.orders.events import (
    OrderAllotted,
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderExpired,
    OrderHandedOver,
    OrderLate,
    OrderPacked,
    OrderPlaced,
    OrderRefused,
    OrderRelocated,
    OrderShipped,
    OrderUnpaid,
    OrderUnsupplied,
    OrderWaiting,
)
from shop.oversight import events as oversight
from shop.payments.events import PaymentMoved, PaymentRemitted, ProviderTold, RefundMoved
from shop.payouts.events import PayoutAccountChanged, PayoutFailed, PayoutPaid
from shop.producers.events import (
    MemberInvited,
    PaperAsked,
    ProducerReinstated,
    ProducerShownAnew,
    ProducerSuspended,
    RegistrationApproved,
    RegistrationDeclined,
    RegistrationReturned,
    RegistrationSubmitted,
)
from shop.programme.events import SegmentBegan, SegmentsChanged, StockAskMoved, ViewersMoved
from shop.questions.events import QuestionAnswered, QuestionAsked
from shop.reminders.events import WatchCalled
from shop.remittance.events import UnaskedCashTaken
from shop.restock.events import GoodsBack
from shop.returns.events import RefundPaid, ReturnMoved
from shop.reviews.events import ReviewAnswered, ReviewRemoved, ReviewWritten
from shop.training import events as training
from shop.wholesale.events import EnquiryAsked, EnquiryMoved
from workers.bank import book, tell_short
from workers.carriers import follow
from workers.catalog import regrade
from workers.certification import forget_lists_of_region
from workers.contracts import freeze
from workers.counter import collect, hand_in
from workers.dispatch import lead
from workers.games import say_result, tell_winners
from workers.inventory import tell_of_recall
from workers.invoices import adjust, invoice, tell_issued
from workers.listings import tell_members
from workers.livestream import drop, tell_rooms
from workers.markets import (
    tell_asked_place,
    tell_floor_moved,
    tell_floors_wanted,
    tell_market_off,
    tell_moved,
    tell_shifted,
    tell_stall_off,
)
from workers.media import ready
from workers.notifications import send_code, tell_buyer, tell_low, tell_of_late, tell_producer, tell_recalled
from workers.offers import serve_next, tell_turn
from workers.orders import confirm, release
from workers.oversight import tell_complainer, tell_concerned_by, tell_host_warned, tell_takedown_late
from workers.payments import heed, settle
from workers.payouts import tell_changed, tell_paid
from workers.producers import forget_pages_of_producer, send_invitation, tell_applicant, tell_owner
from workers.questions import tell_asked, tell_asker
from workers.refunds import tell_refunded
from workers.reminders import tell_called
from workers.replays import begin, forbid, withdraw
from workers.restock import tell_waiting
from workers.returns import follow_refund, tell_concerned
from workers.reviews import tell_desk, tell_writer, withhold
from workers.settlement import give_back, receive, sell
from workers.simulcast import end_simulcast
from workers.subscribe import Reaction, Subscriber, Subscriptions
from workers.training import tell_person
from workers.wholesale import tell_other_side, tell_producer_of_enquiry

SUBSCRIPTIONS: Subscriptions = {
    OrderPlaced: Reaction(room=tell_rooms, work=(confirm, freeze)),
    OrderConfirmed: Reaction(work=(tell_buyer,)),
    OrderCancelled: Reaction(room=tell_rooms, work=(tell_buyer, invoice, serve_next)),
    OrderExpired: Reaction(room=tell_rooms, work=(tell_buyer, serve_next)),
    OrderPacked: Reaction(work=(tell_buyer,)),
    OrderHandedOver: Reaction(work=(tell_buyer, collect, invoice, sell)),
    OrderShipped: Reaction(work=(tell_buyer,)),
    OrderDelivered: Reaction(work=(tell_buyer, collect, invoice, sell)),
    OrderRefused: Reaction(room=tell_rooms, work=(tell_buyer, invoice, sell, serve_next)),
    OrderWaiting: Reaction(work=(tell_buyer,)),
    OrderUnsupplied: Reaction(room=tell_rooms, work=(tell_buyer, invoice)),
    OrderUnpaid: Reaction(work=(tell_buyer,)),
    OrderAllotted: Reaction(room=tell_rooms, work=(tell_buyer,)),
    OrderRelocated: Reaction(room=tell_rooms, work=(tell_buyer,)),
    OrderLate: Reaction(work=(tell_of_late,)),
    CertificateMoved: Reaction(work=(regrade,)),
    CertificateGranted: Reaction(work=(regrade, tell_producer)),
    CertificateExpiring: Reaction(work=(tell_producer,)),
    RegionAnswered: Reaction(work=(forget_lists_of_region,)),
    CertificateLapsed: Reaction(room=tell_rooms, work=(release, drop, regrade, tell_producer)),
    CertificateRevoked: Reaction(room=tell_rooms, work=(release, drop, regrade, tell_producer)),
    ProducerSuspended: Reaction(room=tell_rooms),
    ProducerReinstated: Reaction(room=tell_rooms),
    ProducerShownAnew: Reaction(work=(forget_pages_of_producer,)),
    RegistrationSubmitted: Reaction(work=(tell_applicant,)),
    RegistrationReturned: Reaction(work=(tell_applicant,)),
    RegistrationApproved: Reaction(work=(tell_applicant,)),
    RegistrationDeclined: Reaction(work=(tell_applicant,)),
    PaperAsked: Reaction(work=(tell_applicant,)),
    MemberInvited: Reaction(work=(send_invitation,)),
    SignUpRepeated: Reaction(work=(tell_owner,)),
    SignInCodeAsked: Reaction(work=(send_code,)),
    StockReceived: Reaction(room=tell_rooms, work=(serve_next,)),
    StockTaken: Reaction(room=tell_rooms),
    StockRunsLow: Reaction(work=(tell_low,)),
    PictureReceived: Reaction(work=(ready,)),
    BatchRecalled: Reaction(work=(tell_of_recall, tell_recalled)),
    CarrierReported: Reaction(work=(follow,)),
    ShipmentMoved: Reaction(work=(lead,)),
    ListingApproved: Reaction(work=(tell_members,)),
    ListingDeclined: Reaction(work=(tell_members,)),
    ReviewWritten: Reaction(work=(tell_desk,)),
    ReviewAnswered: Reaction(work=(tell_writer,)),
    ReviewRemoved: Reaction(work=(tell_writer, withhold)),
    training.SeatGiven: Reaction(work=(tell_person,)),
    training.LicenceGranted: Reaction(work=(tell_person,)),
    training.LicenceRevoked: Reaction(work=(tell_person,)),
    training.IdentityVerified: Reaction(work=(tell_person,)),
    training.IdentityDeclined: Reaction(work=(tell_person,)),
    training.IdentityRevoked: Reaction(work=(tell_person,)),
    QuestionAsked: Reaction(work=(tell_asked,)),
    QuestionAnswered: Reaction(work=(tell_asker,)),
    GoodsBack: Reaction(work=(tell_waiting,)),
    WatchCalled: Reaction(work=(tell_called,)),
    EnquiryAsked: Reaction(work=(tell_producer_of_enquiry,)),
    EnquiryMoved: Reaction(work=(tell_other_side,)),
    ReturnMoved: Reaction(work=(tell_concerned,)),
    RefundPaid: Reaction(),
    PaymentMoved: Reaction(work=(settle, receive)),
    InvoiceIssued: Reaction(work=(tell_issued,)),
    BankNoticed: Reaction(work=(book,)),
    TransferShort: Reaction(work=(tell_short,)),
    PaymentRemitted: Reaction(work=(receive,)),
    UnaskedCashTaken: Reaction(work=(collect,)),
    DrawerHandedIn: Reaction(work=(hand_in,)),
    ProviderTold: Reaction(work=(heed,)),
    RefundMoved: Reaction(work=(follow_refund, adjust, tell_refunded, give_back)),
    PayoutPaid: Reaction(work=(tell_paid,)),
    PayoutFailed: Reaction(work=(tell_paid,)),
    PayoutAccountChanged: Reaction(work=(tell_changed,)),
    SessionStarted: Reaction(room=tell_rooms),
    SessionEnded: Reaction(room=tell_rooms, work=(end_simulcast, begin)),
    PinChanged: Reaction(room=tell_rooms, work=(serve_next,)),
    CommentPosted: Reaction(room=tell_rooms),
    CommentHidden: Reaction(room=tell_rooms),
    SlowModeSet: Reaction(room=tell_rooms),
    TakeStarted: Reaction(room=tell_rooms),
    TakeEnded: Reaction(room=tell_rooms),
    CaptionSaid: Reaction(room=tell_rooms),
    StallMoved: Reaction(room=tell_rooms),
    StallShifted: Reaction(work=(tell_shifted,)),
    StallDropped: Reaction(room=tell_rooms, work=(end_simulcast, tell_stall_off)),
    MarketMoved: Reaction(work=(tell_moved,)),
    MarketDropped: Reaction(work=(tell_market_off,)),
    CoHostsChanged: Reaction(room=tell_rooms),
    FloorChanged: Reaction(room=tell_rooms, work=(tell_floor_moved,)),
    FloorsAsked: Reaction(work=(tell_floors_wanted,)),
    SegmentBegan: Reaction(room=tell_rooms),
    SegmentsChanged: Reaction(room=tell_rooms),
    StockAskMoved: Reaction(room=tell_rooms, work=(tell_asked_place,)),
    ViewersMoved: Reaction(room=tell_rooms),
    games.PollChanged: Reaction(room=tell_rooms),
    games.PollVoted: Reaction(room=tell_rooms),
    games.DrawAnnounced: Reaction(room=tell_rooms),
    games.DrawEntered: Reaction(room=tell_rooms),
    games.DrawDrawn: Reaction(room=tell_rooms, work=(say_result, tell_winners)),
    games.DropChanged: Reaction(room=tell_rooms),
    games.DropKept: Reaction(room=tell_rooms),
    oversight.SessionHalted: Reaction(room=tell_rooms, work=(withdraw,)),
    oversight.ReplayForbidden: Reaction(work=(forbid,)),
    oversight.ComplaintMoved: Reaction(work=(tell_complainer,)),
    oversight.StatementAsked: Reaction(work=(tell_concerned_by,)),
    oversight.HostWarned: Reaction(work=(tell_host_warned,)),
    oversight.TakedownLate: Reaction(work=(tell_takedown_late,)),
    OfferSet: Reaction(room=tell_rooms),
    WaitingChanged: Reaction(room=tell_rooms),
    WaitingServed: Reaction(room=tell_rooms, work=(tell_turn,)),
    WaitingClosed: Reaction(room=tell_rooms, work=(tell_turn,)),
    FlashPlanned: Reaction(room=tell_rooms),
    FlashEnded: Reaction(room=tell_rooms),
}


def reaction_to(kind: str) -> Reaction[Event] | None:
    """Who reacts to events of `kind`; None when nobody knows the kind."""
    for event, reaction in SUBSCRIPTIONS.items():
        if event.kind == kind:
            return reaction
    return None


def find_subscriber(kind: str, name: str) -> Subscriber[Event]:
    """The subscriber `name` of events of `kind`.

    Raises:
        LookupError: this version of the program has none.
    """
    reaction = reaction_to(kind) or Reaction()
    for one in reaction.work:
        if one.name == name:
            return one
    raise LookupError(f"nobody called {name} reacts to {kind}")


def gathered_names() -> list[str]:
    """The subscribers whose deliveries are gathered for a moment and worked together."""
    named = {one.name for reaction in SUBSCRIPTIONS.values() for one in reaction.work if one.together is not None}
    return sorted(named)
