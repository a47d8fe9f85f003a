"""The counter of a sales point: walk-in sales, what comes back, the cash drawer, the end of a day."""
