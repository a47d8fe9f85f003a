"""What banks tell of our account: notices of transfers, booked to orders, and the cases only a person can decide."""
