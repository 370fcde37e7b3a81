"""Texts that others could write to break or forge a report: every reporter must survive them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from linkcheck.model import DocumentProblem, Reason, RejectedCopy, Suggestion
from tests.report import samples

if TYPE_CHECKING:
    from linkcheck.model import (
        Citation,
        DocumentResult,
        Extraction,
        Finding,
        GivenCopy,
        Report,
    )

NASTY = {
    "escape sequence": "\x1b[31mred\x1b[0m\x1b]0;title\x07",
    "clipboard": "\x1b]52;c;aGFja2Vk\x07",
    "hyperlink": "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "eight-bit control": "a\x9b31mb\x9d0;t\x9c",
    "backspaces": "good\x08\x08\x08\x08evil",
    "null": "a\x00b",
    "delete": "a\x7fb",
    "newlines": "first\nsecond\r\nthird\rfourth",
    "other line ends": "a\x0bb\x0cc\x85d\u2028e\u2029f",
    "tab": "a\tb",
    "bidirectional override": "https://good.example/\u202egpj.exe",
    "bidirectional isolate": "\u2066a\u2067b\u2069",
    "marks of direction": "a\u200eb\u200fc\u061cd",
    "invisible": "a\u200bb\u2060c\ufeffd\u00ade\u3164f",
    "tags": "hi\U000e0041\U000e0042",
    "lone surrogate": "a\ud800b\udfff",
    "non-character": "a\uffffb\ufffe",
    "rich markup": "[bold red]x[/] [link=https://evil.example]y[/link] [/nothing]",
    "emoji code": ":warning: :smile:",
    "HTML": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "HTML attribute": '" onmouseover="alert(1)" \'',
    "CDATA": "]]><x>&amp;",
    "spreadsheet formula": "=cmd|' /C calc'!A0",
    "workflow command": "::error file=a,line=1::x%0A\n::set-output name=a::b",
    "Markdown": "](javascript:alert(1)) | `x` ![](//evil.example) <b>",
    "JSON": '"},{"state":"alive"}',
    "backslashes": "\\u0041\\x1b \\",
    "braces": "{0} {x} %s %(x)s $x ${x}",
    "combining": "a" + "\u0301" * 50,
    "wide": "日本語のとても長い題名" * 12,
    "right to left": "مرحبا بالعالم שלום עולם",
    "joiners": "می\u200cخواهم 👩\u200d👩\u200d👧",
    "long": "x" * 5_000,
    "empty": "",
    "blank": "   ",
}


def nasty_report(text: str) -> Report:
    """Put a text wherever documents, servers and people can put one."""
    report = samples.sample()
    return replace(
        report,
        run=replace(report.run, note=text, version=text),
        documents=tuple(_document(result, text) for result in report.documents),
        findings=tuple(_finding(finding, text) for finding in report.findings),
    )


def nasty_extraction(text: str) -> Extraction:
    """Put a text wherever documents can put one."""
    extraction = samples.sample_extraction()
    return replace(
        extraction,
        documents=tuple(_document(result, text) for result in extraction.documents),
        citations=tuple(_citation(citation, text) for citation in extraction.citations),
    )


def _document(result: DocumentResult, text: str) -> DocumentResult:
    document = replace(result.document, path=result.document.path + text, format=text)
    problem = DocumentProblem(text, text) if result.problem else None
    return replace(result, document=document, problem=problem)


def _citation(citation: Citation, text: str) -> Citation:
    return replace(
        citation,
        document=citation.document + text,
        text=text,
        url=citation.url + text,
        candidates=(text,),
        label=text,
        context=text,
        fragment=text,
        part=text,
        copy_of=text,
    )


def _copy(copy: GivenCopy, text: str) -> GivenCopy:
    documents = tuple(document + text for document in copy.documents)
    return replace(copy, url=copy.url + text, documents=documents)


def _finding(finding: Finding, text: str) -> Finding:
    verdict = finding.verdict
    suggestion = verdict.suggestion
    archive = finding.archive
    check = finding.check
    return replace(
        finding,
        target=replace(finding.target, url=finding.target.url + text),
        citations=tuple(_citation(citation, text) for citation in finding.citations),
        verdict=replace(
            verdict,
            reasons=tuple(Reason(reason.code, text) for reason in verdict.reasons),
            suggestion=Suggestion(suggestion.url + text, suggestion.why) if suggestion else None,
        ),
        archive=replace(
            archive,
            capture=replace(archive.capture, url=archive.capture.url + text, archive=text)
            if archive.capture
            else None,
            rejected=RejectedCopy(f"https://a.example/{text}", samples.START, text),
        ),
        copies=tuple(_copy(copy, text) for copy in finding.copies),
        check=replace(check, title=text, final_url=text) if check else None,
    )
