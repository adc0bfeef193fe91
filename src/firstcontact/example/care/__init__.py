"""Kinds of care: each module turns contacts of a block of people into draft claim lines."""
