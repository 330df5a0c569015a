"""Libraries: what each community answers from, and how its moderators change that."""

from __future__ import annotations

from bot.libraries.changes import (
    Add,
    Change,
    Contents,
    Correct,
    HeldSource,
    Reload,
    Remove,
    Replace,
    Rollback,
    SourceBytes,
)
from bot.libraries.default import shared_default
from bot.libraries.libraries import Libraries
from bot.libraries.results import Base, Done, Holding, Holdings, Past, Plan
from bot.libraries.serving import store_at

__all__ = [
    "Add",
    "Base",
    "Change",
    "Contents",
    "Correct",
    "Done",
    "HeldSource",
    "Holding",
    "Holdings",
    "Libraries",
    "Past",
    "Plan",
    "Reload",
    "Remove",
    "Replace",
    "Rollback",
    "SourceBytes",
    "shared_default",
    "store_at",
]
