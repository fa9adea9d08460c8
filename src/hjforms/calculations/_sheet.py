"""办理结果告知单: the figures of a settlement or a transfer as the one sheet that a person is given.

No figure is worked out here: each comes from the chain, and the sheet's own rules only fill what the chain does not say
(大写, sums of columns) and hold the rest against it. What is added are the reasons, in plain words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hjforms.calculations._accounts import labels, paid_rows, principal
from hjforms.calculations.overlap import DECIDED
from hjforms.law.overlap import WHOLE_YEAR
from hjforms.law.refund import MONTHS_PER_YEAR, cut
from hjforms.law.returns import ARTICLE_11
from hjforms.law.steps import Step
from hjforms.law.steps import figures as with_values
from hjforms.notations import careers
from hjforms.notations.careers import Lane
from hjforms.packs.national.outcome import FORM, Outcome
from hjforms.render.typeset import one_line

MOST_MONTHS = 200.0  # em of a text of months that can be read in its place
LONGEST = 120  # letters of a reason that can be read on its two lines
Figures = Mapping[str, Step]


Years = list[tuple[int, Any]]
"""The years that were paid twice, each with its row of the account of 居民养老保险."""


@dataclass(frozen=True)
class Reason:
    """Why something is as it is, for a ``row`` of the sheet, and by which article.

    ``brief`` says it where all of it is too long for the row; the derivation (计算说明) has all of it.
    """

    row: str
    text: str
    article: str
    brief: str = ""

    @property
    def articles(self) -> list[str]:
        """The articles one by one."""
        return self.article.split("；")


def sheet_of(
    figures: Figures,
    person: Any,
    direction: str | None,
    resident: Any | None,
    lanes: Sequence[Lane],
    signed: Mapping[str, Any],
) -> Outcome:
    """The sheet of a person with these ``figures``, completed.

    ``resident`` is the account of 居民养老保险, which says what was paid in the years of the figures; ``lanes`` say
    which months they are about, ``signed`` is what no figure gives: who signs the sheet, and whom to ask.
    """
    data = {
        **signed,
        "person": {name: getattr(person, name, None) for name in ("name", "sex", "citizen_id")},
        "direction": direction,
        "result": _result(figures),
        "years": list(_rows(figures, resident)),
        "refund_total": _value(figures, "total", "clear.refund.total"),
        "subsidy_returned": _subsidy(figures),
        "account": {
            "resident": _value(figures, "account.resident"),
            "employee": _value(figures, "account.employee"),
            "merged": _value(figures, "account"),
        },
        "months": {
            "resident": _value(figures, "paid.resident"),
            "employee": _value(figures, "paid.employee"),
            "twice": _value(figures, "months", "clear.months.doubled"),
            "counted": _value(figures, "counted", "clear.months.total"),
        },
        "double": _drawn_twice(figures),
        "careers": months_told(lanes),
        **_told(list(_reasons(figures, resident))),
        "open": _value(figures, "open"),
    }
    return FORM.complete(FORM.load(data))


def months_told(lanes: Sequence[Lane]) -> str | None:
    """Which months they are, in words that have room; ``None`` where there are none."""
    text = careers.write(lanes)
    return None if not lanes else text if one_line(text, 1).width <= MOST_MONTHS else careers.ELSEWHERE


def _value(figures: Figures, *keys: str) -> Any:
    """The value of the first of these figures that there is."""
    return next((figures[key].value for key in keys if key in figures), None)


def _rows(figures: Figures, resident: Any | None) -> Iterator[dict[str, Any]]:
    """The years that were paid twice, as the sheet has them."""
    for year, row in _years(figures, resident):
        yield {
            "year": year,
            "paid": principal(row),
            "months": figures[f"months.{year}"].value,
            "refund": {
                **{name: _value(figures, f"refund.{year}.{name}") for name in principal(row)},
                "subtotal": figures[f"refund.{year}"].value,
            },
            "subsidy": _value(figures, f"subsidy.{year}"),
            "interest": _value(figures, f"interest.{year}"),
        }


def _years(figures: Figures, resident: Any | None) -> Iterator[tuple[int, Any]]:
    """The years that were paid twice, each with its row of the account."""
    if resident is not None:
        yield from ((row.year, row) for _, row in paid_rows(resident) if f"refund.{row.year}" in figures)


def _subsidy(figures: Figures) -> Decimal | None:
    """What goes to the fund: worked out by the rules, or stated after those of a place."""
    if "returned" in figures:
        _, *stated = figures["returned"].inputs
        return stated[0].value if stated else None
    found: Decimal | None = _value(figures, "subsidy")
    return found


def _drawn_twice(figures: Figures) -> dict[str, Any]:
    """The amounts ① to ⑤ of pensions drawn twice."""
    if "offset.owed" not in figures:
        return {}
    drawn, returned = (step.value for step in figures["offset.owed"].inputs)
    names = ("balance", "offset", "assistance")
    return {"drawn": drawn, "returned": returned, **{name: figures[f"offset.{name}"].value for name in names}}


# ------------------------------------------------------------------------------------------------ words


def _result(figures: Figures) -> str | None:
    """What came of it, in one sentence (办理结果)."""
    said = [figures["eligible.decision"].value] if "eligible.decision" in figures else []
    if "total" in figures:
        total = figures["total"]
        said.append(f"退还本人重复缴费{total.text}" if total.value else "没有重复缴费，不用退还")
    if "account" in figures:
        said.append(f"合并后个人账户{figures['account'].text}")
    if "counted" in figures:
        said.append(f"缴费年限按{_months(figures['counted'])}计算")
    if "clear.refund.total" in figures:
        said.append(f"退还个人账户本金{figures['clear.refund.total'].text}")
    if "clear.months.total" in figures:
        said.append(f"缴费合并计算为{_months(figures['clear.months.total'])}")
    if "offset.owed" in figures:
        owed, own, asked = (figures[f"offset.{name}"] for name in ("owed", "offset", "assistance"))
        said.append(f"重复领取的待遇还应退还{owed.text}，其中个人账户抵扣{own.text}，协助抵扣{asked.text}")
    return "；".join(said) + "。" if said else None


def _months(step: Step) -> str:
    """Months, and the years that they make (113个月，即9年5个月)."""
    years, months = divmod(step.value, 12)
    spelled = (f"{years}年" if years else "") + (f"{months}个月" if months else "")
    return f"{step.text}（{spelled}）" if years else step.text


def _told(reasons: list[Reason]) -> dict[str, Any]:
    """The reasons by the rows of the sheet, and the articles to whose numbers they point."""
    articles = list(dict.fromkeys(article for reason in reasons for article in reason.articles))
    told: dict[str, str] = {}
    for reason in reasons:
        pointers = "、".join(str(articles.index(article) + 1) for article in reason.articles)
        text = reason.brief if reason.brief and len(reason.text) > LONGEST else reason.text
        told[reason.row] = told.get(reason.row, "") + f"{text}（依据{pointers}）"
    listed = "；".join(f"{number}．{article}" for number, article in enumerate(articles, 1))
    return {"reasons": told, "articles": listed or None}


def _reasons(figures: Figures, resident: Any | None) -> Iterator[Reason]:
    """Every rule that was applied, in the order of the chain."""
    years = list(_years(figures, resident))
    if years:
        yield _of_months(figures, years)
        yield _of_refund(figures, years)
        yield from _of_parts(figures, years)
    yield from _of_subsidy(figures)
    yield from _of_interest(figures)
    yield from _of_account(figures)
    yield from _of_clearing(figures)
    yield from _of_double(figures)


def _of_months(figures: Figures, years: Years) -> Reason:
    steps = {year: figures[f"months.{year}"] for year, _ in years}
    decided = [
        f"{year}年{step.text}" for year, step in steps.items() if any(part.name == DECIDED for part in step.inputs)
    ]
    text = f"{WHOLE_YEAR}；其中职工养老保险也缴了费的月份，就是重复的月份。"
    article = next(iter(steps.values())).article
    if not decided:
        return Reason("months", text, article)
    brief = f"{text}其中{len(decided)}年的月数经社保机构核对。"
    return Reason("months", f"{text}经社保机构核对的：{'、'.join(decided)}。", article, brief)


def _of_refund(figures: Figures, years: Years) -> Reason:
    """The formula, with the first year of which only some months were paid twice."""
    steps = {year: figures[f"refund.{year}"] for year, _ in years}
    year, step = next((item for item in steps.items() if item[1].inputs[-1].value < MONTHS_PER_YEAR), (0, None))
    if step is None:
        year, step = next(iter(steps.items()))
    text = "当年各项缴费相加，÷12×重复月数，四舍五入到分，只舍入一次。"
    return Reason("refund", f"{text}如{year}年：{with_values(step)}＝{step.text}。", step.article)


def _of_parts(figures: Figures, years: Years) -> Iterator[Reason]:
    """Why one part has a fen more than another: the first year in which one has."""
    for year, row in years:
        months, refund = figures[f"months.{year}"].value, figures[f"refund.{year}"]
        shares = {name: cut(amount, months) for name, amount in principal(row).items() if amount}
        parts = {name: figures[f"refund.{year}.{name}"] for name in shares}
        more = [name for name, part in parts.items() if part.value > shares[name]]
        if not more or len(parts) < 2:
            continue
        label, first = labels(row), sum(shares.values(), Decimal("0.00"))
        each = "、".join(f"{label[name]}{share}元" for name, share in shares.items())
        now = "、".join(f"{label[name]}退{parts[name].text}" for name in more)
        rule = "各项按同一算式先只取到分，少的分补给余数最大的一项（相同的，补给左边的）。"
        less = f"比{refund.text}少{refund.value - first}元，补上后{now}。"
        brief = f"{rule}如{year}年先取的各项相加，{less}"
        yield Reason("parts", f"{rule}如{year}年先取{each}，{less}", refund.article, brief)
        return


def _of_subsidy(figures: Figures) -> Iterator[Reason]:
    destination = figures.get("subsidy.destination")
    if destination is None:
        return
    if "subsidy" in figures:
        text = f"重复月份的政府补贴按同一算式共{figures['subsidy'].text}，不退本人，{destination.value}。"
    else:
        stated = _subsidy(figures)
        by_place = f"按当地规定退回基金{stated}元" if stated is not None else "没有计算，也没有从个人账户扣除"
        text = f"国家规定没有写重复缴费的政府补贴怎样处理，{by_place}。"
    yield Reason("subsidy", text, destination.article)


def _of_interest(figures: Figures) -> Iterator[Reason]:
    if any(key.startswith("interest.") for key in figures):
        amount = f"共{figures['interest'].text}，" if "interest" in figures else ""
        yield Reason("subsidy", f"重复缴费各年的利息{amount}留在个人账户计发养老金，不退。", ARTICLE_11)


def _of_account(figures: Figures) -> Iterator[Reason]:
    if "account" in figures:
        step = figures["account"]
        text = f"居民储存额＋职工储存额－退还本人和退回基金的＝{with_values(step)}＝{step.text}。"
        yield Reason("account", text, step.article)
    if "counted" in figures:
        step = figures["counted"]
        if step.note:
            text = f"{step.note}，合并后按职工养老保险的{step.text}计算。"
        else:
            text = f"居民＋职工－重复月数（重复的月份只算一次）＝{with_values(step)}＝{step.text}。"
        yield Reason("counted", text, step.article)


def _of_clearing(figures: Figures) -> Iterator[Reason]:
    """What is kept of times that two schemes for employees have, and what goes back."""
    if "clear.choices" in figures:
        kept = figures["clear.choices"]
        rule = "重复的时段只保留一份"
        brief = f"{rule}，各时段保留哪一份见计算说明。"
        yield Reason("months", f"{rule}：{kept.value}。", kept.article, brief)
    if refund := figures.get("clear.refund.total"):
        worked = [_worked(step) for step in refund.inputs]
        brief = f"{len(worked)}段的本金合计{refund.text}，逐段见计算说明。"
        yield Reason("refund", f"{'；'.join(worked)}。", refund.article, brief)
    if "clear.months.total" in figures:
        step = figures["clear.months.total"]
        parts = "＋".join(f"{part.name}{part.text}" for part in step.inputs)
        yield Reason("counted", f"{parts}＝{step.text}，每个月只算一次。", step.article)


def _worked(step: Step) -> str:
    """A figure with its arithmetic, where it has one."""
    return f"{step.name}：{with_values(step)}＝{step.text}" if step.formula else f"{step.name}：{step.text}"


def _of_double(figures: Figures) -> Iterator[Reason]:
    if "offset.owed" not in figures:
        return
    start, months, owed = (figures[f"offset.{name}"] for name in ("start", "months", "owed"))
    due, returned = owed.inputs
    yield Reason(
        "double",
        f"自{start.text}起两种待遇都领，共{months.text}，按各月的标准合计{due.text}，"
        f"已退还{returned.text}，还应退还{owed.text}。",
        owed.article,
    )
    own, asked, payout = (figures[f"offset.{name}"] for name in ("offset", "assistance", "payout"))
    text = f"先从个人账户余额（不含政府补贴）中抵扣{own.text}"
    if asked.value:
        text += f"，不够的{asked.text}由职工养老保险待遇发放机构协助抵扣"
    if payout.value:
        text += f"，余下的{payout.text}退还本人"
    yield Reason("double", f"{text}。", asked.article)
