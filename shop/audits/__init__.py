"""What the auditor found: each run over all books is kept, with its findings."""
