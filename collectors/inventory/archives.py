"""Members of a hostile ZIP archive: few, of bounded size together, never written anywhere."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from collectors.inventory.contract import check_size, shorten
from model.errors import InputError

MAX_MEMBERS: Final = 2_000
MAX_UNPACKED: Final = 256 * 1024 * 1024


def members(data: bytes, where: str, *, wanted: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """Name and content of the files whose names end so. Raises InputError for a damaged archive or one that unpacks to
    more than MAX_UNPACKED; what an archive says about its sizes is not believed."""
    check_size(data, where)
    left = MAX_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            listed = archive.infolist()
            if len(listed) > MAX_MEMBERS:
                raise InputError(f"holds more than {MAX_MEMBERS} files", where=where)
            for info in listed:
                if info.is_dir() or not info.filename.lower().endswith(wanted):
                    continue
                if info.flag_bits & 0x1:
                    raise InputError(
                        "is encrypted", where=f"{where}: {shorten(info.filename, 80)}", hint="unlock it first"
                    )
                with archive.open(info) as member:
                    content = member.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise InputError(f"unpacks to more than {MAX_UNPACKED} bytes", where=where)
                yield info.filename, content
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as error:
        raise InputError(f"no ZIP archive that can be read: {shorten(str(error), 200)}", where=where) from error
