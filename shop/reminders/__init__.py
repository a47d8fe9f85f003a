"""Who wants to be told of a market, a stall or a producer's next evening, and how."""
