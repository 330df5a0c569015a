import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from index import sources
from index.errors import SourceError
from index.sources import read_bytes, read_source, read_sources, source_of
from index.sources.reach import Reach
from index.sources.reading import MAX_BYTES
from tests.index.sources import pdfs
from tests.index.sources.web.layouts import wordpress_classic
from tests.index.sources.web.stories import SEEDS


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbfIt rained.\r\nNobody came.\r\n", "It rained.\nNobody came.\n".encode("utf-16")]
)
def test_byte_order_marks_and_windows_newlines(tmp_path: Path, data: bytes) -> None:
    article = read_source(write(tmp_path, "a.txt", data))
    assert article.text == "It rained.\nNobody came.\n"
    assert len(article.paragraphs) == 2


@pytest.mark.parametrize(
    ("name", "data", "complaint"),
    [
        ("a.txt", b"", "no paragraph"),
        ("a.md", b"# Only a heading\n", "no paragraph"),
        ("a.txt", b"caf\xe9 closed.", "UTF-8"),
        ("a.txt", b"GIF89a\0\0", "a picture"),
        ("a.docx", b"PK", "'.docx'"),
        ("a.txt", b"It rained.\n" * (MAX_BYTES // 10), "larger than 5 MB"),
    ],
)
def test_what_cannot_be_quoted_is_refused_by_name(tmp_path: Path, name: str, data: bytes, complaint: str) -> None:
    with pytest.raises(SourceError, match=complaint) as caught:
        read_source(write(tmp_path, name, data))
    assert name in str(caught.value)


def test_what_is_not_there_or_is_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        read_source(tmp_path / "gone.txt")
    with pytest.raises(SourceError, match="is a folder"):
        read_source(tmp_path)


def test_files_of_every_format_are_read(tmp_path: Path) -> None:
    page = read_source(write(tmp_path, "a.html", wordpress_classic(SEEDS).encode()))
    printed = read_source(write(tmp_path, "a.pdf", pdfs.spaced(SEEDS)))
    spoken = read_source(write(tmp_path, "a.srt", b"1\n00:00:01,000 --> 00:00:02,000\nOrr: It rained.\n"))
    assert (page.title, printed.title) == (SEEDS.title, SEEDS.title)
    assert len(spoken.paragraphs) == 1


def test_addresses_and_files_are_read_side_by_side(tmp_path: Path) -> None:
    file = write(tmp_path, "a.txt", b"It rained.\n")
    with served(wordpress_classic(SEEDS)) as address:
        ours = Reach(may_connect=lambda ip: ip.is_loopback)
        articles, origins = read_sources([source_of(str(file)), source_of(address)], ours)
        with pytest.raises(SourceError, match="private network"):
            read_source(address)
    assert [article.name for article in articles] == ["a.txt", address]
    assert [origins[article.sha256].path for article in articles] == [str(file), address]


@contextmanager
def served(page: str) -> Iterator[str]:
    """Serve a page on this machine, and give its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/a"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_an_address_comes_along_whatever_the_format() -> None:
    read = read_bytes("notes.txt", b"It rained.\n", content_type="text/plain", address="https://news.example/notes.txt")
    assert read.address == "https://news.example/notes.txt"


def test_the_package_has_the_names_that_it_says_and_no_others() -> None:
    assert all(callable(getattr(sources, name)) or name == "BUNDLED_SOURCE" for name in sources.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'read_docx'"):
        _ = sources.read_docx
