import pytest

from bot.conversation import Conversation
from bot.questions import Manner, understand
from index.article import Speaker
from tests.bot.questions.reports import asked, market, names, report_of

INES, PIET, TOBIAS, CHAN = "Ines Okoro-Lund", "Piet Okoro-Lund", "Tobias Wrenfield", "Chan Siu-ming"


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("What did Ines Okoro-Lund say about silt?", {INES}),
        ("what did ines say", {INES}),
        ("ines okoro lund on silt", {INES}),
        ("Okoro-Lund on the silt?", {INES, PIET}),  # two share the surname
        ("wrenfeild on mussels", {TOBIAS}),
        ("what does Wrenfield's count show", {TOBIAS}),
        ("renfield on mussels", {TOBIAS}),
        ("Dr Wrenfield", {TOBIAS}),
        ("the harbour master on dredging", {INES}),
        ("what did the deputy mayor say about the levy", {CHAN}),
        ("the mussel guy on noise", {TOBIAS}),
        ("what does the shellfish scientist want", {TOBIAS}),
        ("the ferry guy's complaint", {PIET}),
        ("saltline's answer?", {"Saltline Freight"}),
        ("what did the saltline freight statement say", {"Saltline Freight"}),
        ("what did the teacher say", {"a retired teacher in the third row"}),
        ("¿Qué dijo Wrenfield sobre los mejillones?", {TOBIAS}),
        ("Wrenfield 點睇噪音？", {TOBIAS}),
        ("陳少明點睇個徵費？", {CHAN}),
        ("邊個係副市長？", {CHAN}),
        ("副市長話徵費要幾多錢？", {CHAN}),
        ("陈少明是谁？", {CHAN}),
        ("レンフィールドさんの仕事は？", {TOBIAS}),
        ("伦菲尔德怎么看噪音？", {TOBIAS}),
        ("海洋生物學家怎麼看噪音？", {TOBIAS}),  # the longest role that the characters hold
        ("船長對徵費有咩睇法", {PIET}),
        ("陳生話徵費要幾多錢？", {CHAN}),
        ("陳先生點睇個徵費？", {CHAN}),
        ("副市長點回應船長", {CHAN}),  # the second is spoken to
        ("que dit le biologiste sur les moules ?", {TOBIAS}),
        ("¿Qué dijo el capitán?", {PIET}),
        ("the TI guy on noise", {TOBIAS}),  # of the Tarn Institute
        ("the academic's count", {TOBIAS}),
        ("the saltline lot on paying", {"Saltline Freight"}),
        ("Ines Okoro-Lund's swipe at the deputy mayor", {INES}),  # whose words are asked for, not at whom
        ("what did Piet shout back at Chan", {PIET}),
        ("did Wrenfield agree, compared to Chan", {TOBIAS, CHAN}),
        ("who is Ada Brandvold", {"Ada Brandvold"}),  # described, never quoted
    ],
)
def test_whoever_is_named_is_found(question: str, who: set[str]) -> None:
    assert names(question) == who


@pytest.mark.parametrize(
    "question",
    [
        "how much would a berth cost",
        "who is the finance minister",
        "what did the mayor of Paris say",
        "who counts the boats",
        "what did the guy say",
        "what do teachers earn",
        "what did Ines Smith say",
        "how deep is the harbour",
        "how many people came",
        "船長手機幾錢？",
        "my teacher wants to know the levy",
        "how high was last summer's levy",
        "谁说会盯着副市长？",
        "幾時開始清淤？",
        "為什麼要收費？",
        "明天论坛还会讨论什么议题",
        "研究生津貼由幾時開始冇加過?",
        "オープンウェイクの船は何隻ですか",
    ],
)
def test_nobody_is_found_where_nobody_is_named(question: str) -> None:
    assert names(question) == set()


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("Dr Vell on the hall", {"Martin Vell"}),  # a title tells two of one name apart
        ("what did Cllr Vell promise?", {"Ruth Vell"}),
        ("Mrs Vell's view", {"Ruth Vell"}),
        ("Vell's view", {"Martin Vell", "Ruth Vell"}),
        ("what did the councillor want", {"Ruth Vell"}),  # and not who is no relation of hers
        ("what was the baker's request", {"Joost Amell"}),  # a noun that only the article's role has
        ("what happens this year", set()),
        ("the nun's message", {"Agata Lorn"}),
        ("修女講咗乜？", {"Agata Lorn"}),
        ("the doctor's view", {"Martin Vell"}),
        ("the head's compromise", {"Hal Brisk"}),
        ("how did the CEO defend her pay", {"Nell Orme"}),
        ("who accused the councillor of haggling", {"Ruth Vell"}),
        ("what did the head nurse ask for", set()),
        ("為什麼診所沒有醫生？", set()),
        ("what did Simon Lam say", {"Lam Kwok-wai, Simon"}),
        ("Simon Lam Kwok-wai on the hall", {"Lam Kwok-wai, Simon"}),
        ("what did simon say", {"Lam Kwok-wai, Simon"}),
        ("Lam Kwok-wai's view", {"Lam Kwok-wai, Simon"}),
        ("Mr Lam's view", {"Lam Kwok-wai, Simon"}),  # of two, the one so addressed
        ("what did 林國偉 want", {"Lam Kwok-wai, Simon"}),
        ("林国伟说了什么？", {"Lam Kwok-wai, Simon"}),
        ("what does Mabel want", {"Lam Pui-yi, Mabel"}),
        ("議員封信講咩？", {"Ruth Vell"}),
        ("只有議員反對？", {"Ruth Vell"}),
    ],
)
def test_titles_and_roles_tell_apart_who_has_a_name_or_an_office_in_common(question: str, who: set[str]) -> None:
    assert {one.name for one in understand(question, Conversation(), market()).speakers} == who


def test_how_somebody_was_named_is_told() -> None:
    named = {one.mention: one.manner for one in asked("did wrenfeild answer the harbour master and Chan?").speakers}
    assert named == {"wrenfeild": Manner.SPELLING, "the harbour master": Manner.ROLE, "Chan": Manner.NAME}


def test_names_that_no_article_knows_are_told() -> None:
    assert asked("What did Margarethe Quist say about silt?").unknown == ("Margarethe Quist",)
    assert asked("what did quistgaard say").unknown == ("quistgaard",)
    assert asked("What did Wrenfeld say about the Tarn Institute?").unknown == ()
    assert asked("Why did Piet complain?").unknown == ()
    assert asked("How many TKers and MPs work in the harbour?").unknown == ()
    assert asked("which speaker bellyached about the deputy mayor's pomposity").unknown == ()
    assert asked("what did mayor quistgaard say").unknown == ("quistgaard",)


def test_the_topic_is_what_is_left() -> None:
    assert asked("what did the harbour master say about dredging costs?").topic == "dredging costs"
    assert asked("who is Wrenfield?").topic == ""


CALLED = (
    Speaker("s1", "Marta Quill", role="eel seller", aliases=("Quill", "the Duchess")),
    Speaker("s2", "Dirk Sand", role="clerk", aliases=("Sand", "Captain Maybe")),
    Speaker("s3", "Hanne Voss", role="baker", aliases=("Mimi",)),
    Speaker("s4", "Otto Lind", role="lecturer", aliases=("the Surgeon",)),
    Speaker("s5", "Ivo Pratt", role="heart surgeon"),
    Speaker("s6", "Bo Aas", role="shipowner", aliases=("the old bear",)),
)


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("what did the duchess say about eels", {"Marta Quill"}),
        ("duchess on eels", {"Marta Quill"}),
        ("the dutchess on eels", {"Marta Quill"}),  # misspelt
        ("what does captain maybe think", {"Dirk Sand"}),
        ("CAPTAIN MAYBE ON TAX", {"Dirk Sand"}),
        ("what did mimi want", {"Hanne Voss"}),
        ("what did the old bear say", {"Bo Aas"}),
        ("what did the surgeon say", {"Ivo Pratt"}),  # whose office it is goes before whoever is only called so
        ("what did the baker say", {"Hanne Voss"}),
    ],
)
def test_somebody_is_known_by_a_nickname(question: str, who: set[str]) -> None:
    assert {one.name for one in understand(question, Conversation(), report_of(CALLED)).speakers} == who
