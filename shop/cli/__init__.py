"""`shop …`: a module per family of commands, imported only when it is asked for."""
