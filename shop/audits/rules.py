"""What is kept of a run of the auditor. Pure."""

MOST_FINDINGS = 1000  # kept of a run; all are counted
KEPT_DAYS = 90  # of a run
