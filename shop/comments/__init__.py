"""What comments of a live sale mean: a grammar of Vietnamese live orders that knows no shop."""
