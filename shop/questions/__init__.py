"""What shoppers ask about a product, and what its producer answers."""
