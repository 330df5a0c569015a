"""Moving all that is kept from the data folder to PostgreSQL, and back."""

from __future__ import annotations

from bot.migrating.moving import Moved, NotTheSame, TargetInUse, move
from bot.migrating.places import Kept, kept_at

__all__ = ["Kept", "Moved", "NotTheSame", "TargetInUse", "kept_at", "move"]
