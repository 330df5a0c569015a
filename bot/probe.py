"""`python -m bot.probe`: whether the bot on this machine serves its members, as an exit code: 0, or 1 with a sentence.

For a container's health check, every half minute: it asks the port of HEALTH_PORT and imports next to nothing.
"""

from __future__ import annotations

import http.client
import json
import os
import sys

_SECONDS = 4.0
_EVERYWHERE = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - asked for here, not listened at
"""Where a server that listens at all of a machine's addresses is asked."""


def probe(host: str, port: int) -> tuple[bool, str]:
    """Return whether the bot whose health is told at `host` and `port` is ready, and what it says of itself."""
    connection = http.client.HTTPConnection(_EVERYWHERE.get(host, host), port, timeout=_SECONDS)
    try:
        connection.request("GET", "/ready")
        response = connection.getresponse()
        said = json.loads(response.read(65_536))
    except (OSError, ValueError, http.client.HTTPException) as error:
        return False, f"The bot's health is not told at {host}:{port} ({type(error).__name__})."
    finally:
        connection.close()
    return response.status == http.client.OK, json.dumps(said)


def main() -> None:
    """Ask, print, and end with the exit code."""
    host, port = os.environ.get("HEALTH_HOST", "127.0.0.1"), os.environ.get("HEALTH_PORT", "")
    if not port.isdecimal() or not 0 < int(port) < 65_536:
        sys.exit("HEALTH_PORT is not set to the port at which the bot tells its health.")
    ready, said = probe(host, int(port))
    print(said)
    sys.exit(0 if ready else 1)


if __name__ == "__main__":
    main()
