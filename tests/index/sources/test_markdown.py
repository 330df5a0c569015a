from index.sources.markdown import read_markdown
from index.sources.reading import BUNDLED_SOURCE


def test_blocks_and_inline_marks() -> None:
    text = (
        "---\ntitle: 'Ferry to run'\nauthor: Ines Varga\nurl: https://post.example/ferry\nlayout: wide\n---\n\n"
        "# Another heading\n\nThe *ferry* will **run** again,\nsaid [the council](https://c.example).\n\n"
        "> “We should never have stopped it,” said `Okoro`.\n\n## Votes\n\n- Nine for\n- Three against\n\n"
        "```\ncode\n```\n\n![a picture](x.png)\n\n---\n\nThat was all.\n"
    )
    read = read_markdown("t.md", text, "0" * 64)
    assert (read.title, read.authors, read.address) == ("Ferry to run", ("Ines Varga",), "https://post.example/ferry")
    assert [p.span.of(read.text) for p in read.paragraphs] == [
        "The ferry will run again,\nsaid the council.",
        "“We should never have stopped it,” said Okoro.",
        "Nine for",
        "Three against",
        "That was all.",
    ]


def test_without_inline_marks_offsets_point_into_the_source_itself() -> None:
    source = BUNDLED_SOURCE.read_text(encoding="utf-8")
    read = read_markdown("digest", source, "0" * 64)
    assert read.text == source
    assert read.title is not None
    assert read.title.startswith("Hong Kong cast as financier")
    assert read.publisher == "Digest of public reporting on the forum"
    assert read.dateline == "HONG KONG"
    assert len(read.paragraphs) == 16


def test_odd_line_separators_move_nothing() -> None:
    read = read_markdown("t.md", "# Title\n\nFirst\u2028para is *here*.\n\nSecond *para* is here.\n", "0" * 64)
    assert [p.span.of(read.text) for p in read.paragraphs] == ["First\u2028para is here.", "Second para is here."]


def test_tables_and_footnotes_are_not_part_of_what_was_said() -> None:
    head = "---\ntitle: The *frost* debt\nauthor: [Ines Vale, 'Tom Haddo']\n---\n\n"
    text = head + "It froze[^1].\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n[^1]: At night.\n"
    read = read_markdown("t.md", text, "0" * 64)
    assert [p.span.of(read.text) for p in read.paragraphs] == ["It froze."]
    assert (read.title, read.authors) == ("The frost debt", ("Ines Vale", "Tom Haddo"))


def test_the_last_line_of_a_block_quotation_says_whose_words_they_are() -> None:
    text = (
        "# Bridge\n\nIt *may* close.\n\n> We can nurse it through.\n> — Ines Okoro, harbour master\n\n"
        "> It is a *tax*.\n>\n> -- Tomas Brandvold\n\n> Okoro signed nothing here.\n\nThat was all.\n"
    )
    read = read_markdown("t.md", text, "0" * 64)
    assert [(p.span.of(read.text), p.label, p.label_span and p.label_span.of(read.text)) for p in read.paragraphs] == [
        ("It may close.", None, None),
        ("We can nurse it through.", "Ines Okoro, harbour master", "Ines Okoro, harbour master"),
        ("It is a tax.", "Tomas Brandvold", "Tomas Brandvold"),
        ("Okoro signed nothing here.", None, None),
        ("That was all.", None, None),
    ]
