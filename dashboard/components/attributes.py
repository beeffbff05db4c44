"""Attributes whose names Python cannot spell as keywords."""

from typing import Any


def aria(**values: str) -> dict[str, Any]:
    """Return `aria-*` attributes for a Dash component."""
    return {f"aria-{name}": value for name, value in values.items()}


def data(**values: str) -> dict[str, Any]:
    """Return `data-*` attributes for a Dash component."""
    return {f"data-{name}": value for name, value in values.items()}
