"""Engines that keep snapshots and search in them: folders with FAISS in the process, and PostgreSQL."""

from __future__ import annotations

from index.stores.contract import Shelf, Store
from index.stores.folders import FolderStore

__all__ = ["FolderStore", "Shelf", "Store"]
