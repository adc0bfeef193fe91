"""Strategies that practices can adopt, and what came of them."""
