from pathlib import Path

import pytest

from index.errors import SourceError
from index.sources import read_source
from index.sources.reading import MAX_BYTES


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
