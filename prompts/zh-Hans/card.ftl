# 引文图片：读屏软件读出的替代文字。

card-alt = “{ $words }”——{ $who }。{ $source }
error-no-card = 只有讲者的原话，而且是我写得出的文字，才能制成图片。
