"""What may follow what for an import, and how large its steps are. Pure."""

from shop.core.transitions import Transitions
from shop.listings.models import ImportState

IMPORT_MOVES = Transitions[ImportState](
    {
        ImportState.QUEUED: frozenset({ImportState.RUNNING, ImportState.FAILED, ImportState.CANCELLED}),
        ImportState.RUNNING: frozenset({ImportState.CHECKED, ImportState.DONE, ImportState.CANCELLED}),
        ImportState.CANCELLED: frozenset({ImportState.QUEUED}),
    }
)
OPEN = (ImportState.QUEUED, ImportState.RUNNING)
CHUNK = 500  # rows worked in one transaction
MOST_OPEN = 3  # imports of one producer that wait or run at the same time
