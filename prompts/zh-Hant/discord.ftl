# 只有 Discord 成員會看到的文字。

discord-asked = 「{ $question }」
discord-help-mention = 你也可以在頻道中提及我、回覆我的答案，或直接傳訊息給我。
