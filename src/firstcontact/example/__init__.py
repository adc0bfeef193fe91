"""A seeded synthetic region whose truth is known: files to try the system on, and counts to test it against."""

from firstcontact.example.generator import generate

__all__ = ["generate"]
