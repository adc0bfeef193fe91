"""What a check returns: one sentence for each thing it found; empty means passed."""

Findings = list[str]
