"""Whether a platform is connected just now, for whoever asks after the bot's health."""

from __future__ import annotations

from bot.metrics import Metrics


class Connection:
    """The state of one platform's connection: the platform reports it; health and metrics read it.

    A platform has one as its attribute `connection`. Reports may be repeated, since only a change counts.
    """

    def __init__(self, platform: str, metrics: Metrics) -> None:
        """Begin unconnected; `platform` is the platform's name, `metrics` what counts its reconnects."""
        self.is_up = False
        self._platform = platform
        self._metrics = metrics
        self._was_up = False
        metrics.connected(platform, is_connected=False)

    def up(self) -> None:
        """Report that the platform can serve members now."""
        if not self.is_up:
            self._metrics.connected(self._platform, is_connected=True, again=self._was_up)
            self.is_up = self._was_up = True

    def down(self) -> None:
        """Report that the connection is lost, or was ended."""
        self.is_up = False
        self._metrics.connected(self._platform, is_connected=False)
