"""The ledger of money: whose it is, what was sold, withheld, given back and paid out."""
