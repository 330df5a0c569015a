"""Invented stories, to be laid out as the usual publishing systems lay theirs out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """An article's parts; `quotation` is set off as a block of its own after the paragraph numbered `after`."""

    key: str
    title: str
    author: str
    publisher: str
    date: str
    place: str
    paragraphs: tuple[str, ...]
    captions: tuple[str, ...]
    quotation: str
    speaker: str
    after: int = 2


BRIDGE = Story(
    key="bridge",
    title="Port Ella weighs closing its swing bridge through the winter",
    author="Marit Solheim",
    publisher="The Ella Courier",
    date="2025-11-04",
    place="PORT ELLA",
    paragraphs=(
        "The swing bridge over the Ella may stay shut to lorries from December to March, the harbour board was told on "
        "Tuesday, after divers found cracks in two of its four pivots.",
        "“We can nurse it through a mild winter, but nobody in this room can promise me a mild winter,” said Ines "
        "Okoro, the harbour master, who laid photographs of the damage on the table.",
        "Related to the closure is a second question, which the board put off until next week: who pays for the ferry "
        "that would carry the fish trucks instead.",
        "Read the divers' report before you vote, Okoro told the seven members. Three admitted that they had not.",
        "Share prices of the Ella Line, which runs the ferry, rose by 4 percent within an hour of the meeting.",
        "Tomas Brandvold, who chairs the fishermen's cooperative, warned that a detour of 61 kilometres would cost his "
        "members about 2.3 million crowns in a season.",
        "“That is not a detour. That is a tax,” he said.",
        "The board's engineer, Dr. Aiko Lindqvist, said the pivots could be replaced in eleven weeks if the steel was "
        "ordered before the end of the month.",
        "A vote is expected on Nov. 18. The mayor's office did not answer questions.",
    ),
    captions=(
        "The swing bridge at Port Ella, seen from the fish quay on Monday.",
        "Harbour master Ines Okoro before the board in Port Ella. Photo: Jon Vik / Ella Courier",
    ),
    quotation="A bridge is a promise that the town makes to itself every morning, and I would like us to keep it.",
    speaker="Ines Okoro, harbour master",
)
SEEDS = Story(
    key="seeds",
    title="Seed libraries spread as growers fear for old beans",
    author="Paulo Teixeira",
    publisher="Valley Record",
    date="2025-03-19",
    place="MILLBROOK",
    paragraphs=(
        "Nineteen villages in the upper valley now lend seeds the way that they lend books, according to a count that "
        "the Growers' Union published on Wednesday.",
        "Borrowers take a packet in spring and bring two back in autumn. Nobody is fined.",
        "The idea came from Hana Petrosyan, a retired botanist, who had kept 140 sorts of beans in jam jars in her "
        "cellar for thirty years.",
        "Petrosyan said that eleven of the sorts were thought to be extinct when she was asked for them by the national "
        "seed bank. “They sent a young man with a very small box,” she added.",
        "Photographs of the beans, each beside a coin, hang in the reading room of the Millbrook library.",
        "Not everybody is convinced. Luis Ferrand, who sells seeds in four valleys, called the libraries a hobby and "
        "said that growers who live by their harvest need seeds that come up the same every year.",
        "Advertisements for his firm have stood in the libraries' own newsletter since January.",
        "The union wants to double the number of villages by 2027, its secretary, Ruth Amadi, said.",
    ),
    captions=("Beans from the cellar of Hana Petrosyan (Photo: Valley Record)", "Jars on a shelf in Millbrook."),
    quotation="Every bean that is eaten is a book that is burnt, and every bean that is lent is a book that is read.",
    speaker="Hana Petrosyan",
)
FORUM = Story(
    key="forum",
    title="Ministers at coastal forum promise cheaper power for ports",
    author="Deng Wei-lin",
    publisher="Straits Monitor",
    date="2026-02-27",
    place="TARN BAY",
    paragraphs=(
        "Ports that plug ships into the grid will pay a third less for power from next year, Energy Minister Carla "
        "Nunes told the Coastal Economies Forum on Friday.",
        "Nunes said the reduction would cost the treasury about $84 million a year, which she called the price of "
        "breathing.",
        "The forum, now in its ninth year, brought 1,200 people from 31 countries to Tarn Bay.",
        "Wong Siu-ming, president of the Association of Container Lines, welcomed the plan but said his members would "
        "watch the details. “A plug is only useful when it fits,” he said.",
        "Of 44 ports asked by the association, nine have shore power on every quay, 12 have it on some, and 23 have "
        "none.",
        "Sharing the cost of cables, said Professor Olga Marin of the University of Tarn, would be fairer than leaving "
        "it to whoever digs first.",
        "In a report handed to the ministers, her group estimates that the ports of the region could save 610,000 "
        "tonnes of carbon dioxide by 2032.",
        "The ministers meet again in October in Port Ella.",
    ),
    captions=(
        "Energy Minister Carla Nunes speaks at the Coastal Economies Forum in Tarn Bay on Feb 27, 2026. "
        "[Photo by Lam Ho / Straits Monitor]",
        "Delegates arrive in Tarn Bay. (LAM HO / STRAITS MONITOR)",
    ),
    quotation="The sea does not care which of us paid for the cable, and neither should the children who live beside it.",
    speaker="Professor Olga Marin, University of Tarn",
    after=5,
)
STORIES = (BRIDGE, SEEDS, FORUM)
