"""Each rule of the draft check: a decent draft, one piece of it spoilt, and what is told then.

A row: rule, the piece that is replaced ("a…b": all from a up to b), what takes its place, and how
the quotes of that rule's findings begin; none for what must not be told.
"""

from collections.abc import Callable

import pytest

from bot.advice.findings import Finding
from bot.models import RULES

Spoilt = Callable[[str, str], list[Finding]]

ASPECT_3 = "（三）带头在遵规守纪、清正廉洁前提下勇于担责、敢于创新方面"
SITTING = "一是接访时坐不住。…二是对老户"
OLD_WAYS = "二是老办法用得…（四）"
STUDY = "党的二十届三中全会精神"
WHOLE = [
    ("aspect_missing", "（三）带头在…（四）带头", "", ["存在的问题"]),
    ("aspect_missing", ASPECT_3, "（三）勇于担责、敢于创新方面", []),
    ("aspect_order", "（一）带头严守…（三）带头", "（一）带头履行全面从严治党政治责任方面\n一是抓得软。\n（二）带头增强党性、严守纪律、砥砺作风方面\n一是坐不住。\n", ["带头履行全面从严"]),
    ("other_year", ASPECT_3, "（三）带头践行以人民为中心的发展思想，尊重群众意愿方面", ["带头践行以人民"]),
    ("other_year", "“四个带头”", "“六个带头”", ["对照“六个带头”"]),
    ("other_year", "“四个带头”", "上年度“六个带头”和“四个带头”", []),
    ("other_year", ASPECT_3, "（三）意识形态工作责任制方面", []),
    ("section_missing", "五、原因剖析…六、整改", "", ["县信访局副局长"]),
    ("section_missing", "六、整改措施…以上对照", "", ["县信访局副局长"]),
    ("section_missing", "五、原因剖析…六、整改", "（五）产生问题的原因剖析：一是学习放松了，总认为靠经验就行。\n", []),
    ("balance", "一、上年度整改落实情况\n", "一、上年度整改落实情况\n" + "全局认真落实整改任务，责任分解到股室、到人。" * 60, ["存在的问题"]),
    ("few_points", OLD_WAYS, "", ["带头在遵规守纪"]),
    ("last_year_missing", "一、上年度…二、存在", "", ["县信访局副局长"]),
    ("last_year_missing", "一、上年度…二、存在", "对照上年度查摆的问题，已整改5条，1条还在推进。\n", []),
    ("case_missing", "三、典型案例…四、个人", "", ["县信访局副局长"]),
    ("matters_missing", "四、个人有关…五、原因", "", ["县信访局副局长"]),
    ("count_missing", "谈心谈话26人次", "广泛谈心谈话", ["按照县委"]),
    ("count_missing", "征求到意见建议9条", "征求到意见建议XX条", ["按照县委"]),
    ("count_missing", "查找问题、剖析", "谈心谈话31人次，查找问题、剖析", ["对照“四个带头”"]),
    ("length", "查找问题、剖析", "查找问题、剖析" + "，认真准备" * 1400, ["县信访局副局长"]),
    ("numbering", "二是请示报告", "三是请示报告", ["三是请示报告"]),
    ("numbering", "（三）带头在", "（二）带头在", ["（二）带头在", "（四）带头"]),
    ("numbering", "五、原因剖析", "六、原因剖析", ["六、原因剖析", "六、整改措施"]),
    ("numbering", "五、原因剖析\n", "五、原因剖析\n归结起来有五个方面：\n", ["归结起来有五个"]),
]  # fmt: skip
POINTS = [
    ("no_example", SITTING, "一是接访时坐不住。对来访群众缺少耐心，常常听到一半就打断，总觉得说来说去还是老一套，没有真正坐下来把话听完。\n", ["一是接访时坐不住。"]),
    ("no_example", SITTING, "一是接访时坐不住。比如，对老年来访人缺少耐心，常常听到一半就打断，总觉得说来说去还是老一套，没有听他把话说完。\n", []),
    ("no_thought", "，总觉得窗口有同志在，少我一个不误事", "", ["一是接访时坐不住。"]),
    ("vague", SITTING, "一是服务意识不强。宗旨意识有所淡化，联系群众不够，工作标准不高。\n", ["一是服务意识不强。"]),
    ("vague", SITTING, "一是服务意识不强。联系群众不够，今年只接访17次，比规定少7次，总觉得少我一个不误事。\n", []),
    ("team_for_self", SITTING, "一是接访时坐不住。班子成员局长接待日经常缺席，全年应到24次，实到17次，中途离开的情况没有纠正。\n", ["班子成员局长接待日"]),
    ("team_for_self", SITTING, "一是接访时坐不住。有的同志全年应到24次，实到17次，我看见了没有批评。\n", []),
    ("team_for_self", SITTING, "一是接访时坐不住。对有的干部缺席接待日批评不够，全年应到24次，只通报过一次，怕得罪人。\n", []),
    ("team_for_self", SITTING, "一是接访时坐不住。抓党外干部队伍建设不够，全年应到24次，实到17次，借口开会。\n", []),
    ("praise", "一是攻坚的劲头不如从前。", "一是攻坚的劲头不如从前。一年来信访工作取得了显著成效，先后荣获全市先进单位。", ["一年来信访工作"]),
    ("praise", SITTING, "一是接访工作取得了显著成效。群众越来越信任。\n", ["一是接访工作取得"]),
    ("no_example", SITTING, "一是接访工作取得了显著成效。群众越来越信任。\n", []),
    ("praise", "一是攻坚的劲头不如从前。", "一是攻坚的劲头不如从前。年初定的目标没有取得明显成效。", []),
    ("advice_as_criticism", "一是攻坚的劲头…二是老办法", "一是建议进一步加强积案化解，希望多开几次协调会，把任务分到12个部门。\n", ["一是建议进一步"]),
    ("advice_as_criticism", "以上对照检查", "对某同志的批评意见：希望今后多到镇里走一走，进一步加强指导。\n以上对照检查", ["对某同志的批评意见"]),
    ("advice_as_criticism", "以上对照检查", "对某同志的批评意见：对下属发火多、指导少，希望改一改。\n以上对照检查", []),
    ("blame_outside", "三是担当精神弱了。…四是管党", "三是工作条件有限。上级下达的任务繁重，信访局编制少，经费紧张，难以面面俱到。\n", ["三是工作条件有限"]),
    ("blame_outside", "三是担当精神弱了。…四是管党", "三是强调客观多。总拿编制少、经费紧张当理由，主观上没有想办法。\n", []),
    ("blame_outside", "三是担当精神弱了。…四是管党", "三是学习时间得不到保证。日常事务多，没有静下心来读原著。\n", []),
    ("blame_outside", "三是担当精神弱了。…四是管党", "三是学习时间得不到保证。日常事务多，会议多，时间都被占去了。\n", ["三是学习时间得不到保证"]),
    ("cause_unmatched", "三是担当精神弱了。…四是管党", "三是互联网舆情研究偏少。对自媒体传播规律不熟，错误言论辨析不多。\n", ["三是互联网舆情"]),
    ("problem_without_measure", "四是把责任扛…以上对照", "", ["一是一岗双责抓得"]),
    ("measure_without_problem", "四是把责任扛", "四是抓好舆情引导。每月研判一次网络舆情，年内培训宣讲员20名。\n五是把责任扛", ["四是抓好舆情引导。"]),
    ("measure_unverifiable", "每半年与分管…以上对照", "进一步加强管理，切实提高责任意识，把制度落到实处。\n", ["四是把责任扛起来。"]),
    ("repeated", "二是老办法用得顺手就不愿换。", "一是接访时坐不住。", ["一是接访时坐不住。"]),
    ("repeated", "二是把心贴近群众。", "二是把心贴近群众。集体访苗头一小时内报告县委政法委。", ["集体访苗头"]),
]  # fmt: skip
WORDING = [
    ("foreign_identity", "全县38件", "我校38件", ["我校38件积案"]),
    ("foreign_identity", "对照县纪委", "作为一名教师，对照县纪委", ["作为一名教师"]),
    ("foreign_identity", "全县38件", "我镇38件", ["我镇38件积案"]),
    ("foreign_identity", "全县38件", "我局38件", []),
    ("foreign_identity", "全县38件", "我县38件", []),
    ("placeholder", "26人次", "XX人次", ["按照县委"]),
    ("placeholder", "12名群众", "**名群众", ["5月份某镇"]),
    ("placeholder", "6月底前销号", "____月底前销号", ["上年度民主生活会"]),
    ("placeholder", "某村一户", "×××村一户", ["×××村一户"]),
    ("placeholder", "某村一户", "【】村一户", ["【】村一户"]),
    ("placeholder", "某村一户", "【某村】一户", ["【某村】一户"]),
    ("placeholder", "某村一户", "（填写姓名）一户", ["（填写姓名）一户"]),
    ("placeholder", "某村一户", "某村（城郊）一户", []),
    ("placeholder", STUDY, "二十届X中X会精神", ["二十届X中X会"]),
    ("placeholder", "一是接访时坐不住。", "**一是接访时坐不住。**", []),
    ("outdated", STUDY, "党的十九届六中全会精神", ["党的十九届六中"]),
    ("outdated", STUDY, "党的十八大以来的精神和二十届三中全会精神", []),
    ("outdated", "2024年度民主生活会的通知", "2023年度民主生活会的通知", ["按照县委"]),
    ("outdated", "结合信访条例", "结合《党员领导干部廉洁从政若干准则》", ["党的二十届三中"]),
    ("outdated", "关于开好2024年度民主生活会", "关于开好党史学习教育专题民主生活会", ["按照县委"]),
    ("outdated", "某村宅基地纠纷6月底前", "某村宅基地纠纷2022年6月底前", ["局长接待日全部"]),
    ("outdated", "某村宅基地纠纷6月底前", "扎实推进“十三五”规划，6月底前", ["局长接待日全部"]),
    ("outdated", "某村宅基地纠纷6月底前", "扎实推进“十四五”规划，6月底前", []),
    ("outdated", "某村宅基地纠纷6月底前", "谋划“十五五”规划，6月底前", []),
    ("outdated", "某村宅基地纠纷6月底前", "落实十六五规划，6月底前", ["局长接待日全部"]),
    ("outdated", "某村宅基地纠纷6月底前", "“十三五”规划收官以来，6月底前", []),
    ("formula", STUDY, "习近平新时代中国特色社会义思想", ["习近平新时代"]),
    ("formula", STUDY, "习近平新时代中国特色社会主义思想", []),
    ("formula", STUDY, "习近平新时代特色社会主义思想", ["习近平新时代"]),
    ("formula", STUDY, "作为一名中国共产党党员领导干部", []),
    ("formula", STUDY, "《中国共产党党员领导干部廉洁从政若干准则》", []),
    ("formula", STUDY, "坚持中国共产党领导的要求", []),
    ("formula", STUDY, "坚持中国共产党的坚强领导", []),
    ("formula", STUDY, "全面建设社会主义现代化强国的要求", []),
    ("formula", STUDY, "坚持中国共产当的领导", ["坚持中国共产当"]),
    ("formula", STUDY, "以习近平主席为核心的党中央", ["以习近平主席"]),
    ("formula", STUDY, "“四个确立”的要求", ["“四个确立”"]),
    ("formula", STUDY, "道路自信、制度自信、理论自信的要求", ["道路自信、制度"]),
    ("formula", STUDY, "道路自信、理论自信、制度自信、文化自信的要求", []),
    ("formula", STUDY, "做到“两个维护”、增强“四个意识”、坚定“四个自信”的要求", ["做到“两个维护”"]),
    ("formula", STUDY, "增强“四个意识”、坚定“四个自信”、做到“两个维护”的要求", []),
    ("formula", "听了两遍传达，", "听了两遍传达,", ["党的二十届三中"]),
    ("formula", "12月底前", "12月底前(含整改)", []),
    ("secrecy", "某村一户", "电话13812345678，某村一户", ["电话13812345678"]),
    ("secrecy", "某村一户", "编号138123456789，某村一户", []),
    ("secrecy", "某村一户", "身份证11010519491231002X，某村一户", ["身份证1101"]),
    ("secrecy", "某村一户", "流水号110105194912310021，某村一户", []),
    ("secrecy", "县委关于开好", "某县委〔2024〕12号文件关于开好", ["按照某县委"]),
    ("secrecy", "县委关于开好", "某县委〔2024〕X号文件关于开好", ["按照某县委"]),
    ("secrecy", "县信访局副局长2024", "机密★1年\n县信访局副局长2024", ["机密★1年"]),
    ("secrecy", STUDY, "保守国家秘密的规定", []),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "old", "new", "quotes"), [*WHOLE, *POINTS, *WORDING])
def test_what_is_spoilt_is_told_and_nothing_else(
    spoilt: Spoilt, rule: str, old: str, new: str, quotes: list[str]
) -> None:
    found = [finding.quote for finding in spoilt(old, new) if finding.rule == rule]
    assert [quote[: len(start)] for quote, start in zip(found, quotes, strict=False)] == quotes
    assert len(found) == len(quotes)


def test_every_rule_has_a_row() -> None:
    elsewhere = {"opinion_unanswered", "copied"}  # need more than the draft
    assert {row[0] for row in (*WHOLE, *POINTS, *WORDING) if row[3]} | elsewhere == set(RULES)
