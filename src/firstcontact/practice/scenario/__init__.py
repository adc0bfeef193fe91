"""Scenario files: strict reading, everything wrong at once, and the frozen Scenario that the engine reads."""
