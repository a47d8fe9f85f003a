"""VNPAY and MoMo played by ourselves: for the demonstration and the tests, never for real money."""
