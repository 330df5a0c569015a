"""PDFs of invented stories, printed as newspapers, offices and scanners make them; each is made once a process."""

from __future__ import annotations

import io
import warnings
from functools import cache
from importlib.resources import files

from fpdf import FPDF
from PIL import Image
from pypdf import PdfReader, PdfWriter

from tests.index.sources.web.stories import Story

FONT = files("fontpkg_noto_serif") / "files" / "NotoSerif[wdth,wght].ttf"


class _Sheet(FPDF):
    """Pages with a running header and a footer with the page's number."""

    def __init__(self, running: str = "") -> None:
        super().__init__(format=(148, 210))
        self.running = running
        self.add_font("serif", fname=str(FONT))
        self.set_font("serif", size=11)

    def header(self) -> None:
        if self.running:
            self.set_font("serif", size=9)
            self.cell(0, 6, f"{self.running}  {self.page_no()}", align="C")
            self.ln(12)
            self.set_font("serif", size=11)

    def footer(self) -> None:
        if self.running:
            self.set_y(-12)
            self.set_font("serif", size=9)
            self.cell(0, 6, f"Page {self.page_no()} of {{nb}}", align="C")


def _made(sheet: FPDF) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return bytes(sheet.output())


def _begun(story: Story, running: str = "", *, facts: bool = True) -> _Sheet:
    sheet = _Sheet(running)
    if facts:
        sheet.set_title(story.title)
        sheet.set_author(story.author)
        sheet.set_lang("en-GB")
    sheet.add_page()
    sheet.set_font("serif", size=17)
    sheet.multi_cell(0, 8, story.title, new_x="LMARGIN", new_y="NEXT")
    sheet.set_font("serif", size=11)
    sheet.ln(2)
    sheet.cell(0, 6, f"By {story.author}", new_x="LMARGIN", new_y="NEXT")
    sheet.ln(3)
    return sheet


@cache
def spaced(story: Story, *, times: int = 1, facts: bool = True) -> bytes:
    """Paragraphs with space between them, flush on both sides."""
    sheet = _begun(story, f"{story.publisher} - Tuesday edition", facts=facts)
    for paragraph in story.paragraphs * times:
        sheet.multi_cell(0, 5.5, paragraph, align="J", new_x="LMARGIN", new_y="NEXT")
        sheet.ln(3)
    return _made(sheet)


@cache
def indented(story: Story) -> bytes:
    """Paragraphs without space between them, their first lines indented."""
    sheet = _begun(story)
    with sheet.text_columns(ncols=1, text_align="L", line_height=1.3) as text:
        for paragraph in story.paragraphs:
            with text.paragraph(first_line_indent=6) as part:
                part.write(paragraph)
    return _made(sheet)


@cache
def columns(story: Story) -> bytes:
    """Two columns, as newspapers have them."""
    sheet = _begun(story)
    with sheet.text_columns(ncols=2, gutter=6, text_align="L", line_height=1.3) as text:
        for paragraph in story.paragraphs:
            with text.paragraph(bottom_margin=3) as part:
                part.write(paragraph)
    return _made(sheet)


@cache
def lines(printed: tuple[str, ...], size: float = 11, height: float = 5.5) -> bytes:
    """These lines, one below the other, each of that height in mm."""
    sheet = _Sheet()
    sheet.add_page()
    sheet.set_font("serif", size=size)
    for line in printed:
        sheet.cell(0, height, line, new_x="LMARGIN", new_y="NEXT")
    return _made(sheet)


@cache
def scan(pages: int = 2) -> bytes:
    """Pictures of pages, and no text."""
    sheet = FPDF(format=(148, 210))
    for shade in range(pages):
        sheet.add_page()
        sheet.image(Image.new("L", (200, 280), 200 + shade), x=0, y=0, w=140)
    return _made(sheet)


@cache
def locked(data: bytes, password: str, *, algorithm: str = "AES-256", owner: str = "owner") -> bytes:
    """A PDF that needs a password to be opened, or with an empty one only to be changed."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(user_password=password, owner_password=owner, algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
