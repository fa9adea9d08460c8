"""What sentences say of fields (行文里的内容): blanks in ours, and figures, days and names in those of others.

In prose nothing parts a value from the words around it. So only that is taken which the words right before it name,
and which by its kind ends where it does: an amount, a day, a number; the name of a person before brackets that say
more of them; what stands behind each label of an account, between commas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hjforms.notations import choice
from hjforms.paths import RecordPath
from hjforms.reading.others.amounts import CAPITAL, Pair, agreeing
from hjforms.reading.others.days import DAY
from hjforms.reading.others.flow import Flow
from hjforms.reading.others.found import AGENCY_NAME, LIKELY, SURE, Candidate, Found, Piece, is_readable
from hjforms.reading.others.tails import COMPOUND
from hjforms.reading.others.vocabulary import Vocabulary
from hjforms.reading.page.doubt import Doubt
from hjforms.reading.page.labels import canonical
from hjforms.reading.page.squares import Sheet
from hjforms.wording import Sentence

ACCOUNT_NUMBER = "account_number"
HANDLER, HANDLER_PHONE = "signoff.handler", "signoff.phone"
PERSON_NAME, PERSON_SEX, PERSON_ID = "person.name", "person.sex", "person.citizen_id"
VERB = Doubt("error", Sentence("内容以“为”或“是”开头，不知是不是名称里的字，没有读入，请人工核对。"))
_BY = r"[^\d,，。;；:：]{1,6}"
_HOW = rf"(?:已|均|将|再|予以|全额|足额|如数|全部|实际|一次性?|分[期次]|统一|[从由]{_BY}|通过{_BY})*"
"""What stands between a day and what was done on it; another thing that happened does not."""
_IS = "为是:"
_VERBS = ("为", "是")  # in a sentence they stand between a label and its value: 开户银行为某银行
MARKS = frozenset(choice.MARKS + choice.NO_MARKS)
LONGEST_BLANK = 40
BEFORE, BEHIND = 10, 8  # letters by which a blank in a sentence is known
LEAST_AROUND = 3  # letters around a blank in a sentence
LONGEST_LABEL = 24  # letters before a value that may be its label
LEAST_VERB = 2  # letters of what happened on a day
NAME = re.compile(rf"(?!(?:.|{COMPOUND})$)[^、，,。;；:：（）()/／]+")
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎潘杜戴"
    "夏钟汪田姜范石姚谭廖邹熊陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易武乔贺赖龚樊兰殷施陶洪翟颜倪严"
    "牛芦季俞章鲁葛韦毕聂焦柳邢骆岳齐梅庄辛管祝左涂谷祁舒耿牟卜路詹凌费纪靳盛童欧甄项曲游阳裴席卫屈鲍覃霍"
    "翁隋植甘景薄包司柏宁柯阮桂闵欧强柴华车冉房边净麻苗尤岑莫戚喻娄巩郁符农玄滕蒲"
)
_NAMES = (
    re.compile(f"[{_SURNAMES}][\u3400-\u9fff]{{1,2}}"),
    re.compile(f"(?:{COMPOUND})[\u3400-\u9fff]{{1,2}}"),
    re.compile("[\u3400-\u9fff]{2,}(?:·[\u3400-\u9fff]{2,})+"),
)
_MAY_BE_NAME = re.compile(r"\s*[\u3400-\u9fff](?:\s*[\u3400-\u9fff·]){1,7}\s*")
_PERSONS = re.compile("参保人员?|申请人|当事人|人员|职工|居民|村民|同志")  # what people are called before their names
_OFFICIALS = re.compile("(?:经办|承办|工作|代办|受托|委托|联系|审核|复核|负责)(?:人员?|职工)$")
_OF_HERE = re.compile("在[你我贵](?:处|局|单位|中心|[县市区])的?参保人员?$")  # before a name
_RUN = re.compile(r"[\u3400-\u9fff·]+$")
_ADDRESS = re.compile("(?:同志|先生|女士)$")
_OF_KIN = re.compile(  # behind what is said of a person: another one is meant
    r"[^()]{0,80}\)(?:代|替|受|陪|[系是为][^,。;]*(?:配偶|妻|夫|儿|女|子|父|母|亲|代理|受托|监护))"
)
_NO_NAME = re.compile(  # of whom or of what a name, or none at all, is said
    "之.|(?:妻子?|丈夫|儿子|女儿|父亲|母亲|家属|配偶|本人|名下|关系|方面|管理|明细|名单|余额|单位|项目|解释|账户|待遇)$"
)
_CHECKED = re.compile(  # 经核查，向某某: three letters, of which none says of whom something is told
    r"(?:^|[,。;:])经(?:核查|核|查|核实|审核|比对)[,，]([^该其本我此另现原各两上\W\da-zA-Z][\u3400-\u9fff][^者人员民户属友子女等方处局\W\da-zA-Z])$"
)
_MORE = re.compile(  # of a person, behind their name: （性别：, （女，身份证号, ，女，身份证号411528…
    r"(?P<mark>[(,])(?:(?:性别[:为是]?)?(?P<sex>[男女])[,;、])?(?P<label>[^:,。;()\d]{2,12})(?::|(?=\d))"
)
_IN_BRACKETS = re.compile(r"\([^()]*$")
_SET_APART = re.compile(  # a name between blanks, and behind it a label, or a comma
    r"(?P<before>[\s_＿]+)(?P<name>[\u3400-\u9fff·]{2,15})(?P<behind>[\s_＿]*)"
    r"(?:[（(，,]\s*(?P<label>[^\s:：（）()，,]{2,12})[:：]|[，,])"
)
_CALLED = re.compile(f"(?:{_PERSONS.pattern})[:：]?$")
_NUMBER_OF_PERSON = re.compile(r"\d[\d-]{5,16}[\dX]")
LONGEST_NAME = 4  # letters of one without ·
_MONTHS = "月数"
_SUM = re.compile("^共计?|共计?$")
_MONTH = r"\d{4}年\d{1,2}月"
_ENDS = r"(?=[,，。;；()（）、]|$)"
_VALUES = re.compile(  # what ends where it does, with what says that it is one
    r"(?:为|是|:|共计|合计)?(?P<value>"
    rf"￥?\d[\d,]*(?:\.\d{{1,2}})?元|{DAY.pattern}|{_MONTH}(?!\d)|(?<!\d)\d{{1,3}}个月|\d{{17}}[\dX]|\d{{6,30}})"
    + _ENDS
)
_OURS = re.compile(
    "^(?:其中|现|上述|其|请[你贵](?:[处局]|单位|机构|中心)|该人员|(?:我|本)(?:[局处所站县市区]|单位|中心|机构|县局|市局|区局))"
)
_HANDLED = re.compile(  # by whom of the office, and how to reach them; not who did so before
    r"(?:^|(?<=[,。;:]))(?P<who>(?:[此本该](?:函|案|件|事项?|单|表|业务|通知单?))?(?:[现另]|目前)?"
    r"由[我本](?:局|处|所|站|县|市|区|中心|单位|机构)(?:工作人员)?(?P<name>[\u3400-\u9fff·]{2,15}?)(?:同志)?(?:负责)?[经承]办)"
    r"(?P<told>[,;。](?:联系)?电话(?:号码)?[为是:]?(?P<phone>(?:0\d{2,3}-?)?\d{7,8}|1\d{10})(?=[,。;)]|$))?"
)
_LAST_WORDS = re.compile(r"[^,，。;；、:()]*(?:\([^,，。;；、:()]*\)){0,2}$")
_MARKED = re.compile("(?:^|[,。;:])")
_SAID_BEFORE = re.compile("[,。;]")
_SENTENCES = re.compile("[。;]")
_NOT_SO = re.compile(
    "[旧原]账[户号]|(?:本人|参保人员?|个人|你[处局]|你单位)(?:银行)?[账卡]|[汇请切]勿|不[再要得能]|来函|此前|停用|撤销"
)
_OF_OTHERS = re.compile(
    "[旧原勿误曾已]|(?<!请)[你贵](?!.{0,3}[将把按])|本人|参保人|个人|对方|不[再得要是]|停用|撤销|[此以之先]前"
)  # an account that is not the one which is asked for
_ASKED = re.compile(  # where money goes: 请汇入以下账户
    "[汇划拨][款转拨付]?[入至到往]|[款金][^。;]*转[入至到往]|(?:[我本][^,。;]{1,6}|收款)账[户号]"
)
_OF_ACCOUNT = re.compile("(?:[该其此]|上述)?(?:收款|指定)?账户的(?=[开户账银])")  # before the first label of one
_BARE = re.compile(  # before what is said of an account, where the sentence before says which
    "(?:[该其此]|上述)?(?:收款)?(?:账户)?的?(?:(?:(?:开户|账户)名称?|户名)[^。;]*)?"
)
_NO_MORE = re.compile("停用|注销|撤销|销户|作废|有误|错误|[请切]勿|不[再要得能]|变更|更正|改[为用]|旧账|原账")
_GOES_ON = re.compile("[的请]")  # in no name of a bank or of an agency
_CLAUSE = re.compile(r"(?:[^,。;]|(?<=\d),(?=\d{3}))*")
_HEADED = re.compile(r"(?:^|(?<=[,。;、)]))([\u4e00-\u9fff]{2,12}):")
_COUNTED = "(?:分|共计?|合计)"
_COUNT = r"\d{1,3}(?:期|个月)"
_SPAN = re.compile(  # and what the clause behind it says, with a count before that
    rf"(?:(?P<lead>[自从由于])|(?<=[,。;:])|^)(?P<first>{_MONTH})起?[至到](?P<last>{_MONTH})(?!\d)"
    rf"(?=(?P<told>止?,?(?:{_COUNTED}{_COUNT},?)?[^,。;]*)(?P<rest>[^。;]*))"
)
_SINCE = re.compile(  # 自2021年3月起领取城镇职工养老保险待遇
    rf"(?:[自从于]|(?<=[,。;:)]))({_MONTH})起?(?:开始)?(?:在[你我贵]?[处局地县市])?(领取)([^,。;:、()\d]{{4,20}})(?=[,。;、()]|$)"
)
_CALLED_SPAN = re.compile("^(?:[该其此]|上述)?(?:同志|参保人员?|人员|职工|居民)?的?")  # before the label of a span
_AGENCY = r"([^,。;:、()\d]{3,24}?(?:局|处|所|站|中心|办公室))"
_ASKING = "(?:本人|现|兹|特)*(?:申请)?将[其本人的城乡镇居民职工企业基本养老保险关系个账户资金及和]*"
_MOVED = re.compile(rf"(?:{_ASKING}|(?<![原曾已]))[由从自]{_AGENCY}转(?:移?[至到入]|往){_AGENCY}(?=[,。;)]|$)")
FROM_AGENCY, TO_AGENCY = (canonical(f"{place}社保经办机构名称") for place in ("转出地", "转入地"))
_DECIDED = re.compile("^(?:现|应|经)?(?:核[定准算]|审[核定])(?:,|后)?|^其中?")
_TOTALLED = re.compile("(?:共计?|总计)?[为是:]?$")
_KIN = re.compile("配偶|妻|丈夫|父|母|儿|女婿|儿媳|亲属|他人|家属")
_MONTHS_TO = re.compile(rf"(?P<first>{_MONTH})起?[至到](?P<last>{_MONTH})(?!\d)")
_END_OF_SPAN = re.compile(  # 终止时间：2023年8月
    r"[\s,，;；、]*(?:终止|截止|结束)(?:时间|年月|日期)[:：\s]\s*(\d{4}(?:\s?年\s?\d{1,2}\s?月|[-./]\d{1,2}))(?![\d.年月日-])"
)
_PARTS = re.compile(f"{_COUNTED}({_COUNT})")
_CLOSED = frozenset(("money", "date", "year-month", "whole", "months", "citizen-id", "digits"))
_VAGUE = frozenset(map(canonical, ("联系电话", "地址", "日期", "编号", "小写")))


class Prose:
    """Finds what the sentences of a page say."""

    def __init__(self, sheet: Sheet, words: Vocabulary, found: Found, apart: Sequence[int], flow: Flow) -> None:
        self._sheet, self._words, self._found, self._apart, self._flow = sheet, words, found, apart, flow

    def read(self) -> None:
        """Everything that the sentences of others say: each way of saying it proposes, what one place alone says is."""
        for said in (self._named, self._in_sections, self._one_after_the_other, self._span, self._since, self._moved):
            self._found.decide(said())
        self._found.decide(self._between())
        self._found.decide(self._twice())
        self._found.decide(self._ends_of_spans())
        self._found.decide(self._happened())
        self._found.decide(self._set_apart())
        self._found.decide(self._bracketed())
        self._found.decide(self._handled())

    def _said(self, path: str, span: tuple[int, int], around: tuple[int, int] | None = None) -> Candidate:
        """Letters as what sentences say of a field; nothing of what stands in a table."""
        pieces = self._flow.pieces(*span)
        are_told = not any(self._sheet.squares[piece.square].table for piece in pieces)
        return Candidate(path, pieces if are_told else (), self._flow.pieces(*(around or span)))

    def blanks(self, *, first: bool) -> None:
        """Blanks inside sentences, where the words around them are those of our paper.

        The ``first`` are those that stand in the middle of a sentence; the others may have a label of their own. What
        goes on in the next line is none of these: that may be of another column.
        """
        for path, before, after in self._words.blanks:
            if first != self._words.is_sentence(before, after):
                continue
            lead, follow = before[-BEFORE:].rstrip(":"), after[:BEHIND]
            known = any(path.is_in(other) for other in self._found.fields)
            if known or len(lead + follow) < LEAST_AROUND:
                continue
            leaf = self._found.leaves.get(path)
            is_day = leaf is not None and leaf.kind.name == "date"
            blank = f"[于在]?({DAY.pattern})" if is_day else f"(.{{0,{LONGEST_BLANK}}}?)"
            around = f"{re.escape(lead)}:?{blank},?{re.escape(follow)}"
            found = list(re.finditer(around, self._flow.text))
            is_told = len(found) == 1 and self._is_together(*found[0].span())
            start, end = found[0].span(1) if is_told else (0, 0)
            pieces, places = self._flow.pieces(start, end), self._flow.places[start:end]
            is_one = first or len({self._sheet.line_of[piece.square] for piece in pieces}) == 1
            if not (pieces and is_one) or any(self._found.is_used(*place) for place in places):
                continue
            text = self._flow.text[start:end]
            if not MARKS & set(text) and not self._words.prints(text):
                self._found.use(*self._flow.pieces(*found[0].span()))
                self._found.put(path, pieces, SURE, VERB if text.startswith(_VERBS) else None)

    def _is_together(self, start: int, end: int) -> bool:
        """True for letters of one square, or of lines outside of tables: what stands in another cell is apart."""
        squares = {square for square, _ in self._flow.places[start:end]}
        return len(squares) == 1 or not any(self._sheet.squares[square].table for square in squares)

    def _named(self) -> Iterator[Candidate]:
        """What ends where it does, right behind its label: 未抵扣金额642.60元，, 重复领取57个月（重复领取月数）."""
        values = [(self._clause_before(value.start()), value) for value in _VALUES.finditer(self._flow.text)]
        for before, value in values:
            own = _OURS.sub("", before)
            verb = _SUM.sub("", own) + _MONTHS if value["value"].endswith("个月") else ""
            paths = self._words.names.get(self._words.name_of(own) or self._words.name_of(verb), [])
            leaf = self._found.leaves.get(paths[0]) if len(paths) == 1 and canonical(own) not in _VAGUE else None
            is_one = leaf is not None and leaf.kind.name in _CLOSED and is_readable(leaf, value["value"])
            if is_one and paths[0].endswith(ACCOUNT_NUMBER):
                is_one = self._is_asked_for(value.start() - len(own), value.end())
            if is_one and sum(words.endswith(own) for words, _ in values) == 1:
                yield self._said(paths[0], value.span("value"), (value.start() - len(own), value.end()))

    def _clause_before(self, end: int) -> str:
        """The words before a place of the text, from the last mark on, with what stands in brackets behind them."""
        text = self._flow.text[max(0, end - LONGEST_LABEL) : end]
        found = _LAST_WORDS.search(text)
        return found[0] if found else ""

    def _in_sections(self) -> Iterator[Candidate]:
        """What stands behind each label of a section, up to the comma: 付款账户：户名某中心，开户银行某支行，账号1。"""
        for head in _HEADED.finditer(self._flow.text):
            section = canonical(head[1])
            clauses = self._clauses(head.end(), section) if section in self._words.sections else []
            if len(clauses) > 1 and len({path for path, *_ in clauses}) == len(clauses):
                yield from (self._said(path, (begin, end)) for path, begin, end in clauses)

    def _one_after_the_other(self) -> Iterator[Candidate]:
        """The same of labels of one part of the form that no other has, one with a figure: 户名为…，账号为1。

        What is a verb behind one of them is so behind the others.
        """
        text, end = self._flow.text, 0
        if not _ASKED.search(text):
            return
        for start in (mark.end() for mark in _MARKED.finditer(text)):
            clauses = self._clauses(start, "") if start >= end else []
            end = max([end, *(stop for *_, stop in clauses)])
            is_ours = not _OF_OTHERS.search(_SAID_BEFORE.split(text[: max(0, start - 1)])[-1])
            if is_ours and self._are_told(clauses) and self._is_asked_for(start, end):
                begins = [start, *(stop + 1 for *_, stop in clauses)]
                for (path, begin, stop), first in zip(clauses, begins, strict=False):
                    yield self._said(path, (begin, stop), (first, stop))

    def _is_asked_for(self, start: int, end: int) -> bool:
        """True for what is said of an account to which money is to go, and that nothing behind it takes back."""
        *_, before, lead = ["", *_SENTENCES.split(self._flow.text[:start])]
        behind = "".join(_SENTENCES.split(self._flow.text[end:])[:2])
        told = f"{before}。{lead}" if _BARE.fullmatch(lead) else lead
        return bool(_ASKED.search(told)) and not _NOT_SO.search(lead) and not _NO_MORE.search(behind)

    def _are_told(self, clauses: Sequence[tuple[str, int, int]]) -> bool:
        """True for clauses of one account, its number among them, each of another field, that all say it alike."""
        text = self._flow.text
        values = [text[begin:stop] for _, begin, stop in clauses]
        numbers = [text[begin:stop] for path, begin, stop in clauses if path.endswith(ACCOUNT_NUMBER)]
        verbs = {text[begin - 1] if text[begin - 1] in _IS else "" for _, begin, _ in clauses}
        parts = {RecordPath(path).parent for path, *_ in clauses}
        is_one = len(clauses) == len({path for path, *_ in clauses}) > len(parts) == len(verbs) == 1
        return is_one and any(map(str.isdecimal, numbers)) and not any(map(_GOES_ON.search, values))

    def _clauses(self, start: int, section: str) -> list[tuple[str, int, int]]:
        """The clauses from a place on that begin with a label: its field, and where what is behind it begins and ends.

        It is a label of the section, or without one that of one field.
        """
        text, found = self._flow.text, list[tuple[str, int, int]]()
        while (clause := _CLAUSE.match(text, start)) and (label := self._label_at(clause[0], section)):
            path, length = label
            found.append((path, start + length, clause.end()))
            start = clause.end() + 1
            if text[clause.end() : start] != ",":
                break
        return found

    def _label_at(self, clause: str, section: str) -> tuple[str, int] | None:
        """The field of a section with whose label a clause begins, and how long that is, with whose it is before it."""
        own = _OF_ACCOUNT.match(clause)
        start = own.end() if own else 0
        for length in range(min(len(clause) - 1, start + LONGEST_LABEL), start + 1, -1):
            name = self._words.name_of(clause[start:length])
            paths = [
                path
                for path in self._words.names.get(name, ())
                if section in {"", canonical(self._owner(path)), *self._words.contexts[path].sections}
            ]
            if len(paths) == 1:
                return paths[0], length + (clause[length] in _IS)
        return None

    def _owner(self, path: str) -> str:
        """What the record calls the part of a field."""
        return "".join(self._found.leaves[path].labels[:-1])

    def _span(self) -> Iterator[Candidate]:
        """From when to when something was done, in how many parts: 自2023年12月起至2024年5月止，分6期抵扣."""
        text = self._flow.text
        spans = list(_SPAN.finditer(text))
        pairs = {tuple(paths) for paths in self._words.names.values() if self._are_ends(paths)}
        if not len(pairs) == len(spans) == len(_MONTHS_TO.findall(text)) == 1:
            return
        [pair], [span] = pairs, spans
        verb = canonical(self._found.leaves[pair[0]].labels[-1]).partition("起始")[0]
        said = span["told"] + (span["rest"] if span["lead"] or span["told"].startswith("期间") else "")
        label = re.search(rf"{verb}(?:(?:起止)?(?:期[限间]|时[间段]|月份|年月)[为是:]?|:)$", text[: span.start()])
        is_told = verb in said or verb in self._clause_before(span.start()) or bool(label)
        if verb and is_told and not any(path in self._found.fields for path in pair):
            end = span.end("last") + span["told"].startswith("止")
            yield self._said(pair[0], span.span("first"), (label.start() if label else span.start(), span.end("first")))
            yield self._said(pair[1], span.span("last"), (span.end("first"), end))
            of_count = {f"{verb}期数", f"{verb}月数"}
            counts = [path for path, leaf in self._found.leaves.items() if leaf.labels[-1] in of_count]
            parts = list(_PARTS.finditer(text, span.start("told"), span.end("rest")))
            if len(counts) == 1 == len(parts):
                yield self._said(counts[0], parts[0].span(1), parts[0].span())

    def _between(self) -> Iterator[Candidate]:
        """Both ends of a span of months right behind its label: 该同志在本地参保起止时间为2016年3月至2024年11月."""
        for span in _MONTHS_TO.finditer(self._flow.text):
            before = self._words_before(span.start())
            label = _CALLED_SPAN.sub("", before.rstrip(_IS))
            paths = self._words.names.get(self._words.name_of(label), [])
            if self._are_ends(paths):
                yield self._said(paths[0], span.span("first"), (span.start() - len(before), span.end("first")))
                yield self._said(paths[1], span.span("last"), (span.end("first"), span.end("last")))

    def _since(self) -> Iterator[Candidate]:
        """The month from which on somebody draws something: 自2021年3月起领取城镇职工养老保险待遇."""
        found = [
            (self._words.names.get(self._words.name_of(f"{since[3]}{since[2]}起始时间"), []), since)
            for since in _SINCE.finditer(self._flow.text)
        ]
        for paths, since in found:
            is_one = len(paths) == 1 and [other for other, _ in found].count(paths) == 1
            told = _SENTENCES.split(self._flow.text[: since.start()])[-1]
            if is_one and self._found.leaves[paths[0]].kind.name == "year-month" and not _KIN.search(told):
                yield self._said(paths[0], since.span(1), since.span())

    def _moved(self) -> Iterator[Candidate]:
        """From which agency to which somebody is moved: 由示例县社保局转入示例市社保局."""
        places = list(_MOVED.finditer(self._flow.text))
        is_one = len(places) == 1 and all(map(AGENCY_NAME.fullmatch, places[0].groups()))
        for group, label in ((1, FROM_AGENCY), (2, TO_AGENCY)) if is_one else ():
            paths = self._words.names.get(label, [])
            around = (places[0].end(group - 1) if group > 1 else places[0].start(), places[0].end(group))
            yield from (self._said(path, places[0].span(group), around) for path in paths if len(paths) == 1)

    def _twice(self) -> Iterator[Candidate]:
        """An amount that sentences say in both notations, of which one is read, or that a label before both names."""
        fields = self._found.fields
        amounts = [path for path in self._found.leaves if path + CAPITAL in self._found.leaves]
        for start, pair in agreeing(self._flow.text):
            for path in amounts:
                is_named = path in self._amount_before(start)
                begin = start - is_named * len(self._words_before(start))
                known = [self._is_at(path, pair.figures), self._is_at(path + CAPITAL, pair.capitals)]
                if known == [True, False]:
                    yield self._said(path + CAPITAL, pair.capitals, (begin, pair.end))
                elif known == [False, True] and is_named:
                    yield self._said(path, pair.figures, (begin, pair.end))
                elif not fields.keys() & {path, path + CAPITAL} and is_named:
                    yield from self._both(path, pair)

    def _both(self, path: str, pair: Pair) -> Iterator[Candidate]:
        yield self._said(path, pair.figures)
        yield self._said(path + CAPITAL, pair.capitals)

    def _is_at(self, path: str, span: tuple[int, int]) -> bool:
        """True for a field of which the value stands at a place of the text."""
        value = self._found.fields.get(path)
        places = set(self._flow.places[slice(*span)]) if value else set()
        return value is not None and any(
            (piece.square, place) in places for piece in value.pieces for place in range(piece.start, piece.end)
        )

    def _words_before(self, end: int) -> str:
        """The words before a place, of the square in which that is."""
        clause = self._clause_before(end)
        squares = [square for square, _ in self._flow.places[end - len(clause) : end + 1]]
        return clause[-squares.count(squares[-1]) + 1 :] if squares.count(squares[-1]) > 1 else ""

    def _amount_before(self, end: int) -> list[str]:
        """The field of the amount that the words before a place name: 核定应退金额为, 退还本人金额合计."""
        words = _DECIDED.sub("", _TOTALLED.sub("", self._words_before(end)))
        names = [f"{canonical(name)}{total}" for name in (words, words.removeprefix("应")) for total in ("", "合计")]
        paths = [self._words.names.get(self._words.name_of(name), []) for name in names if words]
        return next((found for found in paths if len(found) == 1), [])

    def _ends_of_spans(self) -> Iterator[Candidate]:
        """The end of a span behind its beginning, whose label says no more: 终止时间：2023年8月."""
        for pair in {tuple(paths) for paths in self._words.names.values() if self._are_ends(paths)}:
            first, last = pair
            value = self._found.fields.get(first)
            if value is not None and last not in self._found.fields:
                square, _, end = value.pieces[-1]
                told = _END_OF_SPAN.match(self._sheet.squares[square].text, end)
                if told and self._found.is_free(Piece(square, *told.span())):
                    yield Candidate(last, [Piece(square, *told.span(1))], [Piece(square, *told.span())])

    def _are_ends(self, paths: Sequence[str]) -> bool:
        """True for the two ends of a span of months."""
        return len(paths) == 2 and all(self._found.leaves[path].kind.name == "year-month" for path in paths)

    def _happened(self) -> Iterator[Candidate]:
        """The day on which something was done: 已于2024年6月12日全额划转."""
        for path, leaf in self._found.leaves.items():
            verb = re.sub("(?:日期|时间)$", "", leaf.labels[-1])
            is_day = leaf.kind.name == "date" and not leaf.path.table and leaf.labels[-1] != verb
            if is_day and len(verb) >= LEAST_VERB:
                days = re.finditer(rf"于({DAY.pattern}){_HOW}{re.escape(verb)}", self._flow.text)
                yield from (self._said(path, day.span(1), day.span()) for day in days)

    def _set_apart(self) -> Iterator[Candidate]:
        """The name of a person that blanks set apart in a sentence, before more of them or behind what they are."""
        apart = self._apart if PERSON_NAME in self._found.leaves else ()
        for index in (index for index in apart if not self._sheet.squares[index].table):
            for found in filter(self._is_set_apart, _SET_APART.finditer(self._sheet.squares[index].text)):
                yield Candidate(PERSON_NAME, [Piece(index, *found.span("name"))], confidence=LIKELY)

    def _is_set_apart(self, found: re.Match[str]) -> bool:
        """True for a name between blanks with a label of the person behind it, or a word for people before it."""
        name = found["name"]
        is_short = len(name) <= LONGEST_NAME or "·" in name
        is_apart = len(found["before"]) > 1 or (bool(found["behind"]) and is_short)
        if found["label"]:
            return is_apart and bool(self._words.name_of(found["label"])) and not _PERSONS.search(name)
        is_called = bool(_CALLED.search(found.string, 0, found.start()))
        return is_apart and is_called and is_name(name)

    def _bracketed(self) -> Iterator[Candidate]:
        """The name of a person before what says more of them, which may begin with their sex.

        In brackets (参保人员罗某某（性别：女，身份证号：…）), or between commas (参保人员罗某某，女，身份证号…).
        """
        if PERSON_NAME not in self._found.leaves:
            return
        text = self._flow.text
        places = [found for found in _MORE.finditer(text) if self._is_of_person(found)]
        if any(_OF_KIN.match(text, found.end()) for found in places):
            return
        names = {name_at_end(text[: found.start()], is_told=_is_told(found)) for found in places}
        if len(names) == 1 and (name := names.pop()):
            start = text.rindex(name, 0, places[0].start())
            yield self._said(PERSON_NAME, (start, start + len(name)))
            yield from (self._said(PERSON_SEX, found.span("sex")) for found in places if found["sex"])
            if len(places) == 1:
                yield from self._of_person(places[0].start("label"))

    def _of_person(self, start: int) -> Iterator[Candidate]:
        """What clauses one after the other say of a person, from their id on: 公民身份号码…，户籍地址…，联系电话…."""
        clauses = self._clauses(start, canonical(self._owner(PERSON_ID)))
        for path, begin, end in clauses:
            if path.startswith("person.") and _NUMBER_OF_PERSON.fullmatch(self._flow.text, begin, end):
                yield self._said(path, (begin, end), (end - len(self._clause_before(end)), end))

    def _handled(self) -> Iterator[Candidate]:
        """Who handles a case, and their telephone: 此函由我处丁某经办，联系电话027-61001126."""
        fields = {HANDLER, HANDLER_PHONE} & self._found.leaves.keys()
        places = list(_HANDLED.finditer(self._flow.text)) if HANDLER in fields else []
        for found in places:
            if is_name(found["name"]) and len({other["name"] for other in places}) == 1:
                yield self._said(HANDLER, found.span("name"), found.span("who"))
                if found["phone"] and HANDLER_PHONE in fields:
                    yield self._said(HANDLER_PHONE, found.span("phone"), found.span("told"))

    def _is_of_person(self, more: re.Match[str]) -> bool:
        """True for a label of a person; between commas, behind their sex, or that of their id."""
        paths = self._words.names.get(self._words.name_of(more["label"]), ())
        is_apart = not _IN_BRACKETS.search(more.string, 0, more.start()) and (more["sex"] or list(paths) == [PERSON_ID])
        return bool(more["mark"] == "(" or is_apart) and any(path.startswith("person.") for path in paths)


def _is_told(more: re.Match[str]) -> bool:
    """True for the sex and the id of somebody between commas, before which nothing but a name stands."""
    return bool(more["mark"] == "," and more["sex"])


def name_at_end(text: str, *, is_told: bool = False) -> str:
    """The name of a person with which a text ends, behind a mark or what people are called; empty where none is sure.

    It may be any where what is behind it ``is_told`` to be of a person.

    >>> [name_at_end(text) for text in ("兹有我县参保人员罗秀兰", "经核，欧阳青", "现将参保人员信息", "我镇王明")]
    ['罗秀兰', '欧阳青', '', '']
    >>> name_at_end("原在你处的参保人员步秀兰"), name_at_end("原在你处的参保人员配偶")
    ('步秀兰', '')
    >>> [name_at_end(text) for text in ("经核查，向示例", "经核查，该居民", "经核查，其配偶", "有关规定，向示例")]
    ['向示例', '', '', '']
    """
    run = _RUN.search(_ADDRESS.sub("", text[-LONGEST_LABEL:]))
    called = list(_PERSONS.finditer(run[0])) if run else []
    end = called[-1].end() if called else 0
    name = run[0][end:] if run and not _OFFICIALS.search(run[0][:end]) else ""
    is_here = run is not None and bool(_OF_HERE.search(run[0][:end])) and 1 < len(name) < LONGEST_NAME
    is_here = is_here or (is_told and bool(called) and 1 < len(name) < LONGEST_NAME)
    if (is_name(name) or is_here) and not _NO_NAME.search(name):
        return name
    checked = _CHECKED.search(_ADDRESS.sub("", text))
    return checked[1] if checked and not _NO_NAME.search(checked[1]) and not _PERSONS.search(checked[1]) else ""


def may_be_name(text: str) -> bool:
    """True for a few Chinese letters, with spaces between them or without: they may be the name of a person."""
    return bool(_MAY_BE_NAME.fullmatch(text))


def is_name(text: str) -> bool:
    """True for what is the name of a person by its first letter, or as those of several parts are written."""
    return any(pattern.fullmatch(text) for pattern in _NAMES)
