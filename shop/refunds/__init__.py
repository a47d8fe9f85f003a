"""Money that goes back by persons: owed for a reason, approved by a second person, paid from hand to hand or bank."""
