"""The payment of an order; cash on delivery as a machine."""
