"""Lines of furniture, and paragraphs that only begin like them."""

from __future__ import annotations

import pytest

from index.sources.furniture import is_furniture

FURNITURE = (
    "Advertisement",
    "ADVERTISEMENT - Continue reading below",
    "Story continues below advertisement",
    "READ MORE: Council raises parking fees",
    "Also Read | Five things to do this weekend",
    "Read more about the bridge",
    "Related: What the new timetable means",
    "More on this story",
    "You may also like",
    "Sign up for our newsletter",
    "Get the morning briefing delivered to your inbox",
    "Subscribe to our podcast here.",
    "Follow us on Facebook and X",
    "Click here to subscribe to our e-edition.",
    "Become a member and support our journalism.",
    "Photo: Jon Vik / Ella Courier",
    "File photo of the swing bridge",
    "The swing bridge at Port Ella on Monday Photo: Jon Vik",
    "The swing bridge at Port Ella on Monday | picture: Jon Vik",
    "The quay (picture courtesy of the harbour board).",
    "Divers at the pivots. (Image)",
    "The swing bridge at Port Ella on Monday. Photo: Jon Vik / Ella Courier",
    "Delegates arrive in Tarn Bay. (LAM HO / STRAITS MONITOR)",
    "Energy Minister Carla Nunes speaks in Tarn Bay. [Photo by Lam Ho / Straits Monitor]",
    "A crane is lifted onto the quay. (AP Photo/Jon Vik)",
    "This file photo taken on May 3 shows the quay.",
    "Contact the writers at vik@courier.example",
    "(Reporting by Marit Solheim; Editing by Nora Quist)",
    "Have a tip? E-mail us at tips@courier.example.",
    "© 2025 The Ella Courier",
    "All rights reserved.",
    "This story has been updated with comments from the mayor.",
    "The views do not necessarily reflect those of the paper.",
    "5 min read",
    "Share this article",
    "Facebook Twitter WhatsApp",
    "Comments are closed.",
    "Already a subscriber? Sign in",
    "Our Standards: The Trust Principles.",
)
PARAGRAPHS = (
    "Advertisements for his firm have stood in the newsletter since January.",
    "Related to the closure is a second question, which the board put off until next week.",
    "Read the report before you vote, she told them.",
    "“Read more books,” she said.",
    "“Sign up to our newsletter and you learn nothing,” Okoro said.",
    "Share prices of the ferry company fell by 4 percent.",
    "Sharing the cost of cables, said Marin, would be fairer.",
    "Photographs of the beans hang in the reading room.",
    "Photos by satellites showed the crack two years ago, the engineer said.",
    "More than nine hundred people came to the quay.",
    "More from the sea than from the land came the danger, he said.",
    "Follow the money, she advised the board.",
    "Supporters of the bridge met on Friday.",
    "Watch what they do and not what they say, said the mayor.",
    "Left alone, the pivots would last another winter, the divers said.",
    "Copyright was the subject of the afternoon, in which three lawyers spoke.",
    "See you in court, she told the company.",
    "“VIDEO: that is all they sent us,” he said.",
    "The bank was fined (see page 4).",
    "She would not give the divers all the credit: two pivots had been greased in the same year.",
    "He painted a darker picture: by May the quay would be closed to lorries.",
    "Close your eyes, she told the board (picture a bridge that does not open).",
    "The ferry company would pay its share (provided they ask in time).",
    "He voted with both parties (Harbour/Green).",
    "Contact with the ship was lost at nine, the coast guard said.",
    "This story begins with a boat, Nunes said, and it ends with one.",
    "The ministers meet again in October in Port Ella.",
)


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize("line", PARAGRAPHS)
def test_paragraphs(line: str) -> None:
    assert not is_furniture(line)
