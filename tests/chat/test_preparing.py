"""From the checklist to a paper: notes, gaps, themes of one's own, several preparations, export."""

import io
from pathlib import Path
from shutil import copyfile
from zipfile import ZipFile

import pytest

from bot.assistant import Assistant
from bot.chat.dialogue import Dialogue
from bot.chat.reply import Attachment, Incoming
from bot.corpus.store import Store
from bot.models import Catalog
from tests.chat.talk import chats, say, shown, verify

FACT = "3月处理某小区信访积案时，我只看了卷宗，没有到当事人家里去，总觉得程序走到了就行。"
THIN = "今年走访群众比较少，了解情况主要靠听汇报。"
ASPECTS = "主题：强作风、促发展\n1. 带头学习新思想，筑牢政治忠诚\n2. 带头联系群众，解决急难愁盼\n3. 带头担当作为，推动工作落实\n4. 带头廉洁自律，履行管党治党责任"


@pytest.mark.parametrize(
    ("says", "holds"),
    [
        (f"3 > :逐条看 > :记一笔 > {FACT}", "记下了（第 1 笔） & 事例、想法、数字都有了 & 再记一笔 & 下一条"),
        (f"3 > :逐条看 > :记一笔 > {THIN}", "记下了（第 1 笔） & 还缺：一个具体事例 & 当时的想法 & 时间或数字"),
        (f"3 > :逐条看 > /note {THIN}", "记下了（第 1 笔）"),
        (f"3 > :逐条看 > /note {THIN} > /note {FACT}", "记下了（第 2 笔） & 都有了"),
        (f"/note 1 {THIN} > /note 3 {THIN}", "记下了（这里第 1 笔，一共 2 笔），在第3方面"),
        (f"3 > :逐条看 > {FACT}", "要记到“ & 还是拿去查例文 & 记下来 & 查例文"),
        (f"3 > :逐条看 > {FACT} > :记下来", "记下了（第 1 笔）"),
        (f"3 > :逐条看 > {THIN} > :查例文", "— & 全文①"),
        ("3 > :逐条看 > 群众不满意怎么写", "— & !要记到"),
        ("3 > 今年只去过两次社区，来信拖了三个月", "要记到“人民至上”下面，还是拿去查例文"),
        ("3 > 今年只去过两次社区，来信拖了三个月 > :记下来", "在第3方面“人民至上”下面"),
        ("3 > 走访调研不深入，密切联系群众不够", "— & !要记到"),
        ("3 > 我是街道副主任，分管5个社区的信访", "!要记到"),
        ("3 > :逐条看 > :记一笔 > 下一条", "要点 2/9 & !记下了"),
        ("3 > :逐条看 > :记一笔 > 取消", "好，已取消"),
        (f"/note 3 {THIN}", "记下了（第 1 笔），在第3方面“人民至上”下面 & 可以归到一条要点下面"),
        (f"3 > /note 整改 {THIN}", "记下了（第 1 笔），在“整改措施”下面"),
        (f"/note 人民至上：{THIN}", "记下了（第 1 笔），在第3方面“人民至上”下面"),
        (f"3 > /note 9 {THIN}", "记到哪里"),  # there is no such part: not the open one instead
        ("/note 3", "请写你自己的事实"),
        (f"/note 整改 > {THIN}", "记下了（第 1 笔），在“整改措施”下面"),
        ("记下来", "还没有记下你自己的事实"),
        (f"记一笔 > {THIN}", "记到哪里 & 人民至上"),
        (f"记一笔 > {THIN} > :人民至上", "记下了（第 1 笔），在第3方面“人民至上”下面"),
        (f"记一笔 > 3 {THIN}", "记下了（第 1 笔），在第3方面“人民至上”下面"),
        (f"记一笔 > {THIN} > 第三方面", "记下了（第 1 笔），在第3方面“人民至上”下面 & !没有记"),
        (f"记一笔 {THIN} > 整改", "记下了（第 1 笔），在“整改措施”下面"),
        (f"记一笔 {THIN} > 走访不深入", "没有记 & — "),
        ("记一笔", "请写你自己的事实 & 写完我问你记到哪一条"),
        (f"/note 3 {THIN} > 再记一笔 > {FACT}", "记下了（第 2 笔），在第3方面“人民至上”下面"),
        ("记一笔 > 下一条", "要点 1/9 & !记到哪里"),
        (f"3 > :逐条看 > 记一下 > {THIN}", "记下了（第 1 笔）"),
        (f"记一笔 {THIN}", "记到哪里 & 人民至上"),
        (f"记一笔：{THIN}", "记到哪里 & 人民至上"),
        (f"再记一笔{THIN}", "记到哪里 & 人民至上"),
        (f"3 > :逐条看 > 记下来，{THIN}", "记下了（第 1 笔）"),
        ("记一下怎么写", "!记到哪里"),
        ("3 > :☐2 > 去年我对两家企业的事只打过招呼没有下去看", "还是拿去查例文 & 记下来"),
        ("3 > 我局今年没有开过专题会研究信访工作", "!要记到"),
        ("3 > 我想找没有下去走访过的例子", "!要记到"),
        (f"/note 第三方面 {THIN}", "记下了（第 1 笔），在第3方面“人民至上”下面"),
        (f"/note 3 {THIN} > :走访调研不深入", "归好了，在“走访调研不深入”下面"),
        (f"原因 > /note {THIN}", "记下了（第 1 笔），在“原因剖析”下面"),
        (f"/note {THIN}", "记到哪里 & 人民至上"),
        (f"/note {THIN} > :人民至上", "记下了（第 1 笔）"),
        ("/note", "还没有记下你自己的事实 & 人民至上"),
        (f"3 > :逐条看 > /note {THIN} > /note", "你记的事实（1 笔） & 走访群众比较少 & 导出提纲"),
        (f"3 > :逐条看 > /note {THIN} > :看这一条", "你记的事实 & 1 今年走访 & 还缺 & ✗ 原因 & ✗ 整改 & 改1 & 删1"),
        (f"3 > :逐条看 > /note {THIN} > :看这一条 > :改1 > {FACT}", "改好了 & 卷宗 & !走访群众比较少"),
        (f"3 > :逐条看 > /note {THIN} > :看这一条 > :删1", "已删除 & 还没有记下"),
        (f"3 > :逐条看 > /note {THIN} > 下一条", "要点 2/9"),
        (f"3 > :逐条看 > /note {THIN} > /checklist", "3 人民至上 0/9 · 记 1 条 & ■□□□□ & 先补这一条 & 对应关系"),
        (f"3 > :逐条看 > /note {THIN} > /checklist > :对应关系", "问题、原因、整改要对得上 & ✗ 原因 & ✗ 整改 & 补："),
        (f"/note 3 {THIN} > /checklist", "■□□□□ 3 人民至上 0/9 · 记 1 条 & 我的事实"),
        (f"/note 3 {THIN} > /theme 2024 > /checklist", "!记 1 条"),
        ("原因 > :逐条看 > /note 总觉得程序走到了就行，怕麻烦，没有往心里去。", "想法写到了 & !事例、想法、数字"),
        ("整改 > :逐条看 > /note 由办公室负责，6月底前走访20户。", "写得实，到时候查得出来 & !事例、想法、数字"),
        ("/checklist > :其他 > :逐条看 > /note 3月谈心5次，当时想走个过场。", "记下了 & !都有了"),
        ("/checklist > :从这一条补起", "两个确立 · 要点 1/9"),
        ("/checklist > 下一条", "两个确立 · 要点 1/9"),
        ("/checklist > 下一条 > :☐ 标为完成 > :下一条", "两个确立 · 要点 2/9"),
        (f"3 > :逐条看 > /note {'长' * 1001}", "一笔最多 1000 字，这段有 1001 字 & 没有保存"),
    ],
)  # fmt: skip
def test_facts_are_noted_and_asked_after(shared: Dialogue, says: str, holds: str) -> None:
    verify(shared, says, holds)


def test_a_reply_to_an_item_is_noted_there(dialogue: Dialogue) -> None:
    reply = say(dialogue, "3", ":逐条看")
    actions = tuple(button.action for row in reply.buttons for button in row)
    say(dialogue, "/checklist")  # something else is open by now
    answer = dialogue.respond(Incoming(1, 1, message=9, text=THIN, replied=actions))
    again = dialogue.respond(Incoming(1, 1, message=9, text=THIN, replied=actions))
    assert "记下了（第 1 笔）" in shown(answer)
    assert "记下了（第 1 笔）" in shown(again)  # the same message, told twice


def test_a_question_in_reply_to_an_item_is_no_note(dialogue: Dialogue) -> None:
    reply = say(dialogue, "3", ":逐条看")
    actions = tuple(button.action for row in reply.buttons for button in row)
    answer = dialogue.respond(Incoming(1, 1, text="这条别人怎么写的？", replied=actions))
    assert "记下了" not in shown(answer)


def test_nothing_is_held_longer_than_the_question_stands(dialogue: Dialogue, store: Store) -> None:
    say(dialogue, "3", ":逐条看", FACT)
    assert store.chats.session(1).held == FACT
    say(dialogue, "谢谢")
    assert store.chats.session(1).held == ""


@pytest.mark.parametrize(
    ("says", "holds"),
    [
        ("下一条", "刚才那句没有记 & 要点 2/"),
        ("走访不深入", "刚才那句没有记 & — "),
        ("/checklist", "刚才那句没有记 & 检查清单"),
        ("今年我只去过两次社区，来信拖了三个月", "刚才那句没有记 & 还是拿去查例文"),
        ("记下来", "记下了 & !没有记"),
        (":查例文", "— & !没有记"),
        ("好", "还是拿去查例文 & !没有记"),
        ("好 > 下一条 > 下一条", "!没有记"),  # said once
    ],
)
def test_a_sentence_that_was_not_noted_is_told_of(shared: Dialogue, says: str, holds: str) -> None:
    verify(shared, f"3 > :逐条看 > {FACT} > {says}", holds)


def test_a_pasted_notice_is_no_sentence_to_note(dialogue: Dialogue) -> None:
    own = "重点从三个方面查摆：\n1. 带头增强党性方面\n2. 带头敬畏人民方面\n3. 带头担当作为方面"
    assert "没有记" not in shown(say(dialogue, "3", own, "第二方面"))


def test_notes_and_ticks_vanish_with_forget(dialogue: Dialogue, store: Store) -> None:
    say(dialogue, "3", ":逐条看", f"/note {FACT}", f"/theme new\n{ASPECTS}", "/forget", ":确定清除")
    for table in ("sessions", "preparations", "ticks", "notes", "own_themes"):
        assert not store.db[table].count


@pytest.mark.parametrize(
    ("says", "holds"),
    [
        ("/who 一把手 > 5", "末位表态没有守牢 & 第一责任人职责扛得不实"),
        ("/who 个人 > 5", "!末位表态没有守牢 & !第一责任人"),
        ("5", "!末位表态没有守牢 & !第一责任人"),
        ("/who 一把手 > /theme 2025 > 5", "第一责任人职责扛得不实"),
        ("/who 班子 > /theme 2025 > 5", "!第一责任人职责扛得不实"),
    ],
)
def test_whoever_leads_is_asked_of_his_own_duties(shared: Dialogue, says: str, holds: str) -> None:
    verify(shared, says, holds)


def test_a_group_is_told_what_goes_with_forget(dialogue: Dialogue) -> None:
    said = ("3", ":逐条看", f"/note {FACT}", f"/note {THIN}", "3", ":☐2", "/forget")
    asked = shown(say(dialogue, *said, chat=-5, is_group=True))
    assert "这个群记下的 2 笔事实、1 处勾选" in asked
    assert "这个群" not in shown(say(dialogue, "/forget", chat=5))


def test_what_was_forgotten_stands_in_no_file(
    tmp_path: Path, built: Path, catalog: Catalog
) -> None:
    copyfile(built, tmp_path / "store.sqlite3")
    store = Store.open(tmp_path / "store.sqlite3")
    dialogue = Dialogue(Assistant(store, catalog))
    say(dialogue, "/note 1 独一无二的事实", "/forget", ":确定清除")
    files = [path.read_bytes() for path in tmp_path.iterdir()]
    store.close()
    assert files
    assert not [content for content in files if "独一无二的事实".encode() in content]


@pytest.mark.parametrize(
    ("says", "holds"),
    [
        (f"/theme new\n{ASPECTS}", "读出 4 个方面 & 1 带头学习新思想，筑牢政治忠诚 & 4 带头廉洁自律 & 对，开始准备"),
        (f"/theme new\n{ASPECTS} > :对，开始准备", "四个方面，先看哪个"),
        (f"/theme new\n{ASPECTS} > /checklist", "2021 五个带头 & !学习新思想"),
        (f"/theme new\n{ASPECTS} > :不对，重贴 > :返回 > /checklist", "2021 五个带头"),
        (f"/theme new\n{ASPECTS} > :对，开始准备 > 2", "〔2〕带头联系群众 & 建议覆盖的要点 & 例文："),
        (f"/theme new > {ASPECTS}", "读出 4 个方面"),
        ("/theme new", "每个方面一行 & 例如"),
        ("/theme new > 今天天气不错", "没看出是哪几个方面 & 请这样发 & 不贴了"),
        ("/theme new > 我是县医院办公室的，给院长写2025年的对照检查材料，院长是一把手", "记下了：医院（一把手 · 2025"),
        ("/theme new > 大家说的那几个方面我也记不清了反正就是要讲政治讲担当讲廉洁这些吧", "没看出是哪几个方面"),
        ("/theme new > 今天天气不错 > :不贴了", "2025 五个带头 & 都不是，自己贴"),
        ("/theme new > 今天天气不错 > :不贴了 > 今天天气不错", "!没看出是哪几个方面"),
        ("/theme new > 走访不深入怎么写", "— & 全文① & !没看出是哪几个方面"),
        ("/theme new > 我在街道管信访", "记下了： & 信访 & !没看出是哪几个方面"),
        ("/theme new > /checklist", "检查清单"),
        ("六个带头", "（个人 · 2022 六个带头） & 换年度"),
        ("四个带头", "（个人 · 2024 四个带头） & 换年度"),
        ("/theme new > 取消", "好，已取消"),
        ("/theme new > 走访不深入怎么写 > 今天天气不错", "!没看出是哪几个方面"),
        ("/theme new > 带头强化政治忠诚", "没看出是哪几个方面"),
        ("/theme new 1. 政治过硬 2. 作风过硬 3. 廉洁过硬", "读出 3 个方面 & 2 作风过硬"),
        ("/theme new > 1.带头学习", "没看出是哪几个方面"),
        (f"/theme new > 今天天气不错 > {ASPECTS}", "读出 4 个方面"),
        (f"{ASPECTS}", "这像是会议方案里的 4 个方面 & 按它准备"),
        (f"{ASPECTS} > :按它准备", "读出 4 个方面"),
        (f"/theme new\n{ASPECTS} > /theme", "四个方面：带头学习新思想 & 2025 五个带头 & 都不是，自己贴"),
        ("/theme > :都不是，自己贴", "每个方面一行"),
        ("/theme new\n1.带头强化政治忠诚、提高政治能力\n2.带头固本培元、增强党性\n3.带头敬畏人民、敬畏组织、敬畏法纪\n4.带头干事创业、担当作为\n5.带头坚决扛起管党治党责任",
         "这就是“2025 五个带头” & （个人 · 2025"),
    ],
)  # fmt: skip
def test_a_theme_of_ones_own_is_read(shared: Dialogue, says: str, holds: str) -> None:
    verify(shared, says, holds)


def test_a_notice_sent_as_a_document_makes_a_theme(dialogue: Dialogue) -> None:
    say(dialogue, "/theme new")
    notice = Attachment("方案.txt", ASPECTS.encode("gb18030"))
    assert "读出 4 个方面" in shown(dialogue.respond(Incoming(1, 1, attachment=notice)))


def test_only_administrators_set_everybodys_theme(assistant: Assistant) -> None:
    dialogue = Dialogue(assistant, admins=[1])
    mine = say(dialogue, f"/theme new\n{ASPECTS}")
    action = next(b.action for row in mine.buttons for b in row if b.label == "设为所有人的默认")
    assert "只有管理员能做" not in shown(dialogue.respond(Incoming(1, 1, press=action)))
    assert "四个方面" in shown(say(dialogue, "民主生活会", chat=2))
    other = dialogue.respond(Incoming(3, 3, text=f"/theme new\n{ASPECTS}"))
    assert "设为所有人的默认" not in shown(other)
    assert "只有管理员能做" in shown(dialogue.respond(Incoming(2, 2, press=action)))


def test_a_theme_of_ones_own_is_nobody_elses(dialogue: Dialogue, store: Store) -> None:
    say(dialogue, f"/theme new\n{ASPECTS}", chat=1)
    key = store.chats.own_themes(1)[0].key
    assert "失效" in shown(dialogue.respond(Incoming(2, 2, press=f"theme:{key}")))
    assert "强作风" not in shown(say(dialogue, "/theme", chat=2))


@pytest.mark.parametrize(
    ("says", "holds"),
    [
        ("/prep", "在准备 1 份材料 & ▸ 第 1 份 & 新建一份 & !删除这份"),
        ("/prep > :新建一份", "起个名字"),
        ("/prep > :新建一份 > 局长", "新开一份：局长 & 这份材料给谁写 & 一把手"),
        ("/prep new 局长 > :一把手", "记下了：局长 · 全部领域（一把手"),
        ("/prep new 班子", "新开一份：班子 & （班子 ·"),
        ("信访 > /prep new 局长 > :个人 > /prep", "▸ 局长（个人 & · 第 1 份（个人 · 2021 五个带头 · 信访） & 第 1 份 & 删除这份"),
        ("信访 > /prep new 局长 > :个人 > /prep 1", "换到这一份：第 1 份 & 信访（"),
        ("信访 > /prep new 局长 > /prep 第 1 份", "没有这一份"),
        ("/prep new 局长 > /prep 1 > /prep 局长", "换到这一份：局长"),
        ("/prep name 我自己", "▸ 我自己"),
        ("/prep new 局长 > /prep > :删除这份", "确定删除“局长”吗 & 记下的 0 笔"),
        ("/prep new 局长 > /prep > :删除这份 > :确定删除", "删掉了 & 在准备 1 份材料"),
        ("/prep delete", "只剩这一份了"),
        ("/prep 7", "没有这一份"),
        ("/prep list", "在准备 1 份材料"),
        ("/prep 列表", "在准备 1 份材料"),
        ("/prep new 局长 > /prep switch 1", "换到这一份：第 1 份"),
        ("/prep new 局长 > /prep 1 > /prep 切换 局长", "换到这一份：局长"),
        ("/prep new 局长 > /prep 换到1", "换到这一份：第 1 份"),
        ("/prep new 局长 > /prep 打开 7", "没有这一份 & 在准备 2 份材料"),
        ("/prep switch", "在准备 1 份材料"),
        ("/prep rename 我自己", "▸ 我自己"),
        ("/prep 改名 我自己", "▸ 我自己"),
        ("/prep 改名我自己", "▸ 我自己"),
        ("/材料", "在准备 1 份材料"),
    ],
)  # fmt: skip
def test_several_texts_are_prepared_in_one_chat(shared: Dialogue, says: str, holds: str) -> None:
    verify(shared, says, holds)


def test_preparations_keep_their_notes_and_ticks_apart(dialogue: Dialogue) -> None:
    say(dialogue, "信访", "3", ":逐条看", f"/note {FACT}", "3", ":☐2")
    assert "还没有记下" in shown(say(dialogue, "/prep new 班子", "/note"))
    assert "3 人民至上 0/" in shown(say(dialogue, "民主生活会"))
    assert "卷宗" in shown(say(dialogue, "/prep 1", "/note"))
    assert "3 人民至上 1/9" in shown(say(dialogue, "民主生活会"))


@pytest.mark.parametrize(
    ("says", "holds"),
    [
        ("/export", "Word 提纲做好了 & 还没有记下自己的事实"),
        (f"3 > :逐条看 > /note {FACT} > /export", "放进了你记的 1 笔事实 & 整改清单 & Markdown"),
        ("/export 清单", "整改清单做好了"),
        (f"3 > :逐条看 > /note {FACT} > /export 清单", "待填”。范文一句也没有抄进去"),
        ("/export md", "Markdown 提纲做好了"),
        ("/export pdf", "“pdf”这种格式没有 & Word 提纲 & 整改清单"),
        ("/export > :整改清单", "整改清单做好了"),
        ("/导出", "Word 提纲做好了"),
    ],
)  # fmt: skip
def test_the_paper_is_handed_out(shared: Dialogue, says: str, holds: str) -> None:
    verify(shared, says, holds)


def test_twelve_actions_lead_from_the_start_to_a_word_file(dialogue: Dialogue) -> None:
    second = "6月防汛值班我两次没有到岗，当时心存侥幸，觉得雨不会大。"
    actions = (
        *("/start", "我在街道管信访和拆迁", ":人民至上", ":逐条看", ":记一笔", FACT),
        *("/aspect 4", ":逐条看", ":记一笔", second, "/export"),
    )
    assert len(actions) <= 12
    reply = say(dialogue, *actions)
    (file,) = reply.files
    assert file.name == "对照检查材料提纲-2021.docx"
    text = ZipFile(io.BytesIO(file.content)).read("word/document.xml").decode()
    assert FACT in text
    assert second in text
    assert "待填" in text


def test_no_passage_of_the_corpus_gets_into_the_paper(dialogue: Dialogue, store: Store) -> None:
    reply = say(dialogue, "街道信访", "3", ":逐条看", f"/note {FACT}", "/export md")
    paper = reply.files[0].content.decode()
    passages = store.passages(range(1, 200)).values()
    assert not [p.headline for p in passages if len(p.headline) > 8 and p.headline in paper]


def test_two_users_and_a_group_use_their_own_themes_and_notes(dialogue: Dialogue) -> None:
    one, two, group = next(chats), next(chats), -next(chats)
    say(dialogue, "2024", "1", ":逐条看", "/note 甲写的一件事，发生在5月。", chat=one)
    say(dialogue, "2025", "1", ":逐条看", "/note 乙写的一件事，发生在6月。", chat=two)
    say(dialogue, "/theme 2022", "/note 1 丙写的一件事，发生在7月。", chat=group, is_group=True)
    seen = {chat: shown(say(dialogue, "/note", chat=chat, is_group=chat < 0)) for chat in (one, two, group)}  # fmt: skip
    for chat, own in ((one, "甲"), (two, "乙"), (group, "丙")):
        assert [name for name in "甲乙丙" if f"{name}写的" in seen[chat]] == [own]
    years = [shown(say(dialogue, "/checklist", chat=c, is_group=c < 0)) for c in (one, two, group)]
    assert [year in text for year, text in zip(("2024", "2025", "2022"), years, strict=True)] == [True] * 3  # fmt: skip


def test_a_restart_after_any_step_goes_on_where_it_was(built: Path, catalog: Catalog) -> None:
    steps = ("信访", "3", ":逐条看", FACT, ":记下来", ":下一条", ":记一笔", THIN, "/prep new 班子")
    whole, parted = (_talks(built, catalog, steps, restarts) for restarts in (False, True))
    assert whole == parted


def _talks(built: Path, catalog: Catalog, steps: tuple[str, ...], restarts: bool) -> list[str]:
    """All answers, perhaps each by a dialogue that was made anew over the same store."""
    store, source = Store.open(None), Store.open(built)
    source.db.conn.backup(store.db.conn)
    source.close()
    dialogue = Dialogue(Assistant(store, catalog))
    said, buttons = [], dict[str, str]()
    for step in steps:
        dialogue = Dialogue(Assistant(store, catalog)) if restarts else dialogue
        words = {"press": buttons[step[1:]]} if step.startswith(":") else {"text": step}
        reply = dialogue.respond(Incoming(1, 1, **words))
        buttons = {b.label: b.action for row in reply.buttons for b in row}
        said.append(shown(reply))
    store.close()
    return said
