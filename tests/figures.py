"""Figures that tests measured, printed at the end of a run: a test says `record_property("figure", line)`."""

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    named = [getattr(report, "user_properties", ()) for report in reports if getattr(report, "when", "") == "call"]
    lines = [value for properties in named for name, value in properties if name == "figure"]
    if lines:
        terminalreporter.section("figures")
        for line in lines:
            terminalreporter.write_line(str(line))
