"""Eligibility: rules as data, three answers, each with its quoted sentence."""

from hongqiao.match.eligibility.measure import Condition, Firm, Measure, firms, measure, measures
from hongqiao.match.eligibility.verdict import VERDICTS, Answer, Bulk, Change, Finding, eligible

__all__ = [
    "VERDICTS",
    "Answer",
    "Bulk",
    "Change",
    "Condition",
    "Finding",
    "Firm",
    "Measure",
    "eligible",
    "firms",
    "measure",
    "measures",
]
