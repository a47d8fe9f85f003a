"""Who wants to be told when goods are back."""
