"""The typefaces that Hongqiao brings, so that cards, charts and briefs look the same on every machine."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "fonts"
FAMILY = "Noto Sans CJK SC"
