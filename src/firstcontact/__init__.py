"""firstcontact measures and strengthens primary care: raw claims in, a safe public dashboard out."""

__version__ = "0.1.0"
