"""A program with a mistake on every line that ends in ``# wrong``: mypy and pyright tell of all, and of no other."""

from __future__ import annotations

import hjforms
from hjforms import NoSuchName  # wrong
from hjforms.packs.shandong.notice import Notice
from hjforms.packs.shandong.refund import FORM, RefundTable

hjforms.nothing_of_the_kind()  # wrong
hjforms.form(5)  # wrong
hjforms.form("shandong/refund").lode({})  # wrong
notice: Notice = FORM.load({})  # wrong
table: RefundTable = FORM.load({})
table.person.nickname  # wrong
table.years[0].paid.pooled  # wrong
FORM.check(Notice())  # wrong
FORM.complete({"person": {}})  # wrong
hjforms.print_run(FORM, [Notice()], "x.pdf")  # wrong
hjforms.load({}, FORM).persons  # wrong
for entry in hjforms.entries("x.json", FORM):
    entry.record.person  # wrong
    entry.sound.person.names  # wrong
FORM.read(b"").record.years[0].remark.upper()  # wrong
hjforms.Unread(5)  # wrong
hjforms.Finding("grave", "person.name", "", "")  # wrong
print(NoSuchName, notice)
