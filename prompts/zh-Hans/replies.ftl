# 机器人回答时说的话。段落不在这里：段落一律引用原文。

answer-spoken-direct = 原话
answer-spoken-indirect = 转述
answer-spoken-mixed = 部分原话、部分转述
answer-words-narrated = 在这段中发言；粗体字是否也是其所说，文中未明言
answer-narration = 记者的叙述，并非引述任何人
answer-unclear = 文章没有清楚说明这是谁说的
answer-also-unclear = 以及一位文章没有清楚说明的人

# 机器人有多肯定这段能回答问题。
sure-high = 很可能就是答案
sure-fair = 大概是答案
sure-low = 也许是答案

closest-lead = 文章没有提到。以下段落最接近，但未必与你的问题有关：
nothing-lead = 文章没有提到。
unknown-name-lead = 文章中没有出现 { $names }。
empty-lead = 你可以问我文章里说过什么，或是谁说的。
# 对不是问题的话的回应。
courtesy-greeting = 你好！你可以问我文章里说过什么，或是谁说的。
courtesy-thanks = 不客气。想知道说过什么，随时问我。
courtesy-help = 我用文章的原文回答，并说明是谁说的。你可以问某句话是谁说的、某人就某个话题说了什么、某人是谁，或某人说过的所有话。
courtesy-instruction = 我只引用文章所说的，不会自己编造。你可以问我文章里说过什么，或是谁说的。
courtesy-noise = 我看不出这是什么问题。你可以问我文章里说过什么，或是谁说的。
for-example = 例如：“{ $example }”

# 答案有多个段落时，放在上面。
list-lead = 有 { $count } 个段落回答了这个问题：
list-more = ……还有 { $count } 个段落

# 段落的出处。
where = { $article }，第 { $number } 段
where-published = { $article }（{ $published }），第 { $number } 段
article-published = { $article }（{ $published }）
also-in = 也见于：{ $articles }

speakers-heading = 发言者，以及各有多少个段落
speakers-line = { $name }，{ $role }（{ $count }）
speakers-line-plain = { $name }（{ $count }）
speakers-none = 文章没有引述任何人。
sources-heading = 答案的来源
sources-line = { $title }：{ $passages } 个段落
sources-line-published = { $title }（{ $published }）：{ $passages } 个段落

# 列表没有全部显示时，放在下面。
more = ……还有 { $count } 个

example-question = { $name } 说了什么？
also-close = 同样接近：
unknown-name-lead-meant = 文章中没有出现 { $names }。名字最相近的是：{ $meant }。
unquoted-lead = 文章中提到了 { $names }，但没有引述他们的话。
suggest-said-about = { $name } 对 { $subject } 说了什么？
suggest-who-spoke = 谁谈到 { $subject }？
suggest-everything = { $name } 说过的所有话
suggest-speakers = 有哪些发言者？
suggest-who-is = { $name } 是谁？
