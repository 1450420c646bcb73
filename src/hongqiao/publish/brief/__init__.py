"""The mayor's brief: two to four pages with charts, each number footnoted to what it rests on."""

from hongqiao.publish.brief.contents import Brief, brief
from hongqiao.publish.brief.setting import pdf

__all__ = ["Brief", "brief", "pdf"]
