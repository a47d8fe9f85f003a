"""What every domain may lean on; knows no business noun."""
