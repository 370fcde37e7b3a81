"""Write captures as a WARC with warcio; runs in pywb's environment, as a program of its own.

Reads a JSON list of captures from standard input; the one argument is the file to write.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter


def main() -> None:
    with Path(sys.argv[1]).open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for capture in json.load(sys.stdin):
            body = capture["body"].encode()
            headers = [
                ("Content-Type", "text/html; charset=utf-8"),
                ("Content-Length", str(len(body))),
            ]
            if capture["location"] is not None:
                headers.append(("Location", capture["location"]))
            when = capture["when"]
            date = f"{when[:4]}-{when[4:6]}-{when[6:8]}T{when[8:10]}:{when[10:12]}:{when[12:]}Z"
            record = writer.create_warc_record(
                capture["url"],
                "response",
                payload=io.BytesIO(body),
                http_headers=StatusAndHeaders(capture["status"], headers, protocol="HTTP/1.1"),
                warc_headers_dict={"WARC-Date": date},
            )
            writer.write_record(record)


if __name__ == "__main__":
    main()
