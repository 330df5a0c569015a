"""Photographing a page with a browser that nobody sees: Debian's Chromium."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageChops

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_WIDTH, _HEIGHT = 860, 3_000  # pixels of the page, before they are doubled
_MARGIN = 24  # pixels, doubled
_COLOURS = 128  # keeps a picture small; its text has few


class NoBrowser(Exception):
    """There is no Chromium to photograph with. `str(error)` says what to install."""


def photograph(page: str, picture: Path) -> None:
    """Write what the HTML `page` looks like to `picture`, a PNG, without the empty space around it.

    Raises:
        NoBrowser: none of the browsers is installed.
        subprocess.CalledProcessError: the browser failed.
    """
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        raise NoBrowser("Pictures are photographed with Chromium, which is missing. On Debian: apt install chromium")
    with tempfile.TemporaryDirectory() as folder:
        source, photo = Path(folder) / "page.html", Path(folder) / "photo.png"
        source.write_text(page, encoding="utf-8")
        options = (
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--force-device-scale-factor=2",
            "--virtual-time-budget=10000",  # milliseconds: else letters of a font that is still being read are missing
            f"--user-data-dir={folder}/profile",
            f"--window-size={_WIDTH},{_HEIGHT}",
            f"--screenshot={photo}",
        )
        subprocess.run([browser, *options, source.as_uri()], check=True, capture_output=True, timeout=120)
        with Image.open(photo) as whole:
            trimmed(whole.convert("RGB")).quantize(_COLOURS, dither=Image.Dither.NONE).save(picture, optimize=True)


def trimmed(photo: Image.Image) -> Image.Image:
    """Return a photo without what has the colour of its last pixel around it, but for a margin."""
    empty = Image.new("RGB", photo.size, photo.getpixel((photo.width - 1, photo.height - 1)))
    box = ImageChops.difference(photo, empty).getbbox()
    return photo if box is None else photo.crop((0, 0, photo.width, min(photo.height, box[3] + _MARGIN)))
