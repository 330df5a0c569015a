# 保留了什么数据，以及频道的设置。

privacy-nothing = 我没有保留你的任何数据。
privacy-kept = 自 { $since } 起，我保留了你的 { $questions } 个问题，以及你对答案的 { $verdicts } 个意见。
privacy-gaps = 其中 { $gaps } 个问题，文章没有回答：你提问之处的管理员可以读到问题的字句，但看不到你的名字。
privacy-what = 每个问题，我会保留它的字句、你何时在哪个服务器或工作区提问，以及我展示了哪些段落，好让答案下面的按钮可以使用；每个意见，我会保留你所选的和所写的。我不保留你的名字或账号，只保留一个只有我能由账号算出的代码。你让我查找的消息，我不会保留它的字句。
privacy-days = 全部数据会在 { $days } 天后删除；你要求的话，会立即删除。
privacy-memory = 全部数据只存放在内存里，我重新启动后就会消失；你要求的话，会立即删除。
privacy-conversation = 你最近的问题和让我查找的内容，也会在内存中保留 { $minutes } 分钟，好让我明白下一个问题中的“他”是谁。
privacy-forgotten = 完成：我已不再保留你的任何数据。
verdict-thanks = 谢谢。只有这个机器人的运营者会看到。
channel-is-answers = 在这个频道，我会回答命令、提及和回复。
channel-is-mentioned = 在这个频道，我只在被提及或回复时才回答。
channel-is-stays-out = 在这个频道，我不会回答。
channel-private = 命令的答案只有发出命令的人看到。
channel-public = 命令的答案所有人都看到。
channel-presence-answers = 回答命令、提及和回复
channel-presence-mentioned = 只在被提及或回复时回答
channel-presence-stays-out = 不回答
error-stays-out = 管理员要求我不在这个频道回答。请到其他频道问我，或直接给我发消息。
error-only-mentioned = 在这个频道，我只在被提及时才回答。请提及我，或直接给我发消息。
