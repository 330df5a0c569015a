"""Candidates for a question: which passages come close, and how close."""

from __future__ import annotations

from index.retrieval.dense import DenseIndex
from index.retrieval.engine import Engine, VectorSource
from index.retrieval.evidence import COLUMNS, Evidence
from index.retrieval.hybrid import Retriever
from index.retrieval.late import TokenIndex
from index.retrieval.memory import Embedded, InMemory

__all__ = [
    "COLUMNS",
    "DenseIndex",
    "Embedded",
    "Engine",
    "Evidence",
    "InMemory",
    "Retriever",
    "TokenIndex",
    "VectorSource",
]
