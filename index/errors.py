"""Everything that can go wrong with the record, each with a sentence for the person who can mend it."""

from __future__ import annotations


class RecordError(Exception):
    """A fault in a source, a model or a snapshot. `str(error)` tells whoever runs the bot what it is and what to do."""


class SourceError(RecordError):
    """A source cannot be read, or holds nothing that can be quoted."""


class WebError(SourceError):
    """An address cannot be fetched: refused, unreachable, too slow, too large, or not there."""


class ModelError(RecordError):
    """An embedding model cannot be loaded, or is not the one that was expected."""


class SnapshotError(RecordError):
    """A snapshot is missing, damaged, or was made by another model or version."""


class StoreError(RecordError):
    """A store of snapshots cannot be reached, or refuses. What it held it still holds; it may answer later."""


class CorrectionError(RecordError):
    """A moderator's correction cannot be read, kept or made."""
