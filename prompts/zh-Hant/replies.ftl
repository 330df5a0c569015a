# 機械人回答時說的話。段落不在這裏：段落一律引用原文。

answer-spoken-direct = 原話
answer-spoken-indirect = 轉述
answer-spoken-mixed = 部分原話、部分轉述
answer-words-narrated = 在這段中發言；粗體字是否也是其所說，文中未明言
answer-narration = 記者的敘述，並非引述任何人
answer-unclear = 文章沒有清楚說明這是誰說的
answer-also-unclear = 以及一位文章沒有清楚說明的人

# 機械人有多肯定這段能回答問題。
sure-high = 很可能就是答案
sure-fair = 大概是答案
sure-low = 也許是答案

closest-lead = 文章沒有提到。以下段落最接近，但未必與你的問題有關：
nothing-lead = 文章沒有提到。
unknown-name-lead = 文章中沒有出現 { $names }。
empty-lead = 你可以問我文章裏說過甚麼，或是誰說的。
# 對不是問題的話的回應。
courtesy-greeting = 你好！你可以問我文章裏說過甚麼，或是誰說的。
courtesy-thanks = 不用客氣。想知道說過甚麼，隨時問我。
courtesy-help = 我用文章的原文回答，並說明是誰說的。你可以問某句話是誰說的、某人就某個話題說了甚麼、某人是誰，或某人說過的所有話。
courtesy-instruction = 我只引用文章所說的，不會自己編造。你可以問我文章裏說過甚麼，或是誰說的。
courtesy-noise = 我看不出這是甚麼問題。你可以問我文章裏說過甚麼，或是誰說的。
for-example = 例如：「{ $example }」

# 答案有多個段落時，放在上面。
list-lead = 有 { $count } 個段落回答了這個問題：
list-more = ……還有 { $count } 個段落

# 段落的出處。
where = { $article }，第 { $number } 段
where-published = { $article }（{ $published }），第 { $number } 段
article-published = { $article }（{ $published }）
also-in = 亦見於：{ $articles }

speakers-heading = 發言者，以及各有多少個段落
speakers-line = { $name }，{ $role }（{ $count }）
speakers-line-plain = { $name }（{ $count }）
speakers-none = 文章沒有引述任何人。
sources-heading = 答案的來源
sources-line = { $title }：{ $passages } 個段落
sources-line-published = { $title }（{ $published }）：{ $passages } 個段落

# 列表沒有全部顯示時，放在下面。
more = ……還有 { $count } 個

example-question = { $name } 說了甚麼？
also-close = 同樣接近：
unknown-name-lead-meant = 文章中沒有出現 { $names }。名字最相近的是：{ $meant }。
unquoted-lead = 文章中有提到 { $names }，但沒有引述他們的話。
suggest-said-about = { $name } 對 { $subject } 說了甚麼？
suggest-who-spoke = 誰談到 { $subject }？
suggest-everything = { $name } 說過的所有話
suggest-speakers = 有哪些發言者？
suggest-who-is = { $name } 是誰？
