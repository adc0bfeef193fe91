"""The weekly model: practices x draws as lanes, the steps of each week in a fixed order."""

from firstcontact.practice.engine.ask import lane_outcomes

__all__ = ["lane_outcomes"]
