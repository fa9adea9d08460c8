"""What stands on papers beside a form (表外文字): no field of any form is among it, so it is told, and is no error.

Page numbers, who printed the paper and when, where others sign, notes and tips.

>>> is_beside("打印 2025年3月6日 15:48　柜员 1129")
True
>>> [is_beside(text) for text in ("- 1 -", "第1页/共1页", "打印人：滕阿朵　打印时间：2025-03-09 10:22:31")]
[True, True, True]
>>> [is_beside(text) for text in ("温馨提示：请妥善保管本凭证。", "参保人（签字）：甄大力", "工作单位：示例公司")]
[True, True, False]
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_PAGES = re.compile(
    r"[-—–·~]*\d{1,4}[-—–·~]*|第\d+页[/,，]?(?:[共总]\d+页)?|[共总]\d+页[/,，]?(?:第\d+页)?|(?:页[码次]?:)?\d+/\d+|page\d+(?:(?:of|/)\d+)?"
)
_DAY, _TIME = r"\d{4}[年./-]\d{1,2}[月./-]\d{1,2}日?,?", r"\d{1,2}:\d{2}(?::\d{2})?"
_PRINT = re.compile(
    r"(?:https?://|www\.)\S+(?:\d+/\d+)?"
    rf"|(?:打印|导出|下载|生成|查询)(?:时间|日期)?:?{_DAY}(?:{_TIME})?|{_DAY}{_TIME}"
    r"|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4},?\d{1,2}:\d{2}(?::\d{2})?(?:am|pm)?"
)
_WORKS = (
    "打印|下载|制表|制单|审核|复核|审批|复审|初审|负责|填表|操作|经手|录入|受理|校对|签收|领取|主管|分管|科室|领导"
    "|单位|部门"
)
_SIGNERS = "参保人|参保人员|申请人|本人|代办人|被委托人|委托人|领款人|收款人|家属"
_LABEL = re.compile(
    rf"(?:(?:{_WORKS})+(?:人|人员|员|时间|日期|机构|单位|部门|意见|负责人|领导)?(?:\((?:签字|签名|签章|盖章|公章|章)\)|签字|签名|签章)?"
    rf"|(?:{_SIGNERS})(?:\((?:签字|签名|签章|盖章|手印|按手印|签字按手印)\)|签字|签名|签章)):\D{{0,24}}"
    rf"|(?:{_WORKS})+(?:时间|日期):?[\d年月日:/.-]{{0,24}}"
    r"|第?[一二三四五六]联\D{0,16}|(?:存根|副本|正本|此联\D{0,16})"
)
_SYSTEM = re.compile(  # what a system prints of itself: who works at it, where, and a code to look the paper up by
    r"(?:操作(?:人|人员|员)?|柜员|窗口):?[\w.-]{1,24}|打印人:?\D{0,16}\d{1,4}"
    r"|(?:打印|操作|经办)(?:机构|单位|终端|设备)(?:代码|编码|编号)?:?[a-z\d_-]{1,24}"
    r"|扫[描码]\D{0,8}(?:验真|查验|核验|验证|真伪)|(?:授权|查询|防伪|电子)?(?:验证码|校验码|验真码):?[a-z\d-]{4,40}(?:\(有效期.{0,16}\))?"
    r"|有效期至?:?[\d年月日./-]{8,12}"
)
_HEADS = re.compile("(?:项目|行次|栏次|金额|数额|内容){1,8}")  # over labels, their numbers and their values
_BLANK = re.compile(r"[-—=*~(\[]*(?:(?:此行|本页)?以下(?:各行)?(?:为?空白|无内容|无正文|无)|此处空白)[-—=*~)\]]*")
_THIS = "(?:表|件|函|单|凭证|页|联|通知单|回执|文件|数据|内容)"
_FOR = "(?:内部|学习|填[写表]|培训|教学|宣传|测试|演示|展示)?"
_VOID = re.compile(  # alone, in brackets, or several times
    rf"(?:[(\[【<]?(?:[此本该]{_THIS}?)?(?:"
    rf"已?(?:作废|无效){_THIS}?(?:作废)?"
    r"|(?:填[写表]|表格|参考)?(?:样[表张本例]|范[本例]|示例|示范|演示|测试)(?:表|文本|数据|专用|用)?|sample|specimen|void"
    rf"|[仅只]?(?:供|作为?|用于){_FOR}(?:参考|学习|培训|演示|展示|示范|测试)(?:使用|之?用)?"
    r")[)\]】>]?)+"
    rf"|[此本该]{_THIS}已?(?:作废|无效)[,。;].*"
)
_PRINTED = re.compile("操作员|操作人|打印")
_ITS_AGENCY = re.compile(r"(?:打印|操作|经办)(?:机构|单位):?\D{0,24}")
_NOTE = re.compile(
    r"(?:注|备注|附注|说明|填表说明|填写说明|注意|注意事项|温馨提示|友情提示|提示|重要提示|提醒|敬请注意)(?:\d+[:.、]?|[:.、]).*"
    r"|[※★*]\s*\D.*"
)
_NOTES = re.compile("(?:重要|温馨|友情)?提示|(?:填表|填写|有关|办理)?说明|(?:注意|告知)事项|(?:办理|办事)?须知")
MOST_OVER = 3  # lines of which one is the heading of notes
_SENTENCE = re.compile(r"(?:\d{1,2}[.、:]|[(（]?[一二三四五六七八九十]+[)、])?\D.{6,}[。！;]")
_UNIT = re.compile(
    r"\(?(?:(?:金额|货币|计量)?单位:?(?:\(?人民币\)?:?)?\(?\w{1,3}\)?(?:\(人民币\))?|以\w{1,3}(?:计|为单位))\)?"
)
_NUMBER = re.compile(r"\d{5}")
_AMOUNT = re.compile(r"\d\.\d\d(?!\d)")
_LONG = re.compile(r"\d{6}")
_GAP = re.compile(r"\s{2,}|\u3000")


def is_beside(text: str) -> bool:
    """True for a text that by its form is none of a form; a note with a long number may be more."""
    whole = _plain(text)
    if says_blank(text):
        return True
    if _NOTE.fullmatch(whole) or _SENTENCE.fullmatch(whole):
        return not _LONG.search(whole)
    of_print = tells_of_print(text)
    return all(_is_one(part, of_print=of_print) for part in _GAP.split(text.strip())) or _is_one(text)


def _is_one(text: str, *, of_print: bool = False) -> bool:
    """True for one thing beside a form; on a line that tells ``of_print``, the agency in it is one."""
    plain = _plain(text)
    if of_print and _ITS_AGENCY.fullmatch(plain):
        return True
    return any(kind.fullmatch(plain) for kind in (_PAGES, _PRINT, _LABEL, _UNIT, _SYSTEM, _HEADS))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def says_blank(text: str) -> bool:
    """True for what says that nothing else follows.

    >>> [says_blank(text) for text in ("以下空白", "——（以下无正文）——", "以下")]
    [True, True, False]
    """
    return bool(_BLANK.fullmatch(_plain(text)))


def says_void(text: str) -> bool:
    """True for what says of a paper that it is void, or an example: nothing on it is so.

    >>> [says_void(text) for text in ("此表作废", "（样表）", "SAMPLE", "第1页　仅供参考", "作废原因：", "示例市")]
    [True, True, True, True, False, False]
    """
    return any(_VOID.fullmatch(_plain(part)) for part in (text, *_GAP.split(text.strip())))


def are_notes(lines: Sequence[str]) -> bool:
    """True for the lines of a page of notes alone: under a heading that says so, without amounts and long numbers.

    >>> are_notes(["重要提示", "1. 本凭证请妥善保管。", "打印时间：2025-02-21 17:19"]), are_notes(["说明", "1,234.50"])
    (True, False)
    """
    said = [_plain(line) for line in lines if not is_beside(line)]
    is_headed = any(map(_NOTES.fullmatch, said[:MOST_OVER]))
    return is_headed and not any(_LONG.search(line) or _AMOUNT.search(line) for line in said)


def is_downwards(text: str) -> bool:
    """True for a text that runs downwards, letter under letter (第一联送…机构): no label is in it.

    >>> is_downwards("第\\n一\\n联"), is_downwards("第一联")
    (True, False)
    """
    letters = text.split("\n")
    return len(letters) > 1 and all(len(letter) == 1 for letter in letters)


def tells_of_print(text: str) -> bool:
    """True for a line that says who printed the paper, and when or where: the agency in it is not who signs.

    >>> tells_of_print("经办机构：222401　操作员：cuisj"), tells_of_print("经办机构：示例市社保中心")
    (True, False)
    """
    return bool(_PRINTED.search(_plain(text)))


def is_banner(text: str) -> bool:
    """True for what may head or foot a page: a few words without a value, such as the name of a system or an office.

    >>> is_banner("高密市社保核心业务系统"), is_banner("联系函号：371082-2025-0003"), is_banner("2015  6  250.00")
    (True, False, False)
    """
    if says_void(text):
        return False
    parts = [_plain(part) for part in _GAP.split(text.strip())]
    others = [part for part in parts if not _is_one(part)]
    return all(part and ":" not in part and not _NUMBER.search(part) and not _AMOUNT.search(part) for part in others)
