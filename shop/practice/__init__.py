"""Going on air for practice: rehearsals nobody sees, and training runs with a made-up audience."""
