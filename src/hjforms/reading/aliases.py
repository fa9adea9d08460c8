"""What other offices call the same field (异写): labels brought to one spelling, so that they can be compared.

The spellings are those that were seen in documents and working systems; one that is unknown matches nothing,
and what stands beside it is not read.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WHOLE = {  # a label that is this and nothing else
    "社会保障号码": "公民身份号码",
    "社会保障号": "公民身份号码",
    "公民身份证号": "公民身份号码",
    "公民身份证号码": "公民身份号码",
    "居民身份证号码": "公民身份号码",
    "居民身份证号": "公民身份号码",
    "身份证号码": "公民身份号码",
    "身份证号": "公民身份号码",
    "身份号码": "公民身份号码",
    "证件号码": "公民身份号码",
    "证件号": "公民身份号码",
    "户籍": "户籍地址",
    "户籍属地": "户籍地址",
    "户籍所在地": "户籍地址",
    "户口所在地": "户籍地址",
    "户名": "开户名称",
    "开户行": "开户银行",
    "开户银行名称": "开户银行",
    "账号": "银行账号",
    "银行账户": "银行账号",
    "出生年月": "出生日期",
    "出生年月日": "出生日期",
    "电话": "联系电话",
    "电话号码": "联系电话",
    "联系方式": "联系电话",
    "填报日期": "填表日期",
    "制表日期": "填表日期",
    "填表时间": "填表日期",
    "个人社保编号": "个人编号",
    "社保编号": "个人编号",
    "社会保险编号": "个人编号",
    "经办": "经办人",
    "经办人员": "经办人",
    "年度": "年份",
    "年限合计": "缴费年限",
    "总计": "合计",
    "财政补贴": "个人缴费政府补贴",
    "缴费补贴": "个人缴费政府补贴",
    "政府补贴": "个人缴费政府补贴",
    "集体补助": "集体补助其他资助",
    "起始年月": "缴费起始时间",
    "起始时间": "缴费起始时间",
    "缴费起始年月": "缴费起始时间",
    "终止年月": "缴费终止时间",
    "终止时间": "缴费终止时间",
    "截止年月": "缴费终止时间",
    "截止时间": "缴费终止时间",
    "缴费终止年月": "缴费终止时间",
    "缴费截止年月": "缴费终止时间",
    "缴费截止时间": "缴费终止时间",
    "单位名称": "机构名称",
    "重复缴费年份": "重复年份",
    "重复年度": "重复年份",
    "重复缴费年度": "重复年份",
    "其它": "其他",
    "附注": "备注",
}
_WITHIN = {  # words of a label
    "户籍地地址": "户籍地址",
    "户口所在地详细地址": "户籍地址",
    "户籍地址": "户籍地址",
    "银行开户全称": "开户名称",
    "开户全称": "开户名称",
    "开户名称": "开户名称",
    "银行帐号": "银行账号",
    "银行账号": "银行账号",
    "帐号": "账号",
    "帐户": "账户",
    "存储存额": "储存额",
    "存储额": "储存额",
    "集体补助含社会资助": "集体补助其他资助",
    "集体补助其他资助": "集体补助其他资助",
    "重复缴费月数": "重复月数",
    "计入": "记入",
    "新就业地社会保险经办机构": "转入地社保机构",
    "新就业地社保经办机构": "转入地社保机构",
    "新就业地社保机构": "转入地社保机构",
    "新参保地社会保险经办机构": "转入地社保机构",
    "新参保地社保经办机构": "转入地社保机构",
    "新参保地社保机构": "转入地社保机构",
    "新参保地": "转入地",
    "原参保地社会保险经办机构": "转出地社保机构",
    "原参保地社保经办机构": "转出地社保机构",
    "原参保地社保机构": "转出地社保机构",
    "原参保机构": "转出地社保机构",
    "原参保地": "转出地",
    "社会保险经办机构": "社保机构",
    "社保经办机构": "社保机构",
    "社会保险机构": "社保机构",
    "基本养老保险": "养老保险",
}
_NOTES = re.compile(r"\((?:签章|签字|签名|盖章|公章|章|章处|元|单位:元|人民币)\)")
_PHRASES = re.compile("|".join(sorted(map(re.escape, _WITHIN), key=len, reverse=True)))
_PUNCTUATION = re.compile(r"[\s:()\[\]【】〔〕,、。;*_·.-]")


def squeezed(text: str) -> str:
    """A text without white space, in one width (全角、半角 are the same)."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@lru_cache(maxsize=4096)
def canonical(label: str) -> str:
    """A label in the one spelling in which labels are compared; empty where nothing of it is a word.

    >>> canonical("身份证号：") == canonical("公民身份号码") == canonical("社会保障号码")
    True
    """
    text = _PUNCTUATION.sub("", _NOTES.sub("", squeezed(label)))
    text = _PHRASES.sub(lambda found: _WITHIN[found[0]], text)
    return _WHOLE.get(text, text)
