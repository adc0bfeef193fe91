"""Colours and type of drawings. Colours are Okabe and Ito's, which colour-blind readers tell apart.

A page swaps each of them for a variable of its stylesheet, so that drawings follow dark mode.
"""

PALETTE = {
    "ink": "#1b2733",
    "soft": "#55616d",
    "grid": "#dde3e8",
    "blue": "#0072b2",
    "orange": "#e69f00",
    "sky": "#56b4e9",
    "green": "#009e73",
    "red": "#d55e00",
    "pink": "#cc79a7",
    "neutral": "#a7b0b8",
}
FONT = "Liberation Sans, Arial, Helvetica, DejaVu Sans, sans-serif"
