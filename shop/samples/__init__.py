"""What an installation is filled with: the register as published, and samples to try the shop on."""
