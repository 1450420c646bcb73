"""Targets: where they stand as of a date, judged from dated figures and said in words."""

from hongqiao.measure.target.status import Status, Verdict, statuses, target_status
from hongqiao.measure.target.wording import LANGUAGES, words

__all__ = ["LANGUAGES", "Status", "Verdict", "statuses", "target_status", "words"]
