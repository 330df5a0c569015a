"""Watching web sources, against a server of our own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from index.archive import Archive
from index.corrections import Origin
from index.embedding import DEFAULT_MODEL, Encoder
from index.errors import SnapshotError, SourceError
from index.snapshot import build_snapshot
from index.sources import Fetched, fetch, read_bytes, read_source
from index.sources.reach import Reach
from index.watching import Watch, Watched, look_again, watched_in
from tests.index.sources.web.layouts import wordpress_classic
from tests.index.sources.web.stories import BRIDGE, SEEDS

OURS = Reach(may_connect=lambda address: address.is_loopback, seconds=10.0)
ALLOWED = partial(fetch, reach=OURS)


class Site:
    """A server of one page at /a, whose version a test sets; it answers 304 to who has that version."""

    def __init__(self) -> None:
        self.page = wordpress_classic(SEEDS)
        self.version = "1"
        self.down = False
        self.asked: list[str | None] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                held = self.headers.get("If-None-Match")
                site.asked.append(held)
                if site.down:
                    self.send_error(503)
                elif held == f'"{site.version}"':
                    self.send_response(304)
                    self.end_headers()
                else:
                    data = site.page.encode()
                    self.send_response(200)
                    self.send_header("Content-Type", "text/html; charset=utf-8")
                    self.send_header("Content-Length", str(len(data)))
                    self.send_header("ETag", f'"{site.version}"')
                    self.end_headers()
                    self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}/a"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def publish(self, page: str) -> None:
        """Have another page stand there."""
        self.page = page
        self.version += "1"

    def close(self) -> None:
        """End the server."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.close()


def held(site: Site) -> Watched:
    page = read_bytes(site.address, site.page.encode(), content_type="text/html", address=site.address)
    return Watched(site.address, site.address, page)


def looked(*watched: Watched) -> list[tuple[str | None, str | None]]:
    """Return of each source the title that it has now, where it changed, and what is said where it failed."""
    looks = asyncio.run(look_again(watched, ALLOWED))
    return [(look.article.title if look.article else None, str(look.error) if look.error else None) for look in looks]


def test_a_page_of_which_only_the_surroundings_changed_has_not_changed(site: Site) -> None:
    known = held(site)
    site.publish(site.page.replace("Recent Posts", "Most recent posts").replace("postid-12", "postid-77"))
    assert looked(known) == [(None, None)]


def test_the_version_of_the_last_look_is_asked_for(site: Site) -> None:
    (first,) = asyncio.run(look_again([held(site)], ALLOWED))
    assert first.watched.etag == '"1"'
    (second,) = asyncio.run(look_again([first.watched], ALLOWED))
    assert second.article is None
    assert second.watched == first.watched
    assert site.asked == [None, '"1"']


def test_a_changed_page_comes_with_its_article_and_a_failing_one_stays(site: Site) -> None:
    other = Site()
    known = [held(site), held(other)]
    site.publish(wordpress_classic(BRIDGE))
    other.down = True
    (changed, failed) = asyncio.run(look_again(known, ALLOWED))
    other.close()
    assert changed.article is not None
    assert changed.article.title == BRIDGE.title
    assert changed.watched.article == changed.article
    assert changed.fetched is not None
    assert changed.fetched.data == site.page.encode()
    assert failed.article is None
    assert "status 503" in str(failed.error)
    assert failed.watched == known[1]


def test_a_page_of_another_title_has_changed_and_one_that_was_not_read_yet_has_where_its_bytes_did(site: Site) -> None:
    known = held(site)
    site.publish(site.page.replace(SEEDS.title, "Another headline"))
    assert looked(known) == [("Another headline", None)]
    unread = Watched(site.address, site.address, None, site.page.encode())
    assert looked(unread) == [(None, None)]
    assert looked(Watched(site.address, site.address)) == [("Another headline", None)]


def test_a_page_that_became_a_paywall_is_told_of_and_not_taken(site: Site) -> None:
    known = held(site)
    site.publish("<html><body><p>It rained in the valley.</p><p>Subscribe to continue reading</p></body></html>")
    ((title, said),) = looked(known)
    assert title is None
    assert said is not None
    assert "paywall" in said


def test_watching_rebuilds_when_a_page_changed_and_only_then(site: Site, tmp_path: Path, encoder: Encoder) -> None:
    file = tmp_path / "report.txt"
    file.write_text("“The ferry will run again in April,” said Lena Wu, the mayor.\n", encoding="utf-8")
    fetched = asyncio.run(fetch(site.address, reach=OURS))
    assert isinstance(fetched, Fetched)
    page = read_bytes(site.address, fetched.data, content_type=fetched.content_type, address=fetched.address)
    report = read_source(file)
    archive = Archive(tmp_path / "index")
    origins = {page.sha256: Origin(site.address), report.sha256: Origin(str(file))}
    archive.save(build_snapshot([page, report], encoder, None, origins))
    first = archive.load()
    assert [watched.address for watched in watched_in(first)] == [site.address]

    told: list[str] = []
    watch = Watch(archive, DEFAULT_MODEL, told.append, reach=OURS, load_encoder=lambda _name: encoder)
    assert not watch.look()
    assert "nothing changed in 1 web source" in told[-1]

    site.publish(site.page.replace("in jam jars", "in honey jars"))
    assert watch.look()
    second = archive.load()
    assert second.manifest.id != first.manifest.id
    assert any("honey jars" in passage.text for passage in second.passages)
    assert any("The ferry will run" in passage.text for passage in second.passages)
    assert f"{site.address} changed. Passages: 0 added, 0 removed, 1 edited." in told[-1]
    assert [entry.path for entry in second.manifest.sources] == [site.address, str(file)]

    site.down = True
    assert not watch.look()
    assert any("status 503" in line for line in told)
    site.down = False
    file.unlink()
    site.publish(wordpress_classic(BRIDGE))
    assert not watch.look()
    assert "does not exist" in told[-1]
    assert "The old index is unchanged." in told[-1]
    assert archive.load().manifest.id == second.manifest.id


def test_an_index_without_web_sources_cannot_be_watched(tmp_path: Path, digest_archive: Path) -> None:
    with pytest.raises(SourceError, match="no web source"):
        Watch(Archive(digest_archive), DEFAULT_MODEL, print).run(0, 1)
    with pytest.raises(SnapshotError, match="no index"):
        Watch(Archive(tmp_path), DEFAULT_MODEL, print).run(0, 1)
