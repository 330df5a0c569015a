"""Reading: whether a passage answers a question, and with which words."""

from __future__ import annotations

from index.reading.reader import Reader, Reading

__all__ = ["Reader", "Reading"]
