# 只有 Slack 成员会看到的文字。

slack-asked = 你问：{ $question }
slack-also-close = 同样接近：“{ $words }”（{ $who }）
slack-open-article = 打开文章
slack-said-by = { $who }（{ $how }）

slack-help = 在频道中提及我，或直接给我发消息，我会在原处回答。以下命令只有你看得到回复：
slack-help-command = { $command }：{ $description }

error-not-allowed-unchecked = 只有管理员可以这样做，而 Slack 未能让我确认你是不是管理员。请一分钟后再试。{ $needed }
slack-help-example = 例如：“{ $question }”
slack-ask-title = 提问
slack-ask-send = 提问
slack-ask-speaker = 只问这位发言者说过的话
slack-ask-speaker-hint = 任何人；可输入姓名或职务
slack-cancel = 取消
slack-quotes-of-whom = 谁的话？请在命令后加上名字，例如“/quotes 名字”。/speakers 会列出发言者。
slack-shared = 由 { $name } 分享
slack-shared-question = { $by }，所问的是：{ $question }
slack-card-sent = 引文图片已放在对话里。
slack-card-in-messages = 引文图片已放在我们的私信里。
slack-card-announced = 这是你要的引文图片：
slack-card-scope = 我在这里没有上传图片的权限。这个机器人的运营者可以开通：Slack 应用需要 files:write 权限，并须重新安装。
slack-card-invite = 我只能在我所属的频道放上引文图片。请先用 /invite 邀请我加入这个频道。
slack-card-failed = Slack 没有接受这张图片。请一分钟后再试。
slack-forget-title = 删除我保留的数据？
slack-forget-question = 你的问题和你对答案的意见会被删除，包括这里和所有频道的。答案会留在原处，但下面的按钮将不能再用。
slack-prompts-title = 你可以问
slack-help-shortcut = 在任何消息的菜单里，“{ $name }”：{ $description }
slack-shortcut = What was said of this?
slack-shortcut-description = 查找关于消息所谈的事，有人说过什么

# 管理员用来加入消息所含内容的快捷方式，与应用清单相同。
slack-add = Add to the library
slack-add-description = 加入消息所含的文件或网址（管理员）
slack-add-nothing = 这条消息没有可以加入的文件或链接。
slack-add-several = 这条消息有多个文件或链接，而我一次只加入一个。请输入 /index add 和网址，或在 /index add 的窗口里附上一个文件。

slack-file-gone = Slack 已经没有这个文件。请重新分享。
slack-file-elsewhere = 这个文件存放在其他服务上，Slack 只有链接。请从那里下载后分享文件本身，或加入它的公开网址。
slack-file-refused = Slack 不让我读取这个文件。请用 /invite 邀请我加入分享它的地方，或在 /index add 的窗口里附上它。如果还是不行，这个机器人的运营者可以处理：Slack 应用需要 files:read 权限，并须重新安装。
slack-file-too-large = 这个文件超过 { $megabytes } MB。请把它分成几个。
slack-file-failed = Slack 现在没有交出这个文件。请一分钟后再试。

# 管理员命令的窗口。
slack-index-send = 继续
slack-index-change = 更改……
slack-index-choose = 请选择
slack-index-type = 请选择，或输入文字搜索
slack-index-typed = 照所输入的：“{ $words }”
slack-index-private = 在这个频道对提及的回答是否只给提及我的人看
slack-index-yes = 是
slack-index-no = 否
slack-index-empty = 请至少填写其中一项。
slack-index-gone = 这个按钮或窗口属于我的另一个版本。请再输入 /index。
slack-index-no-window = Slack 没有打开窗口。你可以直接输入：{ $usage }

# 管理员的工作进行期间。
slack-index-beginning = 正在处理……
slack-index-started = 正在处理，进度会在我们的私信里报告。
slack-index-started-here = 正在处理，完成后会在这里报告。

# 由多个工作区自行安装的应用。
slack-not-installed = 这个工作区还没有安装我，或者已经把我移除。请管理应用的人重新安装。
slack-install-trouble = 现在无法连接 Slack，因此尚未完成安装。请一分钟后再试。
