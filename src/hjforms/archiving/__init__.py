"""Archive packages (归档包): the papers of a case with all that is known of them, in one file that proves itself.

``package`` says what stands in one; ``packing`` makes it, ``opening`` takes it within bounds, ``verifying`` holds what
is there against what it says.
"""

from hjforms.archiving.packing import Contents, archive, archive_people
from hjforms.archiving.verifying import ArchiveVerdict, verify_archive

__all__ = ["ArchiveVerdict", "Contents", "archive", "archive_people", "verify_archive"]
