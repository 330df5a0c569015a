"""Engines that keep snapshots and search in them: folders with FAISS in the process, and PostgreSQL."""

from __future__ import annotations

from index.stores.contract import Shelf, Store

__all__ = ["Shelf", "Store"]
