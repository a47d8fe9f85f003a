"""What is listed for sale: products, variants, prices, search."""
