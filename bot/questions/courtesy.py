"""Texts that are no questions to the articles: greetings, thanks, asking for help, orders to the bot, and noise."""

from __future__ import annotations

import re

from bot.questions.question import Kind
from bot.questions.words import fold, tokens

_GREETING = frozenset(
    """hi hello hey heya hiya howdy yo sup wassup morning afternoon evening gm gday greetings namaste hei hej aloha
    salut bonjour bonsoir coucou hola buenas buenos hallo moin servus ciao ola olla welcome greets""".split()
)
_THANKS = frozenset(
    """thanks thank thx thnx ty tysm cheers ta nice great awesome perfect brilliant excellent lovely bravo kudos
    appreciated merci gracias danke dankeschon grazie arigato bye goodbye goodnight cya ciao gn respect helpful""".split()
)
_NOISE = frozenset(
    """ok okay k kk okey right then hm hmm mm mhm um uh er ah oh aha huh eh well so yes no yep yeah yup nope nah sure fine
    cool wow lol lmao rofl haha hehe brb afk omg wtf test testing ping pong anyway interesting indeed true good
    alright gotcha ic idk nvm oops oui non si ja nein alors""".split()
)
_FILLER = frozenset(
    """all everyone everybody there bot guys team folks friends people mate legend pal buddy bro bhai sir madam one
    you your so much very super really a lot the that this is was for it o again and day have anyone any body here man
    good done well to well-done evening night today now job work beaucoup mucho muchas muchos dias tardes noches schon
    guten tag abend vielen viel tout le monde a todos tous info answer help helping how are things going
    whats up doing u m""".split()
)
_HELP = re.compile(
    r"^(?:help(?: me)?|(?:what|how) (?:can|could|do|should) (?:you|i|we) (?:do|ask|use|help|answer)\b.{0,25}"
    r"|how (?:does|do) (?:this|it|you)(?: bot| thing)? work|(?:what|who) (?:are|r) (?:you|u)|what is this(?: bot)?"
    r"|what(?:'s| is) (?:this bot|your (?:name|job|purpose))|are you (?:a |an )?(?:bot|ai|human|robot|real).{0,12}"
    r"|(?:list |show )?(?:the |your )?commands|instructions|manual|how to use.{0,15}|man"
    r"|aide(?:-moi)?|a l'aide|que (?:peux|sais)-?(?: ?tu) faire|comment ca marche|qui es[- ]tu|tu es qui"
    r"|ayuda(?:me)?|que puedes hacer|como funciona(?: esto)?|quien eres"
    r"|hilfe|was kannst du(?: alles)?|wie funktioniert (?:das|es)|wer bist du)$"
)
_HELP_CJK = re.compile(
    r"(?:你|您)(?:可以|能|識|会|會)(?:做|幫|帮|答).{0,8}|(?:點|怎麼|怎么|如何)(?:用|使用)(?:你|呢個|這個|这个)?.{0,4}|幫助|帮助|求助"
    r"|(?:你|您)(?:係邊個|是誰|是谁)|(?:何|なに)が(?:でき|出来)ます?か|使い方.{0,8}|ヘルプ|(?:あなた|君)は(?:誰|だれ).{0,4}"
)
_CJK = {
    Kind.GREETING: re.compile(
        r"(?:你好|您好|哈囉|哈喽|嗨|早晨|早安|早上好|早|午安|下午好|晚安|晚上好|大家好|各位好|hello|hi|こんにちは|こんばんは|"
        r"おはよう(?:ございます)?|はじめまして|やあ|もしもし|大家|各位|呀|啊|喔|哦|吖|嗎|吗|有人)+"
    ),
    Kind.THANKS: re.compile(
        r"(?:多謝|多谢|唔該|谢谢|謝謝|感謝|感谢|辛苦|再見|再见|拜拜|好嘢|厲害|厉害|晒|你|您|大家|了|你們|嗮|先|啊|呀|哂|"
        r"ありがとう|ございます|ございました|どうも|お疲れ様(?:です|でした)?|さようなら|助かりました|すごい)+"
    ),
    Kind.NOISE: re.compile(
        r"(?:好的?|收到|哈+|呵+|嗯+|係|係呀|是|是的|啱|冇事|没事|沒事|ok|測試|测试|噢|喔|哦|呃|はい|うん|なるほど|ええ|ふーん|"
        r"テスト|了解|です|笑|www?|呀|啊|吧|了)+"
    ),
}
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")

# Where an order begins: at the start, after a mark, or after a word that leads to it.
_START = r"(?:^|[.:;,!?}\]>\"“”]\s*|\b(?:please|pls|now|just|then|and|but|must|can you|could you|u|you|bot)\s+)"
_ORDERS = tuple(
    re.compile(pattern)
    for pattern in (
        _START + r"(?:ignore|disregard|forget|override|bypass|drop)\b(?: \w+){0,3} (?:\w+ )?"
        r"(?:instructions?|rules?|prompts?|article|digest|report|transcript|text|guidelines?|restrictions?|context"
        r"|previous|prior|above|told|said before|training)\b",
        _START + r"(?:ignore|disregard|forget) (?:everything|all|whatever|anything)\b",
        _START + r"(?:pretend|act as|act like|role-?play|imagine you|behave as|speak as|play the (?:part|role)|be a)\b",
        r"\b(?:from now on|you are now|you're now|ur now|you may now|you will now|new instructions?)\b",
        r"^\W*system\b\s*(?:override|prompt|message)?\s*[:>\-]|\b(?:system override|(?:debug|developer|dev|god|admin) mode"
        r"|jailbreak|end of context|answer mode|as an? admin)\b",
        r"\b(?:system|developer|hidden|initial|secret|original)\b[\w' -]{0,12}"
        r"\b(?:prompts?|instructions?|rules|messages?|config\w*|settings)\b",
        r"\b(?:reveal|print|show|output|repeat|display|leak|dump|give|tell|send|expose|list|share|what(?:'s| is| are))\b"
        r"[^.?!]{0,40}\byour (?:\w+ ){0,2}(?:prompts?|instructions?|rules|config\w*|token|settings|password|api key|messages?)\b",
        _START + r"(?:reveal|print|output|repeat|dump|leak)\b[^.?!]{0,50}"
        r"\b(?:prompts?|config\w*|tokens?|database|source code|text above|above this|word for word|verbatim)\b",
        r"\brepeat (?:the |all |every)?\w* ?(?:text |words )?above\b",
        _START + r"(?:write|invent|make up|fabricate|compose|create|generate|draft|forge)\b(?: \w+){0,6} "
        r"(?:quotes?|quotations?|headlines?|statements?|speech|poem|story|song|tweets?|haiku|essay|jokes?|lyrics|line)\b",
        r"\b(?:invent|make up|fabricate)\b(?: \w+){0,4} (?:quotes?|quotations?|statements?)\b|\band make up\b",
        _START + r"(?:state|claim|announce|confess|admit|confirm|declare|insist)\b(?: \w+){0,1} (?:that|by|it|she|he)\b",
        _START + r"(?:tell (?:everyone|everybody|them|people)|(?:answer|reply|respond)\b[^.?!]{0,25}\b(?:with|as|in)\b)",
        _START + r"(?:answer every|quote (?:him|her|them|\w+ \w+|\w+) (?:\w+ing|exactly|as saying)\b)",
        r"\b(?:bot|you) must (?:reply|answer|say|respond|output)\b",
        # The other languages.
        r"(?:^|[，。！：；,.!:;、]\s*|請|请|而家|現在|现在)(?:你?)(?:忽略|無視|无视|忘記|忘记|忘掉|唔好理|不要理|不要管|不理會|绕过|繞過)"
        r".{0,14}(?:指令|指示|规则|規則|規矩|提示|文章|之前|上面|以上|報道|报道|限制|設定|设定)",
        r"(?:系統|系统|隱藏|隐藏)的?(?:提示|指令|設定|设定|消息|訊息)|提示詞|提示词",
        r"(?:假裝|假装|扮演|扮係|扮成|角色扮演|你而家係|你现在是|你現在是|由而家開始|从现在开始|從現在開始|從現在起|从现在起)",
        r"(?:編造?|编造?|作|虛構|虚构|捏造|杜撰|老作).{0,10}(?:引文|引述|引用|語錄|语录|說話|说话|發言|发言|一句|一段)",
        r"(?:指示|命令|ルール|記事|プロンプト|制約).{0,10}(?:無視|忘れ|見せ|表示|出力|教え)|(?:ふりを?し|なりきって|でっち上げ|捏造し)",
        r"(?:引用|発言).{0,8}(?:作って|作成し|創作)",
        r"\b(?:ignore[rz]?|oublie[rz]?)\b.{0,40}\b(?:instructions?|consignes?|regles?|article|precedent\w*)",
        r"\b(?:fais|faites) (?:semblant|comme si)|\binvente[rz]? .{0,30}(?:citation|phrase|declaration)",
        r"\b(?:revele|affiche|montre)[rz]?\b.{0,30}\b(?:prompt|instructions|consignes)",
        r"\b(?:ignora|ignore|olvida|olvide)\b.{0,40}\b(?:instrucciones|reglas|articulo|anterior\w*)",
        r"\b(?:finge|haz como si|actua como|inventa(?:te)?)\b|\b(?:muestra|revela|imprime)\b.{0,30}\b(?:prompt|instrucciones|reglas)",
        r"\b(?:ignorier\w*|vergiss|vergessen sie|missachte)\b.{0,40}\b(?:anweisung\w*|regeln|artikel|vorherig\w*|bisherig\w*)",
        r"\b(?:tu so als|tun sie so|stell dir vor,? du|spiel\w* die rolle)\b|\berfinde\b.{0,30}\b(?:zitat|aussage)",
        r"\b(?:zeig\w*|verrate|gib|drucke)\b.{0,30}\b(?:system-?prompt|prompt|anweisungen|systemnachricht)",
    )
)
# A question about somebody who gave orders is none ("who said to ignore the rules?").
_ASKS = re.compile(
    r"^(?:who|whom|whose|what|when|where|which|why|how|did|does|do|is|are|was|were|has|have|qui|quand|pourquoi|quien|wer|warum)\b"
    r"(?!.{0,40}\b(?:your|system|hidden)\b)"
)


def courtesy_of(text: str) -> Kind | None:
    """Return the kind of a text that is no question to the articles, None for one that is."""
    plain = fold(text)
    if _is_order(plain):
        return Kind.INSTRUCTION
    bare = re.sub(r"[^\w' -]+", " ", plain).strip()
    together = re.sub(r"\s+", "", bare)
    if _HELP.match(re.sub(r"\s+", " ", bare)) or _HELP_CJK.fullmatch(together):
        return Kind.HELP
    for kind, pattern in _CJK.items():
        if together and pattern.fullmatch(together) and not together.isascii():
            return kind
    words = [_squeezed(token.word) for token in tokens(plain)]
    if not words or len(words) == 1 and _is_mashed(words[0]):
        return Kind.NOISE
    known = _GREETING | _THANKS | _NOISE | _FILLER
    if len(words) > 7 or not all(word in known for word in words):
        return None
    if "?" in text and not set(words) & (_GREETING | _NOISE):
        return None
    for kind, core in ((Kind.THANKS, _THANKS), (Kind.GREETING, _GREETING), (Kind.NOISE, _NOISE)):
        if set(words) & core:
            return kind
    if words[:2] == ["well", "done"] or words[0] == "good":
        return Kind.THANKS
    return Kind.NOISE if len(words) == 1 and len(words[0]) < 3 else None


def _is_order(plain: str) -> bool:
    return not _ASKS.search(plain) and any(pattern.search(plain) for pattern in _ORDERS)


def _squeezed(word: str) -> str:
    """Return a word without the letters that are drawn out: "heyyy" is "hey", "hmmmm" is "hmm"."""
    return re.sub(r"(.)\1{2,}", r"\1", word) if not re.fullmatch(r"h+m+", word) else "hmm"


def _is_mashed(word: str) -> bool:
    """Return whether a word is a run of neighbouring keys ("asdfgh")."""
    return len(word) >= 4 and any(word in row or word in row[::-1] for row in _KEYS)
