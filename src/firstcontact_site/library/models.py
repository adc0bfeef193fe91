"""Strategies and the stories of practices that tried them."""

from firstcontact_site.library.stories import Story
from firstcontact_site.library.strategies import StrategyIndex, StrategyMeasure, StrategyPage, StrategyTouch

__all__ = ["Story", "StrategyIndex", "StrategyMeasure", "StrategyPage", "StrategyTouch"]
