"""The slow twin of practice scores: `slow_scores(rows, measure file)`."""

from support.score_twin.score import slow_scores

__all__ = ["slow_scores"]
