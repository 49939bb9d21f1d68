"""What the bot answers: tables of "user says / reply holds", each row in a session of its own."""

from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.chat import wording
from bot.chat.dialogue import Dialogue
from bot.chat.reply import Attachment, Incoming, Reply
from bot.corpus.store import Store
from bot.models import Catalog, Place
from tests.chat.talk import chats, say, shown, verify


@pytest.mark.parametrize(
    ("says", "holds"),
    [
        ("/start", "先说说你分管或从事什么工作 & 请不要输入涉密 & [1] 组织 & 更多…"),
        ("/start > :统战", "记下了：统战（个人 · 2021 五个带头）"),
        ("/start > :不选，直接看", "全部领域（个人 · 2021 五个带头） & 1 两个确立 0/9   2 国之大者"),
        ("信访", "记下了：信访（个人 · 2021 五个带头） & 五个方面，先看哪个？ & 最接近你工作的例文"),
        ("我在街道管信访和拆迁", "记下了：街道 · 信访 · 征拆（个人 · 2021 五个带头） & 没说给谁写"),
        ("我是镇里管信访的副镇长", "记下了：乡镇 · 信访（"),
        ("我想写信访的", "记下了：信访（"),
        ("zzb 副部长", "记下了：组织（"),
        ("派出所教导员", "记下了：公安（"),
        ("卫健委副主任 分管医保", "记下了：卫健 · 医保（"),
        ("国企 党委书记", "记下了：国企（"),
        ("村支书", "记下了：村级（"),
        ("分管安全生产", "记下了：应急（"),
        ("我是区总工会主席", "记下了：工会（"),
        ("班子对照材料 我是办公室的", "记下了：办公室（班子 · 2021 五个带头） & !没说给谁写"),
        ("我是县民政局局长，准备2025年的民主生活会", "记下了：民政（个人 · 2025 五个带头）"),
        ("/area", "你分管或从事什么工作"),
        ("/area 殡葬", "记下了：民政"),
        ("/area 教育 卫生", "记下了：教育 · 卫健"),
        ("/area 信访", "记下了：信访（"),
        ("/area 信访 乱七八糟", "“乱七八糟”没认出是哪个领域 & 记下了：信访（"),
        ("/area 我在 街道、殡葬", "记下了：街道 · 民政（"),
        ("/area 信访，班子 2022", "记下了：信访（班子 · 2022"),
        ("/area 乱七八糟", "没认出“乱七八糟”属于哪个领域 & 更多…"),
        ("/start > 我管食堂", "记下了：教育 · 机关事务（"),
        ("/start > 等靠要怎么写", "等靠要 & — & !没认出"),
        ("信访 > 统战", "领域改为统战 & — "),
        ("信访 > 统战 > :领域改为统战", "记下了：统战（"),
        ("我管信访和征拆 > 征拆", "① & !记下了"),  # one of his areas takes none of the others away
        ("统战 > 信仿", "“信仿”按“信访”理解 & ① & 领域改为信访 & !记下了"),  # as 信访 would
        ("信访 > 法官", "还没有法院的材料 & 领域改为法院 & !①"),
        ("我是一所中学的校长", "记下了：教育（"),
        ("中学校长 分管德育", "记下了：教育（"),  # nothing is found for it, and no area is known
        ("信访 > 学校 德育", "没有合适的段落 & 领域改为教育"),
        ("信访 > :改领域 > :民政", "记下了：民政（"),
        ("信访 > :改对象 > :班子", "记下了：信访（班子 · & !没说给谁写"),
        ("我叫张三，在乡镇管民政和残联", "记下了：乡镇 · 民政"),
        ("信访 > 信访", "记下了：信访（"),
        ("我在街道管信访，给自己写", "记下了：街道 · 信访（个人 · & !没说给谁写"),
        ("/who 一把手", "记下了：全部领域（一把手 ·"),
        ("教育 > 不对，我是管后勤的", "记下了：机关事务（"),
        ("教育 > 说错了，是信访局", "记下了：信访（"),
        ("教育 > 我还管安全", "记下了：教育 · 应急（"),
        ("教育 > 加上后勤", "记下了：教育 · 机关事务（"),
        ("民政 > 我联系三个村", "记下了：民政 · 村级（"),
        ("信访 > 把领域换回学校", "记下了：教育（"),
        ("我管信访和教育 > 去掉信访", "记下了：教育（"),
        ("医院 > 我还管安全 > 去掉安全", "记下了：医院（"),
        ("/theme 20255", "没有 & !记下了"),
        ("我管信访 > 12345", "找到这些写法 & !记下了"),
        ("我管信访 > 信访", "记下了：信访（"),
        ("信访 > 第三方面怎么写呀", "〔3〕"),
        ("信访 > aspect 3", "〔3〕"),
        ("信访 > /aspect3x", "检查清单"),
        ("我管信访和教育 > 我不管信访了", "记下了：教育（"),
        ("教育 > 去掉信访", "记下了：教育（"),
        ("我管信访和教育 > 领域不要信访", "记下了：教育（"),
        ("我是乡镇的，2025年的会怎么准备", "记下了：乡镇（个人 · 2025"),
        ("派出所教导员，怕得罪人不敢管", "记下了：公安。 & ①"),
        ("民政 > 派出所教导员，怕得罪人不敢管", "① & !记下了"),
        ("教育，怕得罪人", "① & !记下了"),
        ("信访 > 去掉形式主义", "① & !记下了"),
        ("信访 > 不对，群众工作没做好", "!记下了"),
        ("信访 > 也管不好信访", "!记下了"),
        ("我是医院办公室的，书记明天要交发言材料，还没动笔", "记下了：医院 · 办公室。 & 时间紧"),
        ("我是医院的，书记明天要交材料 > 民主生活会", "目前：医院（一把手 ·"),
        ("信访 > 明天就要交了", "时间紧 & !记下了"),
        ("/who 书记", "记下了：全部领域（一把手 ·"),
        ("/who 支部书记", "记下了：全部领域（个人 ·"),
        ("/who 局长", "记下了：全部领域（个人 ·"),
        ("写给局长，局长管全面", "记下了：全部领域（个人 · & !没说给谁写"),
        ("刚调到办公室，啥也不懂，领导让写民主生活会材料", "记下了：办公室（"),
        ("街道工委书记，啥都管", "记下了：街道（"),
        ("央企二级单位党委班子", "记下了：国企"),
        ("国资委", "记下了：国企（"),
        ("截访", "记下了：信访（ & !理解"),
        ("失地农民", "记下了：征拆（"),
        ("我要开组织生活会", "组织生活会查摆哪几个方面，以手头的通知为准 & 1 两个确立"),
        ("我是企业支部的，要开组织生活会", "记下了：国企（ & 组织生活会查摆哪几个方面"),
        ("2025年组织生活会", "2025 五个带头） & 组织生活会查摆哪几个方面"),
        ("我是普通党员", "（个人 · & 组织生活会查摆哪几个方面 & !没说给谁写"),
        ("信访", "!组织生活会"),
        ("/who 张三", "这份材料给谁写 & 一把手"),
        ("班子的", "记下了：全部领域（班子 ·"),
    ],
)  # fmt: skip
def test_an_introduction_is_noted(shared: Dialogue, says: str, holds: str) -> None:
    verify(shared, says, holds)


@pytest.mark.parametrize(
    ("says", "holds"),
    [
        ("五个带头", "2025 五个带头：带头强化政治忠诚 & 2023 五个带头：带头旗帜鲜明讲政治 & 2021 五个带头：带头深刻感悟"),
        ("5个带头", "2025 五个带头 & 2023 五个带头 & 2021 五个带头"),
        ("五个带头 > :2025 五个带头", "（个人 · 2025 五个带头） & 以上级通知为准"),
        ("2025", "2025 五个带头） & 以上级通知为准"),
        ("2025年的民主生活会", "记下了：全部领域（个人 · 2025 五个带头）"),
        ("2023", "2023 六个方面：理论学习 & 2023 五个带头"),
        ("2026", "“2026”的主题我还没有 & 2025 五个带头"),
        ("医院 党支部书记 2025", "记下了：医院（个人 · 2025 五个带头）"),
        ("教育 > 管师德，2024年", "年度记为 2024 四个带头。 & 换回 2021 五个带头"),
        ("教育 > 管师德，2024年 > :换回 2021 五个带头", "记下了：教育（个人 · 2021 五个带头）"),
        ("走访不深入 2022", "年度记为 2022 六个带头。 & ①"),
        ("2022年疫情期间没有下沉社区", "① & !年度记为"),
        ("月底要开会 2025年度", "记下了：全部领域（个人 · 2025 五个带头） & !找到这些写法"),
        ("中学副校长 2026年度", "“2026”的主题我还没有 & 记下了：教育（个人 · 2021"),
        ("我是2019年到街道工作的", "记下了：街道（个人 · 2021"),
        ("25年", "2025 五个带头） & 以上级通知为准"),
        ("二〇二四年的", "2024 四个带头）"),
        ("2013 > 换回2025", "2025 五个带头）"),
        ("2025 > 享乐主义", "① & 改为 2013 四风 & !记下了"),
        ("2025 > 三严三实", "① & 改为 2015 三严三实 & !记下了"),
        ("2025 > 不忘初心 > :改为 2019 四个对照四个找一找", "记下了：全部领域（个人 · 2019"),
        ("2025 > 四风材料", "2013 四风）"),
        ("2025 > 党纪学习教育", "2024 四个带头）"),
        ("2013 > 群众路线", "① & !改为"),
        ("五个带头是哪五个", "2021 五个带头：党史学习教育 & 1 带头深刻感悟 & 2025 五个带头"),
        ("2025 > 5个带头是什么", "2025 五个带头：落实中央八项规定精神 & 5 带头坚决扛起 & !按它准备"),
        ("2024年民主生活会主题", "年度记为 2024 四个带头。 & 4 带头"),
        ("2025 > 2024年是哪几个带头", "2024 四个带头： & 按它准备 & !年度记为"),
        ("2025 > 2024年是哪几个带头 > :按它准备", "2024 四个带头）"),
        ("2024年民主生活会什么主题", "2024 四个带头："),
        ("对照哪几个方面", "2021 五个带头：党史学习教育"),
        ("信访 > 有没有2026的", "“2026”的主题我还没有 & !记下了"),
        ("六个带头 2022", "2022 六个带头） & 以上级通知为准"),
        ("四个带头范文", "2024 四个带头） & 典型案例"),
        ("四个带头", "2024 四个带头） & !这份清单只供参考"),
        ("三严三实", "2015 三严三实）"),
        ("两学一做对照", "（个人 · 2016"),
        ("四风材料", "2013 四风）"),
        ("四风", "— & !2013 四风"),
        ("党史学习教育 五个方面", "2021 五个带头）"),
        ("不忘初心牢记使命", "（个人 · 2019"),
        ("换年度", "2025 五个带头 & 更早年度 & 返回"),
        ("换年度 > :更早年度", "2015 三严三实 & 更早年度"),
        ("换年度 > :更早年度 > :更早年度", "2013 四风 & 最近年度"),
        ("/theme 2024", "2024 四个带头）"),
        ("/年度 2024", "2024 四个带头）"),
        ("/theme 乱七八糟", "“乱七八糟”的主题我还没有 & 2025 五个带头 & 以上级通知为准 & !一切以上级通知为准"),
        ("2025 > 1", "强化政治忠诚 & 以上级通知为准"),
        ("2024 > 1", "〔1〕 & !以上级通知为准"),
    ],
)  # fmt: skip
def test_a_year_or_theme_is_set_or_offered(shared: Dialogue, says: str, holds: str) -> None:
    verify(shared, says, holds)


@pytest.mark.parametrize(
    "says",
    [
        "/aspect 3",
        "/aspect3",
        "／aspect 3",
        "、aspect 3",
        "/ aspect 3",
        "/ASPECT 3",
        "/方面 3",
        "/aspect 三",
        "/aspect 第三方面",
        "/aspect 群众",
        "/aspect@prepbot 3",
        "第三方面",
        "3",
        "３",
        "群众那条",
        "人民至上",
        "信访 > :人民至上",
        "/checklist > :人民至上",
        "2 > :下一方面",
        "2 > 下一方面",
    ],
)
def test_an_aspect_opens_by_number_word_and_button(shared: Dialogue, says: str) -> None:
    verify(shared, says, "〔3〕带头践行以人民为中心 & 建议覆盖的要点 & 问自己 & ☐1 & 例文：")


@pytest.mark.parametrize(
    ("says", "holds"),
    [
        ("/aspect 9", "没有“9”这个方面，2021 五个带头共 5 个 & 两个确立"),
        ("6", "没有“6”这个方面"),
        ("/aspect", "检查清单 · 2021 五个带头"),
        ("/causes", "原因剖析 & 建议覆盖的要点"),
        ("原因怎么写", "原因剖析 & 建议覆盖的要点"),
        ("/measures", "整改措施 & 建议覆盖的要点"),
        ("信访 > :其他", "其他要求 & 征求意见与逐条回应"),
        ("信访 > 我管公安", "公安 & 还没有公安的材料"),
        ("信访的原因", "原因剖析 & 建议覆盖的要点"),
        ("我在街道管信访和拆迁 > 3", "与信访、征拆最相关的在前 & 信访积案 & 征拆补偿 & 社区事务"),
        ("3 > :更多要点", "☐7 & ☐9 & 前面的要点 & !☐6"),
        ("3 > :更多要点 > :前面的要点", "☐1 & !☐7"),
        ("3 > :换一批", "☐1 & 例文："),
        ("3 > :方面原文", "第三方面 & 血肉联系 & 看要点"),
        ("3 > :☐2", "☑2 & 已勾选"),
        ("3 > :☐2 > :☑2", "☐2 & 已取消勾选"),
        ("3 > :☐2 > /checklist", "3 人民至上 1/9"),
        ("3 > :☐2 > 2024 > /checklist", "1 政治纪律 0/8"),
        ("3 > :更多要点 > :☐7", "☑7 & 前面的要点"),
        ("3 > :逐条看", "要点 1/9 & 标为完成 & 最接近的例文"),
        ("3 > :逐条看 > :下一条 > :☐ 标为完成", "要点 2/9 & 取消完成 & 已勾选"),
        ("3 > :逐条看 > :下一条 > :返回", "〔3〕 & ☐1"),
        ("3 > 下一条", "要点 1/9"),
        ("3 > 下一条 > 下一条", "要点 2/9"),
        ("下一条", "要点 1/9"),
        ("3 > 换一批", "的例文（共 & ①"),
        ("3 > 举个例子 > 还有吗 > 还有吗", "的例文（共 & ①"),
        ("举个例子", "〔1〕 & 的例文（共"),
        ("班子的 > 其他", "其他要求 & 征求意见与逐条回应"),
        ("3 > 上一方面", "〔2〕"),
        ("3 > 逐条看 > 下一条 > 上一条", "要点 1/"),
        ("3 > 逐条看 > 上一条", "〔3〕 & 建议覆盖的要点"),
        ("等靠要怎么写 > 换一批 > 上一批", "!第 2 批"),
        ("材料怎么写才能见人见事", "写实三问"),
        ("/note 3 今年只去过两次 > 我记错了", "你记的事实（1 笔） & 今年只去过两次"),
        ("/area > 退出", "已取消"),
    ],
)  # fmt: skip
def test_the_checklist_is_walked_through(shared: Dialogue, says: str, holds: str) -> None:
    verify(shared, says, holds)


@pytest.mark.parametrize(
    ("says", "holds"),
    [
        ("等靠要怎么写", "等靠要 & ① & ③ & 全文① & 换一批 & 返回"),
        ("/find 等靠要", "等靠要 & ①"),
        ("/find", "想找什么写法"),
        ("/find > 信访", "信访 & ① & !记下了"),
        ("等靠要怎么写 > :全文①", "《 & 》， & 文件 & 写自己的事 & 返回"),
        ("等靠要怎么写 > :换一批 > :全文① > :回到例文", "第 2 批 & ① & 换一批"),
        ("等靠要怎么写 > :换一批", "第 2 批"),
        ("等靠要怎么写 > 还有吗", "第 2 批"),
        ("还有吗", "还没有可以往下翻的内容 & 两个确立"),
        ("SELECT * FROM users; DROP TABLE x;--", "没有合适的段落 & 两个确立"),
        ("hello what can you do", "没有合适的段落 & 两个确立"),
    ],
)
def test_other_words_are_searched(shared: Dialogue, says: str, holds: str) -> None:
    verify(shared, says, holds)


@pytest.mark.parametrize(
    ("says", "holds"),
    [
        ("你好", "先说说你分管或从事什么工作"),
        ("信访 > 你好", "想先看哪一块"),
        ("谢谢", "不客气 & 两个确立"),
        ("好的", "先说说你管什么工作"),
        ("民主生活会", "五个方面，先看哪个？ & 全部领域"),
        ("mzshh", "五个方面，先看哪个？"),
        ("zzshh", "五个方面，先看哪个？"),
        ("minzhu shenghuohui", "五个方面，先看哪个？"),
        ("民生会", "五个方面，先看哪个？"),
        ("对照监察", "五个方面，先看哪个？"),
        ("检视刨析", "五个方面，先看哪个？"),
        ("民主生活惠", "五个方面，先看哪个？"),
        ("组织生活会个人", "五个方面，先看哪个？"),
        ("支部书记对照", "五个方面，先看哪个？"),
        ("局长发言提纲", "五个方面，先看哪个？"),
        ("领导让我写", "五个方面，先看哪个？"),
        ("统站", "“统站”按“统战”理解 & 记下了：统战"),
        ("信仿", "“信仿”按“信访”理解 & 记下了：信访"),
        ("xinfang", "记下了：信访"),
        ("帮我写一份", "代写我不做 & 从这里开始 & 两个确立"),
        ("能不能直接写好发我", "代写我不做"),
        ("太空了", "写实三问 & 两个确立"),
        ("多少字", "以你单位通知为准 & 两个确立"),
        ("能不能短点", "以你单位通知为准"),
        ("怎么批评领导不得罪人", "不拿工作建议代替批评 & 相互批评意见准备"),
        ("相互批评 我给书记提啥", "相互批评意见准备 & 问自己"),
        ("上年度整改怎么说", "上年度整改要对账 & 两个确立"),
        ("不像我们单位", "写自己的事 & 你分管或从事什么工作"),
        ("信访 > 3 > 不像我们单位", "写自己的事 & 的例文（共"),
        ("发word", "Word 提纲做好了 & 还没有记下自己的事实 & 检查清单"),
        ("导出", "Word 提纲做好了"),
        ("帮我检查初稿", "把初稿发来 & 不保存"),
        ("重新来", "先说说你分管或从事什么工作"),
        ("信访 > 重新来", "目前：信访"),
        ("😂😂", "我没看到文字 & 两个确立 & !目前："),
        ("   ", "我没看到文字 & 两个确立 & !目前："),
        ("/help", "/start & /area & /who & /theme & /aspect & /causes & /measures"),
        ("/help", "/note & /export & /prep"),
        ("/help", "/checklist & /find & /help & /privacy & /forget & /cancel"),
        ("3.", "〔3〕"),
        ("/who 猫", "没认出“猫”是给谁写 & 这份材料给谁写 & 一把手"),
        ("/who", "!没认出 & 这份材料给谁写"),
        ("三、", "〔3〕"),
        ("信访 > 我叫某某，在乡镇管民政", "记下了：乡镇 · 民政"),
        ("你会泄密吗", "涉密内容、真实姓名不要发 & 记住了什么"),
        ("你们保存我的稿子吗", "我只记这些"),
        ("给我一篇完整的范文", "代写我不做"),
        ("/foo", "没有这个命令 & /help"),
        ("/strat", "没有这个命令。是不是 /start？ & 怎么用"),
        ("/aspct 3", "是不是 /aspect？"),
        ("/检察", "是不是 /检查？"),
        ("/takes", "没有这个命令 & /help"),
        ("/方面三", "〔3〕"),
        ("help", "也可以用命令"),
        ("Help", "也可以用命令"),
        ("记一笔", "还没有记下你自己的事实 & /note"),
        ("1 > 记一笔", "请写你自己的事实"),
        ("/aspect三", "〔3〕"),
        ("/privacy", "我只记这些 & 从不保存 & 清除我的数据"),
        ("/forget", "确定清除吗 & 不清除"),
        ("信访 > /forget > :确定清除", "已全部清除 & 重新开始"),
        ("信访 > /forget > :确定清除 > :重新开始", "先说说你分管或从事什么工作"),
        ("信访 > /forget > :不清除", "没有清除 & 目前：信访"),
        ("/find > /cancel > 信访", "记下了：信访"),
    ],
)  # fmt: skip
def test_passing_phrases_are_answered_and_lead_on(shared: Dialogue, says: str, holds: str) -> None:
    verify(shared, says, holds)


def test_every_answer_in_private_offers_a_way_on(shared: Dialogue) -> None:
    for intent in shared.assistant.catalog.intents:
        for phrase in intent.whole:
            assert say(shared, phrase, chat=next(chats)).buttons, phrase


def test_a_pasted_text_is_answered_and_not_kept(dialogue: Dialogue, store: Store) -> None:
    text = "今年以来，本人在学习上不够深入，走访群众偏少，主动担当不足。" * 170
    reply = say(dialogue, text)
    assert "我没有保存" in shown(reply)
    assert "①" in shown(reply)
    assert text[:10] not in str(store.chats.session(1))
    assert "还没有可以往下翻的内容" in shown(say(dialogue, "还有吗"))


@pytest.mark.parametrize(
    ("name", "content", "holds"),
    [
        ("稿子.txt", "走访群众偏少，主动担当不足。".encode(), "我没有保存"),
        ("页.html", "<html><p>走访群众偏少，主动担当不足。</p></html>".encode(), "我没有保存"),
        ("照片.jpg", b"\xff\xd8\xff", "图片或扫描件"),
        ("老.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "另存为 .docx"),
        (
            "密.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "设了密码",
        ),
        ("坏.docx", b"PK\x03\x04 nothing", "像是坏了"),
        ("表.xyz", b"\0\1\2", "这种文件我读不了"),
        ("空.txt", b"", "没有文字"),
    ],
)
def test_a_document_is_read_and_not_kept(
    dialogue: Dialogue, name: str, content: bytes, holds: str
) -> None:
    reply = dialogue.respond(Incoming(1, 1, attachment=Attachment(name, content)))
    assert holds in shown(reply)
    assert reply.buttons


def test_ticking_twice_changes_nothing(dialogue: Dialogue, store: Store) -> None:
    action = next(b.action for row in say(dialogue, "3").buttons for b in row if b.label == "☐2")
    once = dialogue.respond(Incoming(1, 1, press=action))
    again = dialogue.respond(Incoming(1, 1, press=action))
    assert once == again
    assert len(store.chats.ticks(Place(1), "2021")) == 1


def test_a_tick_of_what_the_part_does_not_hold_is_refused(dialogue: Dialogue, store: Store) -> None:
    reply = dialogue.respond(Incoming(1, 1, press="tick:1:0:0:measure_theory:1"))
    assert reply == Reply(notice=wording.UNKNOWN_BUTTON)
    assert not store.chats.ticks(Place(1), "2021")


def test_a_group_hears_only_what_is_meant_for_the_bot(dialogue: Dialogue) -> None:
    talk = Incoming(-1, 1, text="信访的事怎么写", is_group=True, is_addressed=False)
    assert not dialogue.respond(talk)
    assert not say(dialogue, "/ban 3", chat=-1, is_group=True)
    assert "没有这个命令" in shown(say(dialogue, "/ban@prepbot", chat=-1, is_group=True))
    assert "〔3〕" in shown(say(dialogue, "/aspect 3", chat=-1, is_group=True))


def test_twochats_never_see_each_other(dialogue: Dialogue) -> None:
    say(dialogue, "信访", "3", ":☐2", chat=1)
    other = shown(say(dialogue, "民主生活会", chat=2))
    assert "信访（" not in other
    assert "3 人民至上 0/9" in other


def test_a_restart_loses_nothing(store: Store, catalog: Catalog) -> None:
    say(Dialogue(Assistant(store, catalog)), "我是县民政局的", "3", ":☐2", "等靠要")
    again = Dialogue(Assistant(store, catalog))
    assert "第 2 批" in shown(say(again, "还有吗"))
    home = shown(say(again, "/start"))
    assert "目前：民政（" in home
    assert "3 人民至上 1/9" in home


def test_a_group_that_moves_keeps_its_state(dialogue: Dialogue) -> None:
    say(dialogue, "/theme 2024", chat=-1, is_group=True)
    dialogue.migrate(-1, -100)
    dialogue.migrate(-1, -100)
    assert "2024 四个带头" in shown(say(dialogue, "/checklist", chat=-100, is_group=True))


# --- properties

VERBS = [
    *("card", "tick", "done", "item", "examples", "heading", "area", "areas", "who"),
    *("theme", "themes", "home", "start", "ask", "more", "full", "forget"),
]
ACTIONS = st.one_of(
    st.text(max_size=30),
    st.builds(
        "{}:{}".format,
        st.sampled_from(VERBS),
        st.one_of(
            st.from_regex(r"\A[0-9]?(:[0-9²٣-]{0,9}){0,5}\Z"),
            st.sampled_from(
                ["causes:6:99", "2025", "who", "help", "yes", "no", "3:0:0:view_bad:1"]
            ),
        ),
    ),
)
WORDS = st.one_of(
    st.text(max_size=60),
    st.text("信访统战三第方面条五带头2025群众还有吗/aspect :", max_size=20),
    st.sampled_from(
        ["/find", "/area", "换一批", "下一条", "3", "信访", "等靠要", "2025", "/aspect ²"]
    ),
)
STEPS = st.lists(st.tuples(st.booleans(), st.one_of(WORDS, ACTIONS)), max_size=6)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS, chat=st.integers(min_value=10**6, max_value=10**12))
def test_nothing_raises_and_no_answer_is_empty(
    shared: Dialogue, steps: list[tuple[bool, str]], chat: int
) -> None:
    for is_press, said in steps:
        if is_press and said:
            reply = shared.respond(Incoming(chat, 1, press=said))
        else:
            reply = shared.respond(Incoming(chat, 1, text=said))
        assert reply
        for button in (button for row in reply.buttons for button in row):
            assert button.action.isascii()
            assert len(button.action) <= 64


def test_every_button_leads_on_to_depth_three(shared: Dialogue) -> None:
    seen: set[str] = set()
    paths = [(line,) for line in ("/start", "我在街道管信访", "等靠要怎么写", "/theme")]
    for _ in range(3):
        paths = [longer for path in paths for longer in _presses(shared, path, seen)]
    assert len(seen) > 100


def _presses(dialogue: Dialogue, path: tuple[str, ...], seen: set[str]) -> list[tuple[str, ...]]:
    """Walks the path anew and then presses each of its last buttons not yet tried."""
    chat = next(chats)
    reply = say(dialogue, path[0], chat=chat)
    for action in path[1:]:
        reply = dialogue.respond(Incoming(chat, 1, press=action))
    found = {b.action for row in reply.buttons for b in row} - seen
    seen |= found
    for action in sorted(found):
        other = next(chats)
        say(dialogue, path[0], chat=other)
        for step in path[1:]:
            dialogue.respond(Incoming(other, 1, press=step))
        answer = dialogue.respond(Incoming(other, 1, press=action))
        assert answer, action
        assert answer.notice != wording.UNKNOWN_BUTTON, (path, action)
    return [(*path, action) for action in sorted(found)]


@pytest.mark.parametrize(
    ("day", "says", "holds"),
    [
        ("2026-11-20", "去年的", "“去年的”按 2025 年度理解 & 2025 五个带头） & !2026"),
        ("2026-01-20", "今年的会", "“今年的会”按 2025 年度理解 & 2025 五个带头）"),
        ("2026-11-20", "今年是哪五个带头", "“2026”的主题我还没有 & 2025 五个带头： & 按它准备"),
        ("2026-01-20", "今年的主题是什么", "2025 五个带头： & !我还没有"),
        ("2026-11-20", "2024 > 今年的", "按 2026 年度理解 & “2026”的主题我还没有"),
    ],
)
def test_this_year_and_the_last_go_by_the_clock(
    assistant: Assistant, day: str, says: str, holds: str
) -> None:
    verify(Dialogue(assistant, clock=lambda: datetime.fromisoformat(day)), says, holds)
