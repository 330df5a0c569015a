# 終端機中的對話。

chat-welcome = 問問文章裏說過甚麼、是誰說的。
chat-welcome-sources = { $count ->
    [1] 我根據這篇文章回答：{ $article }
   *[other] 我根據 { $count } 篇文章回答，/sources 可以列出。
}
chat-welcome-commands = /help 顯示還可以做甚麼；/quit 離開。
chat-interrupted = 要離開，請再按一次 Ctrl-C，或輸入 /quit。
help-commands = 指令
help-terminal-keys = 方向鍵可以編輯文字、叫回之前的輸入。Ctrl-D 離開。
chat-privacy-delete = 要刪除，請輸入 /privacy delete。你在這裏輸入過的文字存放在資料夾中的「history」檔案。
chat-act-yes = yes（是）
chat-acts = 輸入其中一個即可選擇；輸入其他文字則作罷。
