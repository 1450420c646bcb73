"""Charts: one grammar for pages, cards and the brief; each point leads to its source, each chart has its table.

A `Chart` holds a Vega-Lite specification and the figures that it draws. The page shows it as SVG beside a table, the
brief sets the same SVG, a download carries the figures with every source they rest on.
"""

from hongqiao.publish.charts.bounds import readings, targets
from hongqiao.publish.charts.chart import Chart, Point
from hongqiao.publish.charts.drawing import BLUE, CONFIG, HAIR, INK, MOSS, PAPER, RED, SITE, svg
from hongqiao.publish.charts.funnel import funnel
from hongqiao.publish.charts.series import series

__all__ = [
    "BLUE", "CONFIG", "HAIR", "INK", "MOSS", "PAPER", "RED", "SITE", "Chart", "Point", "funnel", "readings", "series",
    "svg", "targets",
]  # fmt: skip
