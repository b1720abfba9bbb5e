"""Office files are archives whose entries bear the time of packing; packed anew, the same report is the same bytes."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from model.times import Micros


def packed(data: bytes, made: Micros) -> bytes:
    moment = datetime.fromtimestamp(max(made // 1_000_000, 315_619_200), UTC)  # archives know no time before 1980
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = ZipInfo(name, moment.timetuple()[:6])
            info.compress_type = ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return out.getvalue()
