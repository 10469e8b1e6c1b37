"""Titles as a sentence names them."""

from __future__ import annotations


def quoted(title: str) -> str:
    """《…》 around a title; marks inside it become 〈〉."""
    return f"《{title.replace('《', '〈').replace('》', '〉')}》"
