"""What a consumer is told before the contract, and the contract itself: frozen when the order was placed."""
