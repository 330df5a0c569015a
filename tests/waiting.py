"""Waiting for what nothing tells the test of: it is looked for again and again, and it fails where it does not come."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

SECONDS = 120.0  # on a machine that has much else to do; what does not come at all is no use waiting for


async def until(so: Callable[[], object], seconds: float = SECONDS) -> None:
    """Wait until `so` returns something true.

    Raises:
        TimeoutError: it did not within `seconds`.
    """
    async with asyncio.timeout(seconds):
        while not so():  # noqa: ASYNC110 - nothing tells of it, so that nothing could set an event
            await asyncio.sleep(0.01)
