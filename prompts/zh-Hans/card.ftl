# 引文图片：读屏软件读出的替代文字。

card-alt = “{ $words }”——{ $who }。{ $source }
