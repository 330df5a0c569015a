# 管理员看到的文字：预览、差异、列表、设置。按钮最多 40 个字符。

desk-commands = 管理员在这里可以做的事：
desk-add = 添加
desk-add-beside = 另外添加，保留旧的
desk-replace = 替换旧的
desk-remove = 移除
desk-reload = 使用新版本
desk-rollback = 回到这个版本
desk-undo = 撤销
desk-leave = 算了
desk-left = 没有任何变动。
desk-earlier = 上一页
desk-later = 下一页
desk-close-gaps = 从列表移除这些
desk-close-gaps-yes = 确定从列表删除

source-unknown = 不详
source-title = 标题
source-publisher = 出版者
source-date = 日期
source-authors = 作者
source-language = 语言
source-address = 网址
source-file = 文件
source-passages = 段落
source-passages-count = { $count } 个
source-speakers = 发言者
source-speakers-none = 没有
source-line = { $title }（{ $published }）
passage-number = 第 { $number } 段

difference-passages = 段落变动
difference-nothing = 没有变动
difference-counts = 新增 { $added } 个、移除 { $removed } 个、修改 { $edited } 个
difference-reattributed = 发言者不同
difference-reattributed-count = { $count } 个段落
difference-new-speakers = 新增的发言者
difference-gone-speakers = 不再出现的发言者

done-version = 版本
done-version-number = 第 { $number } 版
done-seconds = 用时
done-seconds-count = { $seconds } 秒
undo-done = 已撤销。现在依据的内容与之前一样。

add-held = 这篇文章已经在这里，一字不差，是第 { $number } 个来源：{ $title }。没有任何变动。
add-offer = 这会添加到我在这里依据的 { $count } 个来源之中。要添加吗？
add-offer-begins = 到目前为止，我在这里依据的是所有社区共用的内容（{ $held }）。添加这个来源后，这里就有自己的资料库，我只会依据它回答。要添加吗？
add-done = 已添加：{ $title }。我现在会依据它回答。
replace-offer = 这是第 { $number } 个来源“{ $title }”的另一个版本，会替换原来的版本。要替换吗？
replace-done = 已替换：{ $title }。我现在依据新版本回答。

remove-only-default = “{ $title }”是我在这里唯一的依据。请先添加自己的来源，之后我只会依据它回答。
remove-offer = 这会移除“{ $title }”，我就不能再依据它回答。要移除吗？
remove-offer-begins = 这会为这个社区移除“{ $title }”，并由其余来源开始自己的资料库。要移除吗？
remove-offer-last = “{ $title }”是这里最后一个自己的来源。移除后，我会依据所有社区共用的内容回答。要移除吗？
remove-done = 已移除：{ $title }。

reload-offer = 来源有变动，使用新版本会失去一些内容。要使用新版本吗？
reload-read = 已重新读取所有来源。
reload-unfetched = 保留原样
reload-attributing = 正在重建索引：分辨谁说了什么（{ $done }/{ $total }）
reload-embedding = 正在重建索引：计算向量（{ $done }/{ $total }）
reload-reading = 正在读取（{ $done }／{ $total }）
reload-saving = 正在保存（{ $done }／{ $total }）
reload-fetching = 正在下载（{ $done }／{ $total }）

rollback-same = 现在用的就是第 { $number } 版。
rollback-offer = 这会回到第 { $number } 版。要回去吗？
rollback-offer-default = 这会回到所有社区共用的内容，即你们第一次更改之前的状态。要回去吗？
rollback-done = 现在又用回第 { $number } 版。

correct-cleared = 第 { $place } 段现在没有人发言：那是记者自己的文字。
correct-set = 第 { $place } 段的发言者现在是 { $name }。
correct-set-new = 第 { $place } 段的发言者现在是 { $name }。这里之前没有这个名字的发言者，请看看有没有写错。
correct-reverted = 已撤回对第 { $place } 段的更正。
correct-merged = { $keep } 和 { $other } 现在是同一个人，称为 { $keep }。
correct-parted = { $name } 又是另一个人了。
correct-begins = 这里由此开始有自己的资料库，内容复制自所有社区共用的内容。
correct-before = 之前

show-lead = “{ $title }”第 { $place } 段
show-before = 前一段
show-after = 后一段
show-direct = 原话
show-indirect = 转述
show-mixed = 部分为原话
show-denied = 否认
show-cue = 从“{ $cue }”得知
show-named = 文中称为“{ $source }”
show-sure = { $percent }% 确定
show-corrected = 由管理员更正

status-default = 我在这里依据所有社区共用的内容回答。添加一个来源，就会开始自己的资料库。
status-own = 我在这里依据你们自己的资料库回答。
status-version = 版本
status-version-number = 第 { $number } 版（{ $index }）
status-made = 建立
status-made-when = { $when }，使用 { $model }
status-holds = 内容
status-holds-counts = { $sources } 个来源、{ $passages } 个段落、{ $speakers } 位发言者
status-corrections = 更正
status-corrections-count = { $count } 项；{ $lost ->
    [0] 全部适用
   *[other] { $lost } 项已找不到段落
}
status-gaps = 没有答案
status-gaps-count = { $count } 个问题
status-watch = 网上来源
status-watch-every = { $count } 个，每 { $minutes } 分钟重新查看
status-watch-never = { $count } 个，只在你重新读取时查看

list-default = 我在这里依据所有社区共用的内容回答：{ $count } 个来源。
list-own = 我在这里依据你们自己的 { $count } 个来源回答。
list-counts = { $passages } 个段落，{ $speakers } 位发言者。
list-added = { $when } 加入
list-corrected = { $count } 项更正

history-none = 这里从未更改过：我依据所有社区共用的内容回答。
history-lead = 共 { $count } 个版本，从新到旧。要回到旧版本，请用 /index rollback。
history-add = 添加 { $source }
history-replace = { $source } 的新版本
history-remove = 移除了一个来源
history-correct = 更正了发言者
history-rollback = 回到第 { $snapshot } 版
history-reload = 重新读取了来源
history-current = 现在使用
history-default = 所有社区共用的内容
by-watch = 由我重新查看时更新

watch-changed = 网上有 { $count } 个来源变动了，我现在依据新版本回答。
watch-sources = 有变动的来源

gaps-none = 没有我答不到的问题。
gaps-lead = 有 { $questions } 个问题没有答案，关于 { $groups } 件事。
gap-heading = { $count } 次：{ $question }
gap-also = 另有：{ $questions }
gap-last = 最近一次 { $when }
gap-not-said = 来源没有提到
gap-unknown-name = 来源没有这个名字
gap-unquoted = 这个人没有被引述
gaps-close-offer = 这会从列表永久移除 { $count } 个问题。要移除吗？
gaps-closed = 已从列表移除 { $count } 个问题。

settings-lead = 我在这里的设置：
settings-same = 现在已经是这样设置。
settings-done = 已设置。
settings-changed = { $new }（之前：{ $old }）
settings-presence = 在这个频道
settings-private = 这里的命令答案
settings-private-mentions = 这里对提及的回答
settings-private-default = 其他频道的命令答案
settings-private-yes = 只让发出命令的人看到
settings-private-no = 让所有人看到
settings-cooldown-member = 每位成员可以问
settings-cooldown-channel = 每个频道可以问
settings-rate = { $count ->
    [0] 不限次数
   *[other] 每分钟 { $count } 个问题
}
settings-rate-ordinary = { $rate }（由机器人的运营者设置）
settings-language = 语言
settings-notices = 网上来源变动的通知
settings-notices-here = 在这个频道
settings-notices-elsewhere = 在另一个频道
settings-notices-nowhere = 不通知
