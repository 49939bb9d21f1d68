"""Tells a 对照检查材料 from the texts that stand beside it in the same folder.

A title decides where it names its kind. Else the wording does: each kind has its signs, and a
statement speaks of its own shortcomings under the headings that such a text has.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.models import Point, Section
from bot.text.normalize import letters, plain

# 2021年度mzshh对照检查材料
STATEMENT = re.compile(
    r"对照(检查|查抄|材料|质料)|检视剖析|剖析(材料|发言|检查)|检查材料|发言(提纲|材料)|生活会(上的)?(个人)?发言|党性分析|自我剖析|问题检视|自查剖析"
)
_TAIL = r"([（(].{0,20})?$"
# what a title that names a statement is about: 写好对照检查材料的几点体会
_NO_STATEMENT = ("notice", "template", "regulation", "essay", "experience")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of text that is no statement: how its title reads, what its body says."""

    key: str
    name: str
    title: re.Pattern[str]
    body: re.Pattern[str]


def _kind(key: str, name: str, title: str, body: str) -> Kind:
    return Kind(key, name, re.compile(title), re.compile(body))


KINDS = (
    _kind("template", "空白模板", rf"模板{_TAIL}|模版{_TAIL}|^样表|填写说明", r"此处填写|请填写|填写说明"),
    _kind("notice", "通知", rf"(通知|公告|函告|预通知){_TAIL}", r"现(就|将).{0,30}(有关)?(事项|事宜)?.{0,6}通知如下|请.{0,20}(认真)?(贯彻|遵照)执行|请.{0,16}(日|月底)前.{0,12}报送|特此通知"),
    _kind("regulation", "规定、制度", rf"(办法|规定|细则|条例|制度|准则|规则|守则|规程){_TAIL}", r"(?m)^[ \t\u3000]*第[一二三四五六七八九十百]+[章条]\s|自(印发|发布|公布)之日起(施行|执行)|由.{2,20}负责解释|(制定|修订)本(办法|规定|细则|制度|条例)"),
    _kind("summary", "工作总结", rf"(工作|年度|半年|个人|学习|活动)?总结(和.{{2,16}}(计划|打算|安排))?{_TAIL}|工作(总结|小结|要点|思路|打算)", r"现(将)?.{0,16}总结如下|(主要)?工作(完成|开展)情况|工作(成效|亮点|回顾)|圆满完成|(明|下)年(工作)?(计划|打算|思路)|20\d\d年(工作)?(计划|打算|思路|重点)"),
    _kind("plan", "工作方案", rf"(方案|安排|预案|计划|任务分工|流程图?){_TAIL}", r"制定本(方案|计划)|制定如下(方案|计划)|责任(单位|科室|领导)[：:]|完成时限[：:]|组织保障|参加人员|会议程序"),
    _kind("agenda", "主持词", rf"(主持词|主持稿|议程|程序){_TAIL}", r"下面[，,]?进行第.{1,2}项|现在[，,]?开会|散会|首先请.{1,12}(发言|讲话)|(大家|掌声)欢迎|会议到此结束"),
    _kind("speech", "讲话", rf"(讲话|致辞|致词|讲稿|演讲|点评|动员|表态(?:发言)?|总结讲话|辅导报告|党课)(稿|提纲|材料|意见)?{_TAIL}|在.{{2,40}}会(议)?上的|^(演讲|党课|讲话)稿?(?=.)", r"(?m)^[ \t\u3000]*同志们[：:！!，,]|(下面|借此机会).{0,14}我?.{0,12}(讲|提|谈).{0,6}(意见|要求|看法|问题)|希望(大家|各位|同志们|同学们|各单位)|我代表.{2,16}(表示|对)|谢谢大家"),
    _kind("personal", "申请书、承诺书等", rf"(申请书|承诺书|倡议书|保证书|决心书|检讨书?|思想汇报|自我鉴定|自传|简历|事迹(材料)?|推荐(信|材料)|合同|协议书?|感谢信|慰问信){_TAIL}", r"志愿加入|此致|(申请|承诺|检讨|保证)人[：:]|甲方|乙方|特此(承诺|申请)"),
    _kind("request", "征求意见函", rf"(函|征求意见表|意见表|征集表|问卷|请示|批复|回复){_TAIL}|^关于征求", r"联系人[：:]|(反馈|报送)(至|给|到)|征求意见(的)?(内容|范围|方式)|意见箱|书面意见|特此函|妥否.{0,4}请批示"),
    _kind("report", "情况报告", rf"情况的?(报告|汇报|通报|说明|反映){_TAIL}|(反馈|督查|督导|检查|巡察|巡视|审计)意见{_TAIL}|(通报|简报|专报|快报|调研报告|述职报告|述职述廉报告|工作报告|评估报告|(?<!检查)(?<!剖析)(?<!分析)(报告|汇报)){_TAIL}", r"特此报告|应到.{1,6}人|实到.{1,6}人|会议召开情况|现将.{0,20}召开.{0,12}情况.{0,6}报告如下|会前准备情况"),
    _kind("experience", "心得体会", rf"(心得|体会|感想|感悟|读后感|观后感|有感|收获){_TAIL}|研讨(交流)?(发言)?(材料|提纲|稿)?{_TAIL}|学习交流发言", r"收获很大|感触(很|颇)?深|受益匪浅|深受(教育|启发)|热泪盈眶|心得(体会)?|(学习|培训)让我|通过(这次|此次|本次)?(学习|培训|参观)|谈(几|三|两)点(体会|感受|认识)"),
    _kind("criticism", "批评意见、谈话记录", rf"批评(与自我批评)?(意见|建议)|(意见|建议)(汇总|梳理|征集|清单)|(谈心)?谈话(记录|情况)|会议?(记录|纪要){_TAIL}|纪要{_TAIL}|记录(表|本)?{_TAIL}", r"被批评人|批评人[：:]|谈话人[：:]|谈话对象[：:]|记录人[：:]|对.{1,10}(同志)?的?(批评)?意见[：:]"),
    _kind("ledger", "清单、台账", rf"(清单|台账|台帐|一览表|汇总表|统计表|登记表|销号表|明细表|推进表){_TAIL}|整改方案|整改落实方案", r"责任人[：:].{0,20}完成时限|销号(情况|时间)|序号.{0,12}(问题|措施)"),
    _kind("news", "新闻报道", rf"(召开|举行|举办|开展|参加|赴.{{2,12}}|启动|部署).{{0,40}}(民主生活会|组织生活会|会议|学习|活动|工作|调研|培训|仪式){_TAIL}|(报道|新闻稿|通讯稿|侧记|纪实|快讯){_TAIL}", r"(本网|本报|记者|通讯员|新华社)[^。]{0,12}(讯|电|报道|摄)|讯[（( ]|(会议|他|她)(强调|指出|要求|认为)|(主持|出席|列席|到会)(了)?(会议|指导)|\d{1,2}月\d{1,2}日[，,]?(上午|下午|晚)?[^。]{2,40}召开"),
    _kind("essay", "理论文章", rf"^(论|试论|浅论|浅谈|浅析|略论|漫谈|也谈|再论|谈谈|刍议)|(的|之)(思考|研究|探析|探讨|浅析|几点认识|启示|价值|意义|逻辑|内涵){_TAIL}|(社论|评论员文章|时评|随笔|论文){_TAIL}|(怎么|如何|怎样)写|写作(指南|技巧|要点|提示)|(注意事项|撰写要求)", r"本文(认为|从|将|试图|通过|分析)|有学者|学界|参考文献|(?m:^[ \t\u3000]*摘[ \u3000]*要)|关键词[：:]|马克思主义(政党|认为|经典作家)|(理论|历史)(渊源|逻辑|意蕴)|(路径|对策)(选择|研究)|综上所述|作者单位"),
)  # fmt: skip
NAMES = {kind.key: kind.name for kind in KINDS} | {
    "unknown": "其他文稿（没有读到存在问题、原因剖析或整改措施）"
}
# 不够深入, 抓得不紧, 有差距, 缺乏韧劲: what a point of the problems says of its writer
_SHORTCOMING = re.compile(
    r"不[够足深透实紧牢强高严细到敢愿想会能及经]|不[^，。；]{1,6}$|缺[乏少失]|欠|弱|淡[化薄漠]|差距|松[懈劲散]|退|偏[软宽差]|滞后|少|慢|没有?|未|流于|形式|浅|懈怠|畏难|惰性|漏洞|折扣|脱节|粗放|迟"
)
# not 我局 and 我县, which any report says
_OWN_VOICE = re.compile(
    r"本人|我(?![们国省市县区州局镇乡街校院委办处所站中厂部公单厅])|我们?班子|班子|个别(成员|同志)|自己"
)
# What a text without these is about is not its writer.
_OF_ONESELF = re.compile(
    r"民主生活会|组织生活会|mzshh|zzshh|对照检查|检视剖析|党性|宗旨(意识|观念)|理想信念|批评指正|带头|四风",
    re.IGNORECASE,
)
# Only a report, a form or an article says so, whatever headings it has.
_NEVER = re.compile(
    r"(?m)^[ \t\u3000]*(?:摘要|关键词|参考文献)[：:]|特此(报告|通知|通报|函|请示|公告)|应到\d*.{1,10}实到|(谈话|批评|记录)人[：:]"
)
_ANNOUNCES = re.compile(
    r"(对照|检视|剖析|检查|查摆).{0,24}(如下|汇报|报告|发言|说明)|现.{0,30}(检查|剖析|检视|情况).{0,10}(如下|汇报|报告|说明)|批评指正|请.{0,12}批评"
)
# ________ and （此处填写）, 【待填：…】 of the bot's own outline; XX is a mask, not a blank
_BLANK = re.compile(
    r"[_＿]{2,}|﹍{2,}|…{4,}|\.{6,}|【待填[^】]*】|[（(【](此处|请|待)?(填写?|补充|插入)[^）)】]{0,16}[)）】]"
)
_MOST_BLANK = 12  # letters left of a point that is only waiting to be filled in
_PARTS = re.compile("[：:]|——")  # 研讨发言：从小处着眼
_SURE = 2  # signs of a body from which it is of a kind
_CERTAIN = 7  # evidence of a statement that no other kind has as many signs against


def refusal(title: str, text: str, sections: Sequence[Section]) -> str:
    """The key of the kind of text it is instead of a statement, "" for a statement."""
    if _is_blank(text, sections):
        return "template"
    head = plain(title)
    parts = [head, *map(plain, _PARTS.split(title)[:-1])]
    named = next((k.key for k in KINDS if any(map(k.title.search, parts))), "")
    if STATEMENT.search(head) and named not in _NO_STATEMENT:
        named = named if named and not any(map(_ends_as_statement, parts)) else ""
        return named if named else ("" if _has_points(sections) else "unknown")
    if named:
        return named
    own = evidence(title, text, sections)
    if own >= _CERTAIN and not _NEVER.search(text):
        return ""
    key, signs = max(((k.key, _signs(k, text)) for k in KINDS), key=lambda pair: pair[1])
    if signs and _NEVER.search(text):
        return key
    if signs >= _SURE and signs > own:
        return key
    return "" if own >= _SURE else (key if signs >= _SURE else "unknown")


def _ends_as_statement(head: str) -> bool:
    """Whether the last word of a title is the statement and not what is said about it."""
    found = [word for word in STATEMENT.finditer(head) if not word[0].startswith("发言")]
    return bool(found) and len(head) - found[-1].end() <= 8


def _signs(kind: Kind, text: str) -> int:
    """How many different signs of the kind the text holds."""
    return len({letters(found[0])[:3] for found in kind.body.finditer(text)})


def evidence(title: str, text: str, sections: Sequence[Section]) -> int:
    """How much speaks for a statement: its headings, its aspects, its own shortcomings."""
    headed = {s.kind for s in sections if s.heading and (s.points or s.aspects)}
    aspects = [part for s in sections for part in s.aspects if part.points]
    numbered = sum(part.number is not None for part in aspects)
    signs = [
        2 * bool({"problems"} & headed),
        bool({"causes"} & headed),
        bool({"measures"} & headed),
        2 * (numbered >= 2),
        2 * _admits(sections),
        bool(_OWN_VOICE.search(text)),
        bool(_ANNOUNCES.search(text)),
    ]
    about_oneself = numbered >= 2 or _OWN_VOICE.search(text) or _OF_ONESELF.search(plain(text))
    return sum(map(int, signs)) if _has_points(sections) and about_oneself else 0


def _admits(sections: Sequence[Section]) -> bool:
    """Whether most points of problems and causes name a shortcoming."""
    points = [point for kind in ("problems", "causes") for point in _points(sections, kind)]
    told = sum(bool(_SHORTCOMING.search(plain(point.headline))) for point in points)
    return len(points) > 1 and told >= 0.5 * len(points)


def _points(sections: Sequence[Section], kind: str) -> Iterator[Point]:
    for section in sections:
        if section.kind == kind:
            for part in section.aspects:
                yield from part.points
            yield from section.points


def _has_points(sections: Sequence[Section]) -> bool:
    return any(s.points or any(part.points for part in s.aspects) for s in sections)


def _is_blank(text: str, sections: Sequence[Section]) -> bool:
    """Whether the points wait to be filled in."""
    if len(_BLANK.findall(text)) < 3:
        return False
    points = (p for s in sections for p in [*s.points, *(p for a in s.aspects for p in a.points)])
    texts = [p.text for p in points if not p.text.startswith(">")]  # a remark of Markdown
    blank = [
        t for t in texts if _BLANK.search(t) and len(letters(_BLANK.sub("", t))) <= _MOST_BLANK
    ]
    return not texts or 2 * len(blank) >= len(texts)
