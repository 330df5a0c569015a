"""What sort of answer a question wants, by its cue words in the languages that members write in.

English patterns are matched against the folded question with "§" in place of whomever it names, so that
"what did § say" fits however the speaker is called.
"""

from __future__ import annotations

import re
from functools import cache

from bot.questions.question import Kind
from bot.questions.words import stem, tokens
from index.attribution.lexicon import cue_verbs

_SPEAKERS = r"(?:speakers|panell?ists?|panel|participants|interviewees|voices|contributors)"
_SPEECH = (
    r"(?:points?|remarks?|comments?|quotes?|statements?|words|contributions?|lines|arguments?|views|opinions|answers|digs"
    r"|jokes|thoughts|claims|promises|complaints|suggestions|demands)"
)
_STANCE = (
    r"(?:views?|takes?|thoughts|opinions?|stance|position on|position about|arguments?|case for|case against|answer|reply"
    r"|response|reaction|comeback|retort|advice|plans?|ideas?|estimates?|guess|figures?|numbers?|stats|statistics|claims?"
    r"|warnings?|predictions?|forecasts?|proposals?|suggestions?|fix|remedy|alternative|complaints?|worr(?:y|ies)|concerns?"
    r"|fears?|promises?|demands?|criticisms?|defen[cs]e|explanation|excuse|reasons?|line on|words on|point about|points on"
    r"|comments?|remarks?|quotes?|statement|wish|hopes?|tips?)"
)
_OFFICE = (
    r"(?:jobs?(?: title)?|roles?|titles?|position|posts?|occupation|profession|day job|background|line of work|affiliation"
    r"|employer|compan(?:y|ies)|organi[sz]ation|outfit|university|uni|department|firm|workplace|work|career|rank|party and post)"
)
_HOLD = (
    r"(?:from|with|at|for|of|heads?|runs?|represents?|works?|leads?|chairs?|holds?|teach(?:es)?|lectures?|belongs?"
    r"|practi[cs]es?|employed|based|speaks? for|associated|attached)"
)
_BODIES = (
    r"(?:compan(?:y|ies)|firms?|banks?|uni(?:versity|s)?|outfit|organi[sz]ations?|institutes?|insurer|schools?|papers?|bod(?:y|ies)"
    r"|agency|part(?:y|ies)|club|group|department|employer|newspaper|charity|union|ministry|business|lab|office)"
)
_THING_ASKED = r"(?:(?:and|so|but|ok|also|then|do you know|any idea|tell me|remind me|pls|please|can you tell me),? )*"
_SHOWN = r"(?:that|this|it|those|these|the (?:last|previous|above) (?:one|quote|bit|line|passage))"

_ENGLISH: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (Kind.PROVENANCE, rf"^{_THING_ASKED}(?:is|was|are|were) {_SHOWN} (?:an? )?(?:actual |real |direct |exact |verbatim )*"
                          r"(?:quot\w+|paraphrase\w*|verbatim|indirect|narration|the (?:reporter|paper|writer|journalist|author)"
                          r"|his|her|their|said)\b"),
        (Kind.PROVENANCE, rf"^{_THING_ASKED}(?:who (?:said|says|wrote|claimed|told (?:you|us|them)) {_SHOWN}"
                          rf"|whose (?:words?|quote|line|figure|number|opinion|view|claim)s? (?:is|was|are|were) {_SHOWN}"
                          rf"|did (?:he|she|they|§|anyone) (?:really |actually |literally )*(?:say|said|put it like) {_SHOWN})\W*$"),
        (Kind.PROVENANCE, r"^\W*(?:a )?(?:direct )?quote or (?:not|the reporter|paraphrase|narration)\W*$"
                          r"|\b(?:his|her|their|§'s) (?:own|exact) words\W*$|^in (?:his|her|their) own words\W*$"),
        (Kind.WHO_SAID, r"\bor (?:is (?:it|that) |was it )?(?:just )?(?:the )?(?:paper|reporter|newspaper|journalist|article)\b"),
        (Kind.SPEAKERS, rf"\b(?:list|name|who (?:are|were|is|was|'s)|who's|give me|show me|all|full list of|names of)\b"
                        rf"(?: \w+){{0,4}} (?:{_SPEAKERS}|(?:people|everyone|everybody|persons|those|folks)(?: \w+){{0,2}}"
                        r" (?:quoted|speaking|spoke|speaks?|on (?:the )?panel|on stage|on record|cited))(?: please)?\b"),
        (Kind.SPEAKERS, r"^\W*(?:so |and )?(?:who(?:'s|s| is| are| were| was| all)?(?: else| all| everyone)?) (?:speaks?|spoke|talks?"
                        r"|quoted|speaking|cited|(?:on|in) (?:the )?(?:record|panel|stage|article|piece|line-?up)|there|present|here|appeared)"
                        r"(?: (?:in|at|on) (?:this|the) \w+| here| there)?(?: piece)?\W*(?:names\b.*)?$"),
        (Kind.SPEAKERS, rf"^\W*(?:the )?(?:{_SPEAKERS}|who(?:'s| is| was)? on (?:the )?panel|list of {_SPEAKERS})\W*$"),
        (Kind.EVERYTHING, rf"\b(?:everything|anything|all)\b(?: \w+){{0,3}} §(?:'s)?(?: \w+){{0,1}} (?:say|says|said|told|tell|did|spoke|promised"
                          r"|contributed|made|raised|mentioned|argued|brought|or)\b(?!.* (?:on|about|regarding) \w)"),
        (Kind.EVERYTHING, rf"\b(?:everything|all|every|each)\b(?: \w+){{0,4}} (?:from|by|of) §(?: at §)?(?: pls| please)?\W*$"),
        (Kind.EVERYTHING, rf"\b(?:all|every|list|each|summari[sz]e|full list|give me|show)\b(?: \w+){{0,3}} §(?:'s)? {_SPEECH}"
                          r"(?: please| pls)?\W*$"),
        (Kind.EVERYTHING, rf"\b(?:all|every|list|each)\b(?: \w+){{0,2}} {_SPEECH}(?: that)?(?: from| by| of)? §(?: \w+){{0,3}}\W*$"),
        (Kind.EVERYTHING, r"^\W*(?:so |and )?(?:what|wot|wat|where) (?:did|does|has|had|have) §(?: have to)? (?:say|said|talk about|speak"
                          r"|speak about|contribute|chip in|bring up|mention)(?: (?:at|in|on|during) the \w+| overall| in total| that day)?\W*$"),
        (Kind.WHO_IS, r"\b(?:who|what)(?:'s|s| is| are| was| exactly is) (?:this |that )?§(?: again| exactly| anyway| actually| even"
                      r"| then)?\W*$"),
        (Kind.WHO_IS, r"\bwho §(?: \w+)? is\b|^\W*§(?:'s)?,? (?:=|who)\W*(?:is|'s|s)?(?: (?:he|she|that|this|they)\b.*)?\W*$|^\W*§ who\W*$"
                      r"|^§,? who'?s (?:he|she)\b"),
        (Kind.WHO_IS, rf"§'?s? (?:own |current |actual |exact )?{_OFFICE}(?: (?:at|in|with) .*)?\W*$|{_OFFICE} (?:of|does|is) §\W*(?:have|hold|from|with)?\W*$"),
        (Kind.WHO_IS, r"\bwhat (?:does|do) §(?: \w+)? do\b(?: for (?:a living|work|a job)| at § | and where| exactly| there)?\W*(?:and where)?\W*$"
                      r"|\bwhat (?:does|did) § do for (?:a living|work)"),
        (Kind.WHO_IS, rf"\b(?:which|what) (?:\w+ )?{_BODIES} (?:is|does|do|are|was|did) §(?: \w+)? {_HOLD}\b"
                      rf"|\bwhich \w+ (?:does|is) § (?:head|from|run|represent|with|lead)\b"),
        (Kind.WHO_IS, r"\bwhere (?:does|do|is) § (?:works?|teach|based|practi[cs]e|lecture|employed|from)\b"
                      r"|\bwhom? (?:does|do|is) § (?:works?|speak|act|with|represent)\b|\bwho(?:'s|s) § with\b"
                      r"|§ (?:works?|is from|is with|teaches|practi[cs]es)(?:/\w+)? (?:where|(?:at|for|from) (?:which|what|whom))"),
        (Kind.WHO_IS, rf"\bwhat (?:post|office|position|title|role|job|rank|seat|subject)(?: \w+)? (?:does|is|has|did|do) §(?: \w+)?"
                      r" (?:hold|have|held|got|fill|in|lecture|teach)"),
        (Kind.LIST, r"\bwho (?:\w+ )?(?:disagree|agree|clash|contradict|fell out|push|quarrel|argue|oppose|differ)\w*\b"
                    r"(?: (?:with|back|over|about|on|against) (?:whom|who|each other|one another|somebody|someone|else|what)| with whom)?\W*"
                    r"(?:list.*|and.*)?$"),
        (Kind.LIST, r"\b(?:what|which) (?:did |do |questions? )?(?:the )?(?:people|audience|crowd|members|attendees|room|public|floor)\b.*"
                    r"\b(?:ask|asked|raise|raised|want|wanted|bring|brought|question\w*|say)\b|\b(?:audience|floor|crowd|q&a) questions\b"
                    r"|\bask(?:ed)? in the q&a\b"),
        (Kind.LIST, r"^\W*(?:can you |could you |please |pls |give me |show me )*(?:list|name|enumerate)\b"),
        (Kind.LIST, r"\b(?:which|what) (?:of the )?(?:\w+ )?(?!does|is|was)(?:companies|firms|people|speakers|banks|countries|places|cities|projects"
                    r"|organi[sz]ations|bodies|universities|schools|disputes|disagreements|topics|questions|professors|experts|figures"
                    r"|ministers|groups|names|causes|measures|problems|reasons)\b"),
        (Kind.LIST, r"^\W*(?:all|every|each)(?: of)?(?: the)? \w+"),
        (Kind.LIST, r"\bwhere (?:did|do) .*\b(?:disagree|clash|differ)\b|\bany (?:disagreements|disputes|clashes)\b"),
        (Kind.TOPIC, r"\b(?:what|anything|something|much|nothing)(?: \w+){0,2} (?:was |is |been |were )?(?:said|mentioned|written|discussed)?"
                     r" ?(?:about|on|regarding|concerning|re)\b(?!.*§)(?=.*\w)"),
        (Kind.TOPIC, r"^\W*(?:any mention of|anything (?:on|about|regarding)|something (?:on|about)|tell me about|info on|more on"
                     r"|what about|how about)\b"),
        (Kind.WHAT_SAID, r"\baccording to §|§ (?:on|re|about|regarding|over|vs|:)\b|^\W*§\W*:"),
        (Kind.WHAT_SAID, rf"§'s (?:\w+ ){{0,2}}{_STANCE}\b|\b{_STANCE} (?:of|from|by) §"),
    )
)  # fmt: skip

_WHO = re.compile(
    r"^\W*(?:(?:and|so|but|ok|then|do you know|any idea|tell me|remind me|which|pls|please|was it|hey),? )*"
    r"(?:who|whos|who's|which (?:\w+ )?(?:speakers?|panell?ists?|person|guest|expert|participants?|officials?|delegates?|one|of them|man|woman"
    r"|politician|executive))"
    r"(?: (?:was it that|it was that|was|were|is|has|had|have|also|just|really|actually|first|even|only|else|the one who|there))* "
    r"(?P<verb>[\w'-]+)(?P<rest>.*)"
)
_WHOSE = re.compile(
    r"^\W*(?:\w+ )?whose (?:\w+ )?(?:line|words?|quote|remark|phrase|idea|claim|comment|estimate|figure|view|joke|analogy|image|metaphor"
    r"|opinion|warning|argument|complaint|suggestion|point|quip|theory|proposal|story|question)s?\b"
)
_TELLS = frozenset(
    """compare liken call describe want use raise bring speak talk put think believe accuse name quote blame praise oppose support
    back wish hope fear prefer tell reckon joke mock quip poke rail cast favour favor scoff sneer grumble moan complain brag boast
    defend attack slam dismiss question doubt challenge interrupt shout yell push argue object insist swear vow predict expect
    estimate dub label liken thank apologise apologize rebuke tease invoke cite mention ask reply answer respond say""".split()
)
_MAKES = re.compile(r"^ (?:the|a|an|that|this)?(?: \w+){0,2} ?(?:remark|comment|joke|point|case|claim|comparison|quip|crack|argument|image|promise"
                    r"|line|dig|analogy|metaphor)")  # fmt: skip
_ASKS_OF = re.compile(
    r"\b(?:did|does|do|has|had|have|would|could|will|is|was|can|should|are|were|might)(?: \w+)? §(?: \w+ly| ever| actually| just)? (?P<verb>[\w']+)"
)
_INVERTED = re.compile(r"§ (?P<verb>[\w']+)")

_OTHER: dict[str, tuple[tuple[Kind, bool, re.Pattern[str]], ...]] = {
    language: tuple((kind, named, re.compile(pattern)) for kind, named, pattern in rows)
    for language, rows in {
        "zh": (
            (Kind.PROVENANCE, False, r"^(?:呢|這|这|那|嗰)?(?:句|個|个|段)?(?:係咪|是不是|是否|係|是).{0,6}(?:引述|引文|原話|原话|佢講|他說|他说|記者|记者)"
                                     r"|^(?:邊個|谁|誰)(?:說|说|講|讲|話|话)(?:的|嘅|㗎)?[?？]?$"),
            (Kind.SPEAKERS, False, r"(?:邊啲|哪些|列出|所有|全部|有邊個|有谁|有誰|邊幾位|哪几位).{0,4}(?:講者|讲者|嘉賓|嘉宾|發言|发言|演講|演讲|講過嘢|出席)"),
            (Kind.EVERYTHING, True, r"一共|總共|总共|全部|所有|成個.{0,4}講過|講過(?:啲乜|啲咩|乜嘢|咩)|(?:說|说|講|讲)(?:了|過|过)(?:哪些|什麼|什么)(?:話|话)?[?？]?$"),
            (Kind.WHO_IS, True, r"(?:是|係|系)(?:誰|谁|邊個|边个|咩人|什麼人|什么人|乜嘢人|乜人|何人|邊位)|(?:做|任|擔任|担任)(?:乜|咩|什麼|什么|邊|哪)"
                                r"|職位|职位|職務|职务|身份|身分|頭銜|头衔|職業|职业|來自(?:邊|哪)|来自哪|(?:邊間|哪家|哪間|哪个|哪個|邊個)(?:公司|機構|机构|大學|大学|銀行|银行|學校|组织|單位|单位)[的嘅㗎]?"),
            (Kind.WHO_SAID, False, r"(?:邊個|边个|誰|谁|邊位|哪位|哪個人|哪个人|邊個人)(?:講者|讲者|嘉賓|嘉宾)?.{0,4}(?:話|话|說|说|講|讲|提|認為|认为|覺得|觉得|問|问|批評|批评|指|稱|称|形容|比喻"
                                   r"|比作|嘲|主張|主张|警告|要求|建議|建议|叫|想|反對|反对|支持|抱怨|笑|用.{1,8}(?:形容|比))"),
            (Kind.LIST, False, r"哪些|邊啲|列出|列舉|列举|(?:有)(?:什麼|什么|乜嘢|咩)(?:人|公司|機構|机构|問題|问题)"),
            (Kind.WHAT_SAID, True, r"話|话|說|说|講|讲|怎么看|怎麼看|點睇|點講|覺得|觉得|认为|認為|看法|意見|意见|形容|回應|回应|評|评|建議|建议|調侃|调侃|點答|點解|想要?|主張|主张|提出|反驳|反駁|警告"),
            (Kind.TOPIC, False, r"(?:有冇|有沒有|有没有).{0,3}(?:講|讲|提|說|说)|^(?:關於|关于|有關|有关)|(?:呢|嗎|吗)?^.{1,6}[?？]?$(?<![誰谁何幾多點解怎邊哪])"),
        ),
        "ja": (
            (Kind.PROVENANCE, False, r"^(?:それ|これ|その\w{0,4}|今の).{0,6}(?:引用|本人|記者)|^(?:それ|これ)(?:は|を).{0,2}(?:誰|だれ).{0,4}(?:言|話)"),
            (Kind.SPEAKERS, False, r"(?:登壇者|発言者|スピーカー|講演者|パネリスト|話し手).{0,6}(?:誰|一覧|全員|リスト|教え|すべて)"),
            (Kind.EVERYTHING, True, r"(?:すべて|全て|全部).{0,8}(?:発言|言|コメント)|(?:発言|言|コメント).{0,8}(?:すべて|全て|全部)"),
            (Kind.WHO_SAID, False, r"(?:誰|だれ|どの(?:登壇者|人|スピーカー|発言者)).{0,40}(?:言|述べ|話|語|主張|例え|たとえ|批判|呼|警告|提案|求め|質問|指摘|反論|表現)"),
            (Kind.WHO_IS, True, r"(?:誰|だれ|どなた)(?:です|なの|[?？]|$)|どんな(?:仕事|人)|どういう人|役職|肩書|職業|仕事は|所属|どこの|何の代表|会社名|何をしている"),
            (Kind.LIST, False, r"一覧|すべて|全て|挙げて|どの(?:企業|会社)|どんな(?:企業|会社|人たち)"),
            (Kind.WHAT_SAID, True, r"何と|どう(?:思|考|言|述べ|説明|反論|答)|言|述べ|意見|見解|話し|語|によると|なぜ|主張|提案"),
        ),
        "fr": (
            (Kind.PROVENANCE, False, r"^(?:c'est|est-ce) (?:une |bien une )?(?:citation|le journaliste|ses mots)|^qui a dit (?:ca|cela)\W*$"),
            (Kind.SPEAKERS, False, r"qui (?:parle|s'exprime|intervient|est cite|a pris la parole)\b|(?:liste|noms) des (?:intervenants|orateurs|participants)|^(?:les )?intervenants"),
            (Kind.EVERYTHING, True, r"tout ce qu|(?:toutes|tous) les (?:declarations|propos|citations|remarques)"),
            (Kind.WHO_IS, True, r"\bqui (?:est|c'est|etait)\b|c'est qui|(?:poste|titre|role|metier|fonction|profession) (?:de|d')|ou travaille|pour qui travaille|que fait § "),
            (Kind.WHO_SAID, False, r"\bqui (?:a|ont|avait|est-ce qui a|d'autre a)\W+(?:\w+ )?(?:dit|declare|affirme|qualifie|compare|accuse|demande|critique|appele|propose|crie|plaisante|evoque"
                                   r"|mentionne|parle|averti|soutenu|pretendu|decrit|pose|reclame|denonce|promis|explique|repondu)|\bqui (?:pense|veut|dit|estime|croit|propose|demande|parle|critique)\b|^quel(?:le)? (?:intervenant|orateur|participant)"),
            (Kind.LIST, False, r"\bquels\b|\bquelles\b|\bliste\b|\benumer|\btou(?:s|tes) les\b"),
            (Kind.WHAT_SAID, True, r"\b(?:dit|pense|propose|declare|affirme|explique|repond|repondu|avis|critique|veut|estime|selon|opinion|pourquoi|promis|conseille|demande)\b"),
        ),
        "es": (
            (Kind.PROVENANCE, False, r"^\W*(?:es|eso es) (?:una )?(?:cita|el periodista|sus palabras)|^\W*quien dijo eso\W*$"),
            (Kind.SPEAKERS, False, r"quien(?:es)? (?:habla|hablan|hablaron|participaron|interviene\w*)\W*$|(?:lista|nombres) de (?:los )?(?:ponentes|oradores|participantes)|^\W*(?:los )?ponentes"),
            (Kind.EVERYTHING, True, r"todo lo que|en total|tod[ao]s (?:las|los) (?:declaraciones|comentarios|frases|citas)"),
            (Kind.WHO_IS, True, r"\bquien(?:es)? (?:es|son|era)\b|que cargo|(?:cargo|puesto|titulo|profesion) de|donde trabaja|a que se dedica|para quien trabaja"),
            (Kind.WHO_SAID, False, r"\bquien(?:es)? (?:\w+ )?(?:dijo|comparo|llamo|acuso|pidio|pregunto|afirmo|critico|propuso|menciono|hablo|describio|advirtio|cree|piensa|quiere|opina|bromeo|sugirio|exigio"
                                   r"|dice|califico|considera|nego|prometio|ha dicho|se quejo)|^\W*que (?:ponente|orador)"),
            (Kind.LIST, False, r"\bcuales\b|\blista\b|\benumera|\bque (?:empresas|personas|companias|bancos|paises|ponentes)\b|\btod[ao]s l[ao]s\b"),
            (Kind.WHAT_SAID, True, r"\b(?:dijo|dice|piensa|opina|propuso|propone|respondio|cree|explico|segun|opinion|por que|quiere|prometio|critico|pidio|advirtio)\b"),
        ),
        "de": (
            (Kind.PROVENANCE, False, r"^(?:ist|war) (?:das|dies) (?:ein )?(?:\w+ )?(?:zitat|der reporter|der journalist|seine worte)|^wer hat das gesagt\W*$"),
            (Kind.SPEAKERS, False, r"wer (?:spricht|sprach|kommt zu wort|wird zitiert|redet)\W*$|(?:liste|namen) der (?:redner|sprecher)|alle (?:redner|sprecher)"),
            (Kind.EVERYTHING, True, r"alles,? was|alle (?:aussagen|zitate|kommentare|ausserungen)"),
            (Kind.WHO_IS, True, r"\bwer (?:ist|war)\b|wo arbeitet|(?:beruf|amt|posten|funktion|titel) von|beruflich|fur wen arbeitet"),
            (Kind.WHO_SAID, False, r"\bwer (?:sagte|sagt|meint|meinte|nannte|nennt|verglich|behauptet\w*|forderte|fordert|will|wollte|kritisierte|warf|glaubt|denkt|sprach|fragte|erwahnte|beschuldigte"
                                   r"|schlug|warnte|findet)\b|\bwer hat .*(?:gesagt|genannt|verglichen|beschuldigt|behauptet|gefordert|kritisiert|gefragt|erwahnt|vorgeschlagen|gewarnt|bezeichnet|gesprochen|gemeint)"),
            (Kind.LIST, False, r"\bwelche \w+(?:en|er|n|s)\b|\bliste\b|\balle\b|\bzahl\w* .*\bauf\b"),
            (Kind.WHAT_SAID, True, r"\b(?:sagt|sagte|meint|meinte|denkt|halt|findet|laut|meinung|ansicht|warum|antwortete|schlagt|will|fordert|erklart|erklarte|versprach)\b"),
        ),
    }.items()
}  # fmt: skip


def kind_of(masked: str, text: str, language: str, *, named: bool, topic: str) -> Kind:
    """Return the kind of a question that is one.

    Args:
        masked: the question, folded, "§" in place of whom it names.
        text: the question, folded.
        language: the language it is in.
        named: whether it names somebody.
        topic: its content words without these.
    """
    if language in _OTHER:
        for kind, needs_name, pattern in _OTHER[language]:
            if (named or not needs_name) and pattern.search(text):
                return kind
    masked = re.sub(r"\s+", " ", masked)
    for kind, pattern in _ENGLISH:
        if pattern.search(masked):
            return kind
    if _WHOSE.search(masked) or _asks_who(masked):
        return Kind.WHO_SAID
    if named and any(_reports(m.group("verb")) for p in (_ASKS_OF, _INVERTED) for m in p.finditer(masked)):
        return Kind.WHAT_SAID
    if len(tokens(text)) <= 3 and topic and not re.search(r"^\W*(?:who|what|when|where|why|how|which|is|did|does|was)\b", masked):
        return Kind.TOPIC
    return Kind.FACT


def _asks_who(masked: str) -> bool:
    match = _WHO.match(masked)
    if match is None:
        return False
    makes = stem(match["verb"]) in {"made", "make"} and bool(_MAKES.match(match["rest"]))
    return makes or _reports(match["verb"])


def _reports(word: str) -> bool:
    return stem(word) in _reporting() or word in ("said", "thought", "told", "spoke", "brought", "meant", "swore", "felt", "thinks")


@cache
def _reporting() -> frozenset[str]:
    weak = {"have", "be", "do", "go", "make", "find", "get", "give", "show", "set", "run", "lead", "start", "teach", "write", "sign"}
    return frozenset(map(stem, (cue_verbs().keys() | _TELLS) - weak))
