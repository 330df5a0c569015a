from index.article import Speaker
from index.passages import MAX_WORDS, cut_passages
from tests.records import article_of, attribution_of, said


def test_a_paragraph_is_a_passage_with_its_statements() -> None:
    article = article_of("“It rained,” said Ines Okoro.", "Nobody came.", "“Why?” a man asked.")
    attribution = attribution_of(
        [Speaker("s1", "Ines Okoro")], said(article, "It rained", "s1"), said(article, "Why?", None)
    )
    passages = cut_passages(article, attribution)
    assert [p.text for p in passages] == ["“It rained,” said Ines Okoro.", "Nobody came.", "“Why?” a man asked."]
    assert [p.number for p in passages] == [1, 2, 3]
    assert [p.speakers for p in passages] == [("s1",), (), ()]
    assert [p.unclear for p in passages] == [False, False, True]
    assert all(article.text[slice(*p.span)] == p.text for p in passages)


def test_long_paragraphs_are_divided_between_sentences() -> None:
    sentence = "The council met again and again until everybody had forgotten why it met. "
    article = article_of((sentence * 40).strip())
    passages = cut_passages(article, attribution_of([]))
    assert len(passages) > 2
    assert all(len(p.text.split()) <= MAX_WORDS for p in passages)
    assert all(p.text.endswith("met.") and p.text.startswith("The council") for p in passages)
    assert sum(len(p.sentences) for p in passages) == 40


def test_a_statement_over_two_passages_belongs_to_both() -> None:
    long = "So we went on and on and on with it. " * 30
    article = article_of(f"“{long.strip()}” said Ines Okoro.")
    passages = cut_passages(article, attribution_of([Speaker("s1", "Ines Okoro")], said(article, long.strip(), "s1")))
    assert len(passages) > 1
    assert all(p.speakers == ("s1",) for p in passages)


def test_a_mark_of_what_was_heard_is_no_passage() -> None:
    passages = cut_passages(article_of("It rained.", "[Laughter]", "(Applause.)", "Nobody came."), attribution_of([]))
    assert [(p.text, p.number, p.paragraph) for p in passages] == [("It rained.", 1, 1), ("Nobody came.", 2, 4)]
