"""A made-up carrier that speaks the three wire formats: for the demo and the tests, never for real parcels."""
