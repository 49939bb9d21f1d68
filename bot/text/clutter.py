"""Lines that a web page or a printer put around the text: navigation, pagers, advertising.

A line is clutter only when the whole of it has such a shape, so that no sentence of the text is
ever lost to a word it happens to share with an advertisement.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.text.normalize import letters

_LONGEST = 120  # letters; advertising is short
_LONGEST_HEAD = 40  # characters of a line that stands on each page
_LEAST_PAGES = 2
_PROSE = re.compile("[，。；：:]")
_KEY = r"(?:点击(?:数|率|次数|量)?|浏览(?:次数|量)?|阅读(?:次数|量)?|更新时间|发布(?:时间|日期|人)?|来源|文章来源|作者|时间|日期|编辑|责任编辑|录入|栏目|字体|字号|标签|关键词|热度|下载次数|文档格式|页数|大小)"
_BUTTON = r"(?:加入收藏|收藏本[站页]|打印本[页文]|打印|关闭窗口|关闭|返回(?:首页|顶部|列表|上页)|推荐给好友|分享到?|举报|纠错|复制链接|设为首页|网站地图|联系我们|大|中|小)"
_SHAPES = (
    # 您当前的位置：首页 > 材料范文 > 民主生活会
    r"(?:您?(?:当前|现在)?的?(?:位置|所在位置)(?:是)?\s*[：:]\s*)?首页(?:\s*[>›»＞/|-]+\s*\S{1,30})+",
    # 范文网 > 党团工作 > 民主生活会
    r"\S{1,12}(?:\s*[>›»＞]\s*\S{1,30}){2,}",
    r"您?(?:当前|现在)的?(?:位置|所在位置)(?:是)?\s*[：:].*",
    # 点击数：1283　更新时间：2025-01-16　来源：本站整理
    rf"(?:[\[【(（]?{_KEY}\s*[：:]\s*[^。；]{{0,30}}?[\]】)）]?[\s|　]*){{2,8}}",
    r"(?:点击(?:数|率|次数)|浏览次数|更新时间|发布时间|责任编辑|文章来源)\s*[：:].{0,40}",
    # 上一页 1 2 3 下一页
    r"[\[【(（<«‹]*(?:首页|上一?[页篇])[\]】)）]?[\s\d\[\]…·.|:：]*.{0,40}(?:下一?[页篇]|末页|尾页)[\]】)）>»›]*.{0,40}",
    r"[\[【(（<«‹]*(?:上一[页篇]|下一[页篇])[\]】)）>»›]*(?:\s*[：:].{0,50})?",
    r"(?:\[?\d{1,2}\]?\s+){2,9}\[?(?:下一?页|末页|尾页).{0,8}",
    # 下一页  尾页  共3页
    r"(?:\[?(?:首页|上一?页|下一?页|末页|尾页|共?\s*\d{1,3}\s*页?)\]?[\s|　]*){2,20}(?<=页)",
    # — 1 —  and  第 2 页 共 3 页  and  2/5
    r"[-—–－_~]+\s*\d{1,3}\s*[-—–－_~]+",
    r"第\s*\d{1,3}\s*页\s*[，,/|]?\s*(?:[（(]?共\s*\d{1,3}\s*页[)）]?)?|共\s*\d{1,3}\s*页\s*第\s*\d{1,3}\s*页",
    r"page\s*\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?",
    # 【加入收藏】【打印本页】【关闭窗口】
    rf"(?:[\[【(（]\s*{_BUTTON}\s*[\]】)）]\s*){{1,9}}|(?:字体|字号)\s*[：:]?\s*(?:[\[【(（]?\s*{_BUTTON}\s*[\]】)）]?\s*){{1,9}}",
    r"(?:加入收藏|收藏本站|设为首页|打印本页|关闭窗口)(?:[\s|　]+\S{2,6}){0,6}",
    # 本文由公文写作网收集整理，更多范文请访问www.example.com
    r"(?:本文|本站|该文|文章|资料|以上(?:内容|文章|资料))(?:由|来自|来源于?|出自|摘自|转载自)[^。；]{1,60}(?:整理|提供|收集|分享|发布|网|站|号|原创|编辑)(?:[，,。][^。；]{0,60})?[。！]?",
    r"(?:更多|查看更多|想了解更多|获取更多)[^。；]{0,40}(?:请|欢迎|敬请)?(?:访问|关注|点击|登录|浏览|搜索|下载|查看)[^。；]{0,50}[。！]?",
    r"(?:转载|引用|使用)(?:请|时请|须|务必)注明[^。；]{0,40}[。！]?",
    r"[^。；]{0,30}(?:https?://|www\.)[\w./?=&%#:-]+[^。；]{0,20}",
    # 以下是小编为大家整理的对照检查材料两篇，供大家参考，欢迎阅读！
    r"(?:以下|下面|本文|这里|今天|接下来)[^。]{0,12}小编[^。]{0,70}[。！!]?",
    r"[^。；]{0,60}小编[^。；]{0,30}(?:整理|收集|搜集|带来|分享|准备)[^。；]{0,50}[。！!]?",
    r"[^。；]{0,50}(?:仅供|供大家|供您|供各位)(?:学习)?参考[^。；]{0,12}(?:欢迎|感谢|谢谢)(?:您的)?(?:阅读|下载|借鉴|观看)[。！!]?",
    # 相关热词搜索：对照检查 四个带头
    r"(?:相关|热门|猜你喜欢|延伸|推荐)(?:热词(?:搜索)?|文章|阅读|推荐|资料|范文|搜索|链接|新闻|标签)(?:\s*[：:].{0,80})?",
    r"(?:请|欢迎)?(?:打开|用|使用)?(?:微信|手机|支付宝)?(?:扫(?:一扫|码|描)|长按(?:识别)?)[^。；]{0,30}(?:关注|二维码|公众号|加群|下载)[^。；]{0,30}[。！]?",
    r"(?:关注|搜索)[^。；]{0,12}(?:微信)?公众号[^。；]{0,30}[。！]?",
    r"(?:未完|全文|余下)[^。；]{0,8}(?:请|需|点击)[^。；]{0,20}(?:阅读|下载|查看|登录|开通|付费|会员)[^。；]{0,20}[。！]?",
    r"[（(【\[]?(?:剩余|还剩|还有)\s*\d{1,3}\s*[%％页]?[^。；]{0,10}(?:未读|未显示|请下载|内容|全文)[^。；]{0,12}[)）】\]]?",
    # 声明：本站资料由网友上传，如有侵权请联系删除
    r"(?:[特郑]\S)?声明\s*[：:].{0,60}(?:本[站网]|网友|侵权|版权).{0,60}",
    r"(?:版权(?:所有|声明)|免责声明|Copyright|©)[^。；]{0,80}[。]?",
    r"[^。；]{0,20}ICP备[^。；]{0,30}",
)
_CLUTTER = re.compile("|".join(f"(?:{shape})" for shape in _SHAPES), re.IGNORECASE)
# What any of the shapes holds: most lines are done with after one scan.
_SIGNS = re.compile(
    r"首页|声明|[位置>›»＞]|[：:]|[页篇]|\d\s*[-—–－_~]|page|收藏|打印|关闭|字体|字号|本文|本站|整理|更多|注明|http|www|小编|参考|"
    r"相关|热门|推荐|延伸|扫|长按|公众号|未完|全文|余下|剩余|还剩|还有|版权|免责|copyright|©|ICP|返回|分享",
    re.IGNORECASE,
)


def clutter_lines(lines: Sequence[str]) -> frozenset[int]:
    """Places of the lines around the text: clutter, and heads and feet that each page repeats.

    Such a head is a short line that stands twice and more beside clutter, such as a page number.
    """
    found = {at for at, line in enumerate(lines) if line and is_clutter(line)} | _page_numbers(
        lines
    )
    if len(found) < _LEAST_PAGES:
        return frozenset(found)
    filled = [at for at, line in enumerate(lines) if line]
    beside: dict[str, list[int]] = {}
    for before, at in [*pairwise(filled), *((b, a) for a, b in pairwise(filled))]:
        if before in found and at not in found and len(lines[at]) <= _LONGEST_HEAD:
            beside.setdefault(lines[at], []).append(at)
    for line, places in beside.items():
        if len(set(places)) >= _LEAST_PAGES and not _PROSE.search(line):
            found.update(places)
    return frozenset(found)


def _page_numbers(lines: Sequence[str]) -> set[int]:
    """Places of the lines that are bare numbers, if these count on from page to page."""
    places = [at for at, line in enumerate(lines) if line.isdecimal() and len(line) <= 3]
    numbers = [int(lines[at]) for at in places]
    counts_on = all(b == a + 1 for a, b in pairwise(numbers))
    return set(places) if len(places) >= _LEAST_PAGES and counts_on else set()


def is_clutter(line: str) -> bool:
    """Whether the whole line belongs to the page around the text and not to the text."""
    if len(line) > 2 * _LONGEST or not _SIGNS.search(line):
        return False
    return _CLUTTER.fullmatch(line) is not None and len(letters(line)) <= _LONGEST
