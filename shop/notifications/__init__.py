"""What people are told: e-mail and in-app."""
