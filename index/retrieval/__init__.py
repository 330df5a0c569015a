"""Candidates for a question: which passages come close, and how close."""

from __future__ import annotations

from index.retrieval.dense import DenseIndex
from index.retrieval.evidence import COLUMNS, Evidence
from index.retrieval.hybrid import Match, Retriever
from index.retrieval.late import TokenIndex

__all__ = ["COLUMNS", "DenseIndex", "Evidence", "Match", "Retriever", "TokenIndex"]
