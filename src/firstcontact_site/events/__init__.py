"""Events with registration; programmes with applications."""
