"""Cash on delivery after it was taken in: who holds it, handed in, reconciled, settled."""
