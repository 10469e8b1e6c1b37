"""What the system refuses, in the words of whoever can mend it."""

from __future__ import annotations

import errno

from policy_library.locale import texts


def reason(error: OSError) -> str:
    """The system's own words where it is something unusual."""
    return texts("hints.refused").get(errno.errorcode.get(error.errno or 0, ""), error.strerror or str(error))
