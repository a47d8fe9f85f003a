"""Figures of live sessions: counted from orders, talk and samples of viewers; reports, sheets and warnings."""
