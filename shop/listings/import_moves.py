"""What may follow what for an import, and how large its steps are. Pure."""

from shop.core.transitions import Transitions
from shop.listings.models import ImportState

IMPORT_MOVES = Transitions[ImportState](
    {
        ImportState.QUEUED: frozenset({ImportState.RUNNING, ImportState.FAILED, ImportState.CANCELLED}),
        ImportState.RUNNING: frozenset(
            {ImportState.CHECKED, ImportState.DONE, ImportState.CANCELLED, ImportState.FAILED}
        ),
        ImportState.CANCELLED: frozenset({ImportState.QUEUED}),
        ImportState.FAILED: frozenset({ImportState.QUEUED}),  # where a step broke off; a bad file stays bad
    }
)
OPEN = (ImportState.QUEUED, ImportState.RUNNING)
CHUNK = 500  # rows worked in one transaction
MOST_OPEN = 3  # imports of one producer that wait or run at the same time
MOST_BROKEN = 10  # times in a row one step may break off before the run fails
