"""Run of show, floors, co-hosts, hand-over, goods asked for."""
