# 命令的名称与说明，以及使用说明。

command-ask = 问问文章里说过什么、是谁说的
command-ask-question = 你的问题
command-speakers = 列出发言者及其职务
command-sources = 列出答案所引用的文章
command-reload = 从来源重建索引（仅限管理员）
command-help = 看看可以问什么
command-quit = 退出

help-lead = 用你自己的话提问就可以。我会一字不改地引用能回答问题的段落，并说明是谁说的。文章没有提到的，我也会如实告诉你。
command-ask-speaker = 只问这位发言者说过的话
command-ask-private = 答案是否只让你看到
command-quotes = 列出某位发言者说过的所有话
command-quotes-speaker = 发言者：姓名或职务
command-look-up = 关于这个，有人说过什么？
command-privacy = 看看我保留了你的哪些数据，并可删除
