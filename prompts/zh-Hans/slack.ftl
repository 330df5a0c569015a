# 只有 Slack 成员会看到的文字。

slack-asked = 你问：{ $question }
slack-also-close = 同样接近：{ $words }（{ $who }）
slack-open-article = 打开文章
slack-said-by = { $who }（{ $how }）

slack-help = 在频道中提及我，或直接给我发消息，我会在原处回答。以下命令只有你看得到回复：
slack-help-command = { $command }：{ $description }

slack-ask-title = 提问
slack-ask-send = 提问
slack-ask-speaker = 只问这位发言者说过的话
slack-ask-speaker-hint = 任何人；可输入姓名或职务
slack-cancel = 取消
slack-shared = 由 { $name } 分享
slack-shared-question = { $by }，所问的是：{ $question }
slack-card-sent = 引文图片已放在对话里。
slack-card-in-messages = 引文图片已放在我们的私信里。
slack-card-announced = 这是你要的引文图片：
slack-forget-title = 删除我保留的数据？
slack-forget-question = 你的问题和你对答案的意见会被删除，包括这里和所有频道的。答案会留在原处，但下面的按钮将不能再用。
slack-prompts-title = 你可以问
slack-help-shortcut = 在任何消息的菜单里，“{ $name }”：{ $description }
slack-shortcut = What was said of this?
slack-shortcut-description = 查找关于消息所谈的事，有人说过什么

# 管理员用来加入消息所含内容的快捷方式，与应用清单相同。
slack-add = Add to the library
slack-add-description = 加入消息所含的文件或网址（管理员）

# 管理员命令的窗口。
slack-index-send = 继续
slack-index-change = 更改……
slack-index-choose = 请选择
slack-index-type = 请选择，或输入文字搜索
slack-index-typed = 照所输入的：“{ $words }”
slack-index-private = 在这个频道对提及的回答是否只给提及我的人看
slack-index-yes = 是
slack-index-no = 否

# 管理员的工作进行期间。
slack-index-beginning = 正在处理……
slack-index-started = 正在处理，进度会在我们的私信里报告。
slack-index-started-here = 正在处理，完成后会在这里报告。

# 由多个工作区自行安装的应用。
slack-not-installed = 这个工作区还没有安装我，或者已经把我移除。请管理应用的人重新安装。
slack-install-trouble = 现在无法连接 Slack，因此尚未完成安装。请一分钟后再试。
