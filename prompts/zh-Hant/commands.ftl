# 指令的名稱與說明，以及使用說明。

command-ask = 問問文章裏說過甚麼、是誰說的
command-ask-question = 你的問題
command-speakers = 列出發言者及其職銜
command-sources = 列出答案所引用的文章
command-reload = 由來源重建索引（管理員專用）
command-help = 看看可以問甚麼
command-quit = 離開

help-lead = 用你自己的話發問就可以。我會一字不改地引用能回答問題的段落，並說明是誰說的。文章沒有提到的，我也會如實告訴你。
command-ask-speaker = 只問這位發言者說過的話
command-ask-private = 答案是否只讓你看到
command-quotes = 列出某位發言者說過的所有話
command-quotes-speaker = 發言者：姓名或職銜
command-look-up = 關於這個，有人說過甚麼？
command-privacy = 看看我保留了你的甚麼資料，並可刪除
