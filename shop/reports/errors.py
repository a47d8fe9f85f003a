"""Refusals of reports."""

from shop.core.errors import Invalid, NotFound


class ReportUnknown(NotFound):
    """The producer had no part in this session, or there is none such."""

    code = "report_unknown"


class DaysTurned(Invalid):
    """The first day comes after the last one."""

    code = "days_turned"
