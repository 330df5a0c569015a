"""The record: from a source to a searchable snapshot. Knows nothing of any chat."""
