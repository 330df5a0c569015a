# 有事情做不到时，成员或管理员看到的：发生了什么，以及可以怎么做。

error-unexpected = 我这边出了问题。请再试一次；如果再发生，请把参考编号 { $reference } 告诉机器人的运营者。
error-busy = 现在排队的问题太多，请一分钟后再问。
error-restarting = 我正在重新启动，请一分钟后再问。
error-not-ready = 我还在阅读文章，请一分钟后再问。
error-away = 我暂时连不上资料库，请一分钟后再问。
error-not-allowed = 只有管理员可以这样做。{ $needed }
error-not-allowed-needed-discord = 你需要有“管理服务器”权限，或拥有机器人运营者指定的身份组。
error-not-allowed-needed-slack = 你需要是工作区的管理员或所有者，或属于机器人运营者指定的用户组。
error-not-allowed-needed-terminal = 你需要亲自运行这个机器人。
error-already-running = 这里正在进行另一项更改，请在完成后再试。
error-guild-only = 这个命令只能在服务器的频道里使用，不能在私信里使用。
error-cooling-down = 短时间内的问题太多了。{ $seconds } 秒后我可以再回答。
error-exchange-gone = 我已经没有保留那个答案了。请再问一次。
error-passage-gone = 那个答案的段落已不在索引中。请再问一次。
error-nothing-else = 没有其他接近的段落。
error-not-yours = 只有提问的成员或管理员可以这样做。
error-not-forgotten = 现在没能删除，事情已经记录下来。请一分钟后再试。
error-not-kept = 现在没能保存，事情已经记录下来。请一分钟后再试。
error-nothing-to-look-up = 那条消息里没有我可以查找的词语。
error-library-changed = 资料库在此期间已经改变，因此什么也没有做。请再看一次。
error-source-unknown = 资料库（现在）没有这个来源。请从列表中选择一个。
error-snapshot-unknown = 资料库没有这个编号的旧版本。请从历史中选择一个。
