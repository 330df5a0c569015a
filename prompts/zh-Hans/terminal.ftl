# 终端里的对话。

chat-welcome = 问问文章里说过什么、是谁说的。
chat-welcome-sources = { $count ->
    [1] 我根据这篇文章回答：{ $article }
   *[other] 我根据 { $count } 篇文章回答，/sources 可以列出。
}
chat-welcome-commands = /help 显示还能做什么；/quit 退出。
chat-interrupted = 要退出，请再按一次 Ctrl-C，或输入 /quit。
help-commands = 命令
help-terminal-keys = 方向键可以编辑文字、调出之前的输入。Ctrl-D 退出。
chat-privacy-delete = 要删除，请输入 /privacy delete。你在这里输入过的文字存放在数据文件夹里的“history”文件中。
chat-act-yes = yes（是）
chat-acts = 输入其中一个即可选择；输入其他文字则作罢。
