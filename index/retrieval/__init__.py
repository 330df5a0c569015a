"""Candidates for a question: which passages come close, and how close."""

from __future__ import annotations

from index.retrieval.dense import DenseIndex
from index.retrieval.hybrid import Match, Retriever, confidence

__all__ = ["DenseIndex", "Match", "Retriever", "confidence"]
