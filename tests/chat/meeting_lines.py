"""A meeting of six members on the five aspects of a year, as lines of the console protocol.

Every member is a letter of the old count, 甲 chairs. The same lines are played on the terminal and
over Telegram: what a line means stands in `bot/chat/console.py`.
"""

LINES = """
甲: /meeting 某街道班子准备会 2025 街道
乙: :认领1
丙: :认领2
丁: :认领3
戊: /take 4
己: /take 5
己: /leave 5
甲: :to 己 /take 5
乙: :to 丙 /take 1
丙: /aspect 2
丙: :☐1
丙: :☐2
丙: :☑2
乙: :☐3
丁: :reply 理想信念这一条，全年只专题谈过一次，怕谈深了伤和气。
丁: :edit 理想信念这一条，全年只在3月专题谈过一次，怕谈深了伤和气。
甲: /board
丁: :3 三个敬畏
丁: :☐1
己: :☐2
戊: :reply 6月处置一起物业纠纷，没有走程序就先表了态，总觉得快就是好。
乙: /note 1 中心组学习12次，有4次只念文件。
乙: :edit /note 1 中心组学习12次，有5次只念文件，当时觉得念了就算学了。
己: /note 5 约谈只有2人次，抹不开面子。
戊: /note 第四方面 老旧小区加装电梯议了3次没有定下来。
甲: /opinion 班子 希望多下基层
甲: :edit /opinion 班子 下基层少，上半年只去过4个社区
乙: /opinion 书记 成绩显著，群众一致好评
丙: /opinion 书记 开会多，有的会一讲就是两小时，听不进不同意见
甲: /board
丁: :私下提意见
丁> 班子 分工不清，电梯的事推来推去
丁> 书记 批评人不分场合
丁> :edit 书记 批评人不分场合，9月在走廊里当众训人
丁> /cancel
甲: /opinions
乙: /opinions
甲: /next
乙: :☐ 标为完成
乙: :下一条
丙: :记一笔
丙: :reply 这一条我补：请示报告晚了两天，心存侥幸。
甲: /next
丁: /next
甲: /agenda 10
戊: /aspect 4
戊: :☐2
戊: :☐3
己: /aspect 5
己: :☐1
己: :☐4
己: :☑4
乙: /aspect 1
乙: :☐2
丙: /causes
丙: :☐1
戊: /measures
戊: :reply 每季度由综合办牵头清一次遗留问题，12月底前销号。
乙: 大家看看还缺什么
甲: /agenda 0
甲: /board
乙: :放下1
己: :认领1
甲: /minutes
""".strip().splitlines()
