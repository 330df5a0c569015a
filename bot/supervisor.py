"""Telling systemd how the process is, where systemd started it and wants to know (`Type=notify`, `WatchdogSec`)."""

from __future__ import annotations

import asyncio
import logging
import os
import socket

log = logging.getLogger(__name__)

_MICROSECONDS = 1_000_000


def notify(word: str) -> None:
    """Tell systemd `word`, like "READY=1"; without one that listens, nothing happens.

    Failing to tell is logged and ends nothing.
    """
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as there:
            there.connect("\0" + address[1:] if address.startswith("@") else address)
            there.send(word.encode())
    except OSError as error:
        log.warning("systemd could not be told how the bot is (%s).", error.strerror or error)


async def keep_watchdog_calm() -> None:
    """Give systemd a sign of life, twice as often as it wants one, for as long as the event loop turns.

    Returns at once where it wants none.
    """
    wanted = os.environ.get("WATCHDOG_USEC", "")
    for_this_process = os.environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
    if not wanted.isdecimal() or not int(wanted) or not for_this_process:
        return
    while True:
        notify("WATCHDOG=1")
        await asyncio.sleep(int(wanted) / _MICROSECONDS / 2)
