"""The office's own data (本单位信息): written once, offered on every new paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hjforms.catalogue import Form
from hjforms.desk.book.database import Database
from hjforms.desk.book.journal import Journal
from hjforms.paths import RecordPath
from hjforms.records import loading
from hjforms.records.base import Record, entry, leaves
from hjforms.records.kinds import Account, Code, Postcode, RegionCode, Text


class Office(Record):
    """What an office (社保经办机构) writes of itself on its papers."""

    agency: Text = entry("社保经办机构名称")
    region_code: RegionCode = entry("行政区划代码")
    county: Text = entry("县（市、区）")
    handler: Text = entry("经办人")
    phone: Code = entry("联系电话")
    address: Text = entry("机构地址")
    postcode: Postcode = entry("邮政编码")
    account_name: Text = entry("开户名称")
    bank: Text = entry("开户银行")
    account_number: Account = entry("银行账号")


COUNTY = "county"
PAYS, IS_PAID = "paying_account", "receiving_account"
OWN_PARTS = frozenset({"signoff", "agency", "receiving_agency", "to_agency", "contact", PAYS})
"""The parts of papers in which the office that writes them stands."""


def own_fields(form: Form) -> Iterator[tuple[RecordPath, str]]:
    """The paths of a form at which the office that fills it stands, each with the field of ``Office``."""
    paths = [leaf.path for leaf in leaves(form.record_type).values()]
    pays = any(path.is_in(PAYS) for path in paths)
    own = OWN_PARTS if pays else OWN_PARTS | {IS_PAID}
    for path in paths:
        field = "agency" if path.name == "name" else path.name
        if path == COUNTY or (len(path.steps) > 1 and path.steps[0] in own and field in Office.model_fields):
            yield path, field


class OfficeData:
    """The data of the office in a book."""

    def __init__(self, database: Database, journal: Journal) -> None:
        self._database, self._journal = database, journal

    def get(self) -> Office:
        """The data; blank before anybody has written it."""
        stated = {row["field"]: row["value"] for row in self._database.rows("SELECT * FROM office")}
        return loading.load(Office, stated)

    def put(self, office: Office, operator: str) -> None:
        """Write the data."""
        before: dict[str, Any] = self.get().model_dump(mode="json")
        after: dict[str, Any] = office.model_dump(mode="json")
        changed = [name for name in after if before[name] != after[name]]
        if not changed:
            return
        with self._database.writing() as run:
            run.execute("DELETE FROM office")
            stated = [(name, value) for name, value in after.items() if value is not None]
            run.executemany("INSERT INTO office (field, value) VALUES (?, ?)", stated)
            self._journal.add("office.changed", operator, fields=changed)
