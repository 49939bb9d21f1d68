"""Sentences about the service itself: who may use it, how much, and what administrators are told."""

STRANGER = "这个助手目前只对受邀的人开放。需要使用，请联系本单位管理员，并告诉他编号 {number}。"
INVITATION_ENDED = "这个邀请已经失效，请向管理员要一个新的。你的编号是 {number}。"
TOO_FAST = "发得有点快，我跟不上了。请过 {seconds} 秒再发。"
TOO_MANY_FILES = "今天收的文件已到上限（一天 {files} 个、共 {megabytes} MB），请明天再发，或把要紧的文字直接贴过来。"
FAILED = "抱歉，刚才出了点问题，没有办成。请稍后再试一次；若还不行，请把编号 {code} 告诉管理员。"

INVITED = "邀请链接（{uses} 次，{days} 天内有效）：\n个人：{person}\n群聊（把我加进群，全群可用）：{group}"
INVITE_USAGE = "用法：/invite 次数 天数，如 /invite 10 7；次数 1—1000，天数 1—90。"
NOT_BY_INVITATION = '\n（现在的设置不按邀请开放，链接要等 [access] mode = "invitation" 才起作用。）'
WITHDRAWN = "已收回 {count} 个未用完的邀请；已经加入的人不受影响。"
EXPELLED = "已移出 {number}。"
NO_MEMBER = "没有编号为 {number} 的受邀者。用法：/expel 编号"
STATS = (
    "近 7 天：消息 {messages}，按键 {presses}，查询 {searches}，出错 {errors}\n"
    "记着的：{people} 人，{groups} 个群，受邀 {members}\n"
    "本次启动以来：{uptime}，答复用时 p95 不超过 {p95} 毫秒，待发 {waiting}\n"
    "范文 {documents} 篇、{passages} 段；库 {size} MB"
)
REPORT = "出错 {code}：{where}（更新 {number}）"
REPORT_MORE = "；同样的错误此前还有 {count} 次"
ASIDE = "更新 {number} 无法读取，已搁置，不影响其他消息。"

OFFICE_MENU = (
    ("stats", "用量统计"),
    ("invite", "邀请：次数 天数"),
    ("uninvite", "收回未用的邀请"),
    ("expel", "移出受邀者：编号"),
)
