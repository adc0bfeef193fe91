"""Checks of the gate, by what they read: pages, tables, everything else."""
