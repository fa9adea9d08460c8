"""Lists of cases (案例名单): a calculation over every case of a source, and the results side by side.

``cases`` reads and calculates, ``tables`` lays results out, ``files`` writes them.
"""

from hjforms.caselists.cases import Result, case_form, results
from hjforms.caselists.files import KINDS, write

__all__ = ["KINDS", "Result", "case_form", "results", "write"]
