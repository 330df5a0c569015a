"""Persons: the mentions of names in a document gathered into one entity a person.

A mention belongs to a person when its words are some of the person's words in their order, whichever of them is
the family name: "Yip" and "Agnes Yip" to Agnes Yip Wai-lam, "Dame Odette" to Odette Marchetti. Where
two persons fit, what is known of titles, order and distance decides, or nothing does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from index.article import Span
from index.attribution.lexicon import may_report
from index.attribution.names import GAVE_NAME, PEERS, Name, find_names, speaks
from index.attribution.nicknames import name_by_nicknames
from index.attribution.phrases import Role, content_words, is_role_noun, same_role, with_closing_mark
from index.attribution.pronouns import SINGULAR
from index.attribution.roles import roles_of
from index.attribution.wordlists import given_names, word_group

if TYPE_CHECKING:
    from index.attribution.document import Document

_FEMALE_NOUNS = word_group("women")
_MALE_NOUNS = word_group("men")
_KIN = word_group("kin")
_ACTS_AFTER = re.compile(r", who | (?:said|says|told|asked|added)\b")
_PLAIN = frozenset({"Mr", "Mrs", "Ms", "Miss", "Mx", "Mister"})
_SURE = 1.5  # the evidence of a bare family name that lifts a full name in doubt
_HELD_AT = re.compile(r" (?:of|at|for|with) (?:the )?(?:[\w-]+ ){0,3}?(?=[A-Z])")
_TRADED = re.compile(
    r"\b(?:shares|stake|stock|shareholders|investors|takeover|purchase|bonds) (?:in|of) $", re.IGNORECASE
)


@dataclass(eq=False, slots=True)
class Person:
    """A person of the document: the mentions by name, the roles, and what the text says of the gender.

    `words` are the folded words of the fullest name. `votes` counts evidence of gender: above zero female, below
    zero male; see `gender`. `nicknames` are as printed; the mentions by one have no words.
    """

    name: str
    words: tuple[str, ...]
    mentions: list[Name] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    role_mentions: list[str] = field(default_factory=list)
    nicknames: list[str] = field(default_factory=list)
    votes: float = 0.0

    @property
    def evidence(self) -> float:
        """The weight of what speaks for a person rather than an organisation or a place."""
        best = max((m.evidence for m in self.mentions), default=0.0)
        mean = sum(m.evidence for m in self.mentions) / max(1, len(self.mentions))
        return (best + mean) / 2 + (2.0 if self.described else 0.0)

    @property
    def described(self) -> bool:
        """Whether a role lifts the name above doubt; "rival Tessaly" does not where one word is all of the name."""
        return any(not role.weak and (len(self.words) > 1 or role.head not in _KIN) for role in self.roles)

    @property
    def gender(self) -> str | None:
        """The gender that the text settles, "f" or "m", or None."""
        if abs(self.votes) < 1:
            return None
        return "f" if self.votes > 0 else "m"

    @property
    def likely_gender(self) -> str | None:
        """What the given name suggests, "f" or "m": a hint, to be used only where `gender` is None."""
        return next((g for word in self.words[:-1] if (g := given_names().get(word))), None)

    @property
    def called(self) -> str:
        """The name, after the title where that is half of it: a peer's who has no given name here ("Lord Tarn")."""
        title = next((t for m in self.mentions for t in m.titles if t in PEERS), None)
        return f"{title} {self.name}" if title and len(self.words) == 1 else self.name

    @property
    def first(self) -> int:
        """The offset of the first mention."""
        return min(m.span.start for m in self.mentions)


def find_persons(document: Document) -> list[Person]:
    """Return the document's persons in order of first mention."""
    names = find_names(document)
    roles: dict[Name, list[Role]] = {}
    for name in names:
        # "an adviser to Mr Obi, a fellow at ...": what follows a name within another's role is that other's.
        within = any(r.start < name.span.start < r.start + len(r.text) for n in list(roles)[-3:] for r in roles[n])
        roles[name] = [] if within else roles_of(document, name)
    persons: list[Person] = []
    for name in names:
        if name.full and not name.headline:
            _place_full(document, persons, name, roles[name])
    for name in names:
        if not name.full and not name.headline:
            beside = any(r.start <= name.span.start < r.start + len(r.text) for n in names for r in roles[n])
            _place_short(document, persons, name, roles[name], new=not beside)
    for name in names:
        if name.headline:
            _place_in_headline(persons, name)
    bodies = {n.words[0] for n in names if n.full and n.evidence < -1 and not n.headline}
    bodies |= {n.words[0] for n in names if _TRADED.search(document.text, max(0, n.span.start - 30), n.span.start)}
    persons = [p for p in persons if p.evidence > 0 and not (_bare(p) and p.words[0] in bodies)]
    posts = [post for found in roles.values() for role in found if (post := _post(role)) is not None]
    persons = [p for p in persons if not _is_body(document, p, posts)]
    name_by_nicknames(document, persons)
    persons.sort(key=lambda person: person.first)
    for person in persons:
        person.mentions.sort(key=lambda m: m.span.start)
        person.votes += {"f": 3, "m": -3}.get(_stated(person) or "", 0)
    _share_plural_roles(document, persons)
    _add_described_roles(document, persons)
    _vote_by_pronouns(document, persons)
    return persons


def gave_name(document: Document, persons: Sequence[Person], source: Span) -> Person | None:
    """Return the person whom a phrase introduces with a name ("A boy, who gave his name only as Marek"), if any."""
    given = GAVE_NAME.match(document.text, source.end)
    if given is None or any(may_report(word) for word in given["between"].split()):
        return None
    person = next((p for p in persons if any(m.span.start == given.end() for m in p.mentions)), None)
    if person is not None and source.of(document.text) not in person.role_mentions:
        person.role_mentions.append(source.of(document.text))
    return person


def _post(role: Role) -> Span | None:
    """Return where the body stands in a role that somebody holds at one ("head of Orm Steel"), or None."""
    match = _HELD_AT.search(role.text)
    if match is None or role.weak or role.head in _KIN | word_group("on-behalf") | word_group("relations"):
        return None
    return Span(role.start + match.end(), role.start + len(role.text))


def _is_body(document: Document, person: Person, posts: Sequence[Span]) -> bool:
    """Return whether what was taken for a person is the body at which another holds a post."""
    stated = any(m.titles for m in person.mentions) or person.described or person.likely_gender is not None
    inside = [m for m in person.mentions if any(post.start <= m.span.start < post.end for post in posts)]
    acting = (m for m in person.mentions if m not in inside and _ACTS_AFTER.match(document.text, m.span.end))
    return bool(inside) and not stated and not any(acting)


def is_part(short: Sequence[str], full: Sequence[str]) -> bool:
    """Return whether the words of `short` are all among those of `full`, in the same order."""
    rest = iter(full)
    return all(word in rest for word in short)


def _place_full(document: Document, persons: list[Person], name: Name, roles: list[Role]) -> None:
    """Give a mention of two or more words to the person whom it names, or to a new one."""
    fitting = [p for p in persons if is_part(name.words, p.words) or is_part(p.words, name.words)]
    if len(fitting) > 1:
        fitting = [p for p in fitting if p.words == name.words] or fitting[:1]
    if fitting:
        person = fitting[0]
        # A longer name is believed where it is introduced or hyphenated, not where a place has run into it.
        introduced = document.text[name.span.end : name.span.end + 1] == "," or bool(name.titles)
        if len(name.words) > len(person.words) and (introduced or "-" in name.words[-1]):
            person.words = name.words
    else:
        person = Person(_printed(document, name), name.words)
        persons.append(person)
    person.mentions.append(name)
    person.roles.extend(roles)


def _place_short(document: Document, persons: list[Person], name: Name, roles: list[Role], *, new: bool) -> None:
    """Give a mention of one word to the person whom it names, or to a new one if `new`; leave it out where two fit.

    Of two who share the name it is the one whose role stands beside the mention.
    """
    fitting = [p for p in persons if name.words[0] in p.words and p.evidence > 0 and not _is_another(p, name)]
    if not fitting and (name.evidence >= _SURE or speaks(document.text, name.span)):
        # "Sowande" is a person's name, and so "Babajide Sowande" is; no body speaks by the last word of its name.
        fitting = [
            p for p in persons if name.words[0] == p.words[-1] and p.evidence > -_SURE and not _is_another(p, name)
        ]
        name = replace(name, evidence=max(name.evidence, _SURE)) if fitting else name
    described = [p for p in fitting if any(says_no_more(new, old) for new in roles for old in p.roles)]
    person = described[0] if len(described) == 1 else choose(fitting, name) if fitting else None
    if (
        new
        and person is None
        and not fitting
        and name.evidence + (2.0 if any(role.head not in _KIN for role in roles) else 0.0) > 0
    ):
        person = Person(_printed(document, name), name.words)
        persons.append(person)
    if person is not None:
        person.mentions.append(name)
        person.roles.extend(roles)


def _is_another(person: Person, name: Name) -> bool:
    """Return whether a mention of a family name means another person: by initials, or a peer's title and gender."""
    if name.initials:
        own = {m.initials for m in person.mentions if m.initials} | {w[0] for w in person.words[:1] if person.words[1:]}
        return bool(own) and not any(name.initials.startswith(i) or i.startswith(name.initials) for i in own)
    known = _stated(person) or person.likely_gender
    return bool(PEERS & set(name.titles)) and known is not None and known != name.gender


def says_no_more(role: Role, known: Role) -> bool:
    """Return whether a role of one head says nothing that a known role does not say."""
    return bool(role.head) and role.head == known.head and content_words(role.text) <= content_words(known.text)


def _place_in_headline(persons: list[Person], name: Name) -> None:
    """Give a headline's run of capitals to the first person some of whose words it holds ("Ted Cruz Refuses")."""
    for person in persons:
        held = tuple(word for word in name.words if word in person.words)
        if held and person.evidence > 0 and person.words[-1] in held:
            person.mentions.append(replace(name, words=held))
            return


def choose(persons: Sequence[Person], name: Name) -> Person | None:
    """Return which of several persons a short mention of a name means, or None where the text leaves it open."""
    if len(persons) == 1:
        return persons[0]
    fitting = [p for p in persons if name.gender is None or _stated(p) in (None, name.gender)]
    if name.gender is not None and len(fitting) > 1:
        fitting = [p for p in fitting if p.likely_gender in (None, name.gender)] or fitting
    by_surname = [p for p in fitting if p.words[-1] == name.words[-1]]
    # A given name that is another's family name gives way; surname-first names are kept by their own form.
    fitting = by_surname or fitting
    introduced = [
        p for p in fitting if any((m.full or m.initials) and m.span.start < name.span.start for m in p.mentions)
    ]
    fitting = _of_rank(introduced or fitting, name)
    if len(fitting) <= 1:
        return fitting[0] if fitting else None
    # Two persons of one name are in play. Whoever was called so before the other came in keeps the short name.
    owners = [p for p in fitting if any(not m.full and m.span.start < name.span.start for m in p.mentions)]
    if len(owners) == 1:
        return owners[0]
    # Else the one named in full last, unless both were within two paragraphs.
    last = sorted(fitting, key=lambda p: _last_full(p, name.span.start))
    newest, other = last[-1], last[-2]
    if _paragraph_of(newest, name) - _paragraph_of(other, name) > 2:
        return newest
    # Or the one whom the text is about: named in full three times as often as all others together.
    counts = {id(p): sum(m.full for m in p.mentions) for p in fitting}
    main = max(fitting, key=lambda p: counts[id(p)])
    return main if counts[id(main)] >= 3 * (sum(counts.values()) - counts[id(main)]) else None


def _of_rank(persons: list[Person], name: Name) -> list[Person]:
    """Return the persons who bear the title of a mention ("Dr", "Captain"), or for "Mr" those with none but such."""
    ranks = set(name.titles) - _PLAIN
    if ranks:
        fitting = [p for p in persons if any(ranks & set(m.titles) for m in p.mentions)]
    elif name.titles:
        fitting = [p for p in persons if not any(set(m.titles) - _PLAIN for m in p.mentions)]
    else:
        fitting = []
    return fitting or persons


def _last_full(person: Person, before: int) -> int:
    """Return the offset of a person's last full mention before an offset, or -1."""
    return max((m.span.start for m in person.mentions if m.full and m.span.start < before), default=-1)


def _paragraph_of(person: Person, name: Name) -> int:
    """Return the paragraph of a person's last full mention before `name`."""
    before = [m.paragraph for m in person.mentions if m.full and m.span.start < name.span.start]
    return max(before, default=-1)


def _stated(person: Person) -> str | None:
    """Return the gender that titles and nouns such as "chairwoman" give a person, or None."""
    votes = sum({"f": 3, "m": -3}.get(mention.gender or "", 0) for mention in person.mentions)
    for role in person.roles:
        words = re.split(r" (?:of|at|for|in|to|from|with|on) ", role.text, maxsplit=1)[0].lower().split()
        nouns = {role.head, words[0], words[-1]}
        votes += 3 * bool(nouns & _FEMALE_NOUNS) - 3 * bool(nouns & _MALE_NOUNS)
    return "f" if votes > 0 else "m" if votes < 0 else None


def _printed(document: Document, name: Name) -> str:
    """Return a name as the source prints it, on one line."""
    source = document.to_source(name.span).of(document.article.text)
    text = " ".join([*source.split(), *filter(None, [name.family])])
    return text.title() if text.isupper() and len(text) > 3 else text


def _vote_by_pronouns(document: Document, persons: Sequence[Person]) -> None:
    """Count the pronouns that can mean only one person: the only one named before them in their sentence.

    A pronoun that opens a sentence counts for the only person named in the sentence before it. Where the given name
    suggests otherwise it takes three pronouns to settle what one settles elsewhere.
    """
    found = [(m.span.start, p) for p in persons for m in p.mentions if not m.quoted]
    for token in document.doc:
        gender = SINGULAR.get(token.lower_)
        if gender is None or document.quoted(token.idx) is not None:
            continue
        start = token.sent.start_char
        if token.i == token.sent.start and token.i > 0:
            before = document.doc[token.i - 1].sent.start_char
            start = before if document.paragraph_at(before) == document.paragraph_at(token.idx) else start
        named = {id(p): p for at, p in found if start <= at < token.idx}
        if len(named) == 1:
            person = next(iter(named.values()))
            # "her" and "his" mean somebody else more often than "she" and "he" do.
            weight = 1.0 if token.lower_ in ("he", "she", "himself", "herself") else 0.5
            weight *= 1.0 if person.likely_gender in (None, gender) else 0.4
            person.votes += weight if gender == "f" else -weight


def _bare(person: Person) -> bool:
    """Return whether one word without a title or a role but "rival" is all that names a person: maybe a company."""
    return (
        len(person.words) == 1
        and all(r.head in _KIN for r in person.roles)
        and not any(m.titles for m in person.mentions)
    )


def _share_plural_roles(document: Document, persons: Sequence[Person]) -> None:
    """Give a role in the plural after "A and B" to both ("Hannah Pell and Osei Tutu-Grant, the co-chairs of ...")."""
    text = document.text
    owners = {m.span.end: (p, m) for p in persons for m in p.mentions}
    for person in persons:
        for role in [r for r in person.roles if r.plural]:
            near = [m for m in person.mentions if m.span.end < role.start]
            if not near:
                continue
            start = near[-1].titled.start
            if text[start - 5 : start] == " and " and (other := owners.get(start - 5)):
                other[0].roles.append(role)


def _add_described_roles(document: Document, persons: Sequence[Person]) -> None:
    """Give "the chair of the bank", the subject of a sentence just after a person without a role, to that person."""
    for token in document.doc:
        if token.dep_ not in ("nsubj", "nsubjpass") or not is_role_noun(token) or token.tag_ in ("NNS", "NNPS"):
            continue
        if any(child.dep_ == "appos" for child in token.rights):
            continue  # "The moderator, the broadcaster Ilse Obi, ..." is whoever stands beside
        if token.head.lemma_ == "be" and any(
            child.dep_ == "attr" and child.pos_ == "PROPN" for child in token.head.rights
        ):
            continue  # "The first witness was Ada Obi"
        right = document.doc[token.i + 1] if token.i + 1 < len(document.doc) else None
        first = token.left_edge
        described = right is not None and right.lower_ in ("of", "at", "for", "in")
        if first.lower_ != "the" or first.i != token.sent.start or document.quoted(token.idx) is not None:
            continue
        end = max(t.i for t in right.subtree) + 1 if right is not None and described else token.i + 1
        phrase = document.text[document.doc[first.i + 1].idx : document.doc[end - 1].idx + len(document.doc[end - 1])]
        number = document.paragraph_at(token.idx)
        near = [
            (m.span.start, p)
            for p in persons
            for m in p.mentions
            if not m.quoted and m.span.start < token.idx and number - m.paragraph <= 1
        ]
        if any(same_role(token.lemma_.lower(), set(phrase.lower().split()), r) for p in persons for r in p.roles):
            continue  # the office has its holder, who need not be the one named last
        apposed = any(r.start <= token.idx < r.start + len(r.text) for p in persons for r in p.roles)
        if near and "," not in phrase and not apposed:
            person = max(near, key=lambda pair: pair[0])[1]
            # Without a complement ("The deputy archivist") only somebody just introduced is meant.
            just = len(person.mentions) == 1 or person.mentions[1].span.start > token.idx
            own = any(
                token.idx < m.span.start < token.idx + len(phrase) for m in person.mentions
            )  # "the son of Jan Obi"
            if (described or just) and not own and not any(not r.weak for r in person.roles):
                person.roles.append(
                    Role(with_closing_mark(phrase), token.lemma_.lower(), document.doc[first.i + 1].idx)
                )
