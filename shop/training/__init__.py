"""Courses of the programme, who learned there, and who may go on air."""
