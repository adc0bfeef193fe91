"""The truth: what the engine should find, counted from the planted rows while they are at hand."""
