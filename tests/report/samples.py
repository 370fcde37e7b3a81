"""Reports for the tests of reporters: one that has everything once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from linkcheck.model import (
    ArchiveState,
    ArchiveStatus,
    Capture,
    Certainty,
    Check,
    Citation,
    CitedDate,
    DateSource,
    Document,
    DocumentProblem,
    DocumentResult,
    Extraction,
    Finding,
    Hop,
    Kind,
    Place,
    Reason,
    ReasonCode,
    Remedy,
    Report,
    Run,
    Span,
    State,
    Suggestion,
    Summary,
    Target,
    Verdict,
)

START = datetime(2026, 5, 4, 12, 0, 0, tzinfo=UTC)
END = datetime(2026, 5, 4, 12, 0, 41, 250_000, tzinfo=UTC)

NEWS = "seeds/2018-moscow-times.txt"
THESIS = "thesis/chapter-2.md"
SCAN = "archive/scan.pdf"
WRAPPED = (
    "https://www.themoscowtimes.com/2018/01/12/russian-governor-fights-keep-"
    "north-korean-laborers-despite-sanctions-a60165"
)
NOT_ASKED = ArchiveStatus(ArchiveState.NOT_ASKED)


def cite(  # noqa: PLR0913  (what a citation has)
    document: str,
    line: int,
    url: str,
    *,
    end_line: int | None = None,
    page: int | None = None,
    kind: Kind = Kind.URL,
) -> Citation:
    span = Span(
        start=line * 80,
        end=line * 80 + len(url),
        line=line,
        column=1,
        end_line=end_line or line,
        end_column=len(url) + 1,
    )
    return Citation(document=document, span=span, text=url, url=url, page=page, kind=kind)


def copy_of(url: str, day: datetime, gap: int | None = None) -> ArchiveStatus:
    capture = Capture(
        archive="wayback",
        original=url,
        url=f"https://web.archive.org/web/{day:%Y%m%d%H%M%S}/{url}",
        captured_at=day,
        status_code=200,
    )
    near = date(2018, 1, 13) if gap is not None else None
    return ArchiveStatus(ArchiveState.ARCHIVED, capture, near, gap)


def finding(  # noqa: PLR0913  (what a finding has)
    state: State,
    code: ReasonCode,
    message: str,
    *citations: Citation,
    certainty: Certainty = Certainty.CERTAIN,
    archive: ArchiveStatus = NOT_ASKED,
    suggestion: Suggestion | None = None,
    check: Check | None = None,
) -> Finding:
    first = citations[0]
    return Finding(
        target=Target.of(first.url, first.kind),
        citations=citations,
        verdict=Verdict(state, certainty, (Reason(code, message),), suggestion),
        archive=archive,
        check=check,
    )


def checked(status: int | None, final_url: str | None = None, *redirects: Hop) -> Check:
    return Check(
        checked_at=START,
        elapsed_ms=412,
        attempts=1,
        status_code=status,
        final_url=final_url,
        redirects=redirects,
    )


def _findings() -> tuple[Finding, ...]:
    dead = replace(
        cite(NEWS, 36, WRAPPED, end_line=37),
        text=WRAPPED.replace("laborers-des", "laborers-des\n"),
        candidates=(WRAPPED[:96],),
        date=CitedDate(date(2018, 1, 13), DateSource.DOCUMENT),
        label="Original url",
        context="Original url: " + WRAPPED,
        fragment="top",
        place=Place.BIBLIOGRAPHY,
    )
    copy = copy_of(WRAPPED, datetime(2018, 1, 25, 8, 30, 1, tzinfo=UTC), gap=12)
    ria = "https://ria.ru/society/20171229/1511936482.html"
    reuters = (
        "https://www.reuters.com/article/us-northkorea-missiles-russia-sanctions/"
        "north-korea-petitions-russia-to-let-workers-stay-despite-sanctions-idUSKBN1DH0TO"
    )
    old = "http://www.interfax.ru/russia/595097"
    new = "https://www.interfax.ru/russia/595097"
    soft = "https://journal.example.org/articles/2009/the-rot-of-references.html"
    gone = "http://lab.example.edu/~mueller/data/"
    slow = "https://statistics.example.gov/tables?year=1998&region=all"
    private = "http://192.168.0.12/wiki"
    doi = "https://doi.org/10.1000/xyz123"
    return (
        finding(
            State.DEAD,
            ReasonCode.HTTP_404,
            "the page is not there (404)",
            dead,
            archive=copy,
            suggestion=Suggestion(copy.capture.url if copy.capture else "", Remedy.ARCHIVED),
            check=checked(404, WRAPPED),
        ),
        finding(
            State.MOVED,
            ReasonCode.MOVED_PERMANENTLY,
            f"moved to {new}",
            cite(NEWS, 39, old),
            archive=copy_of(old, datetime(2018, 1, 3, tzinfo=UTC), gap=-10),
            suggestion=Suggestion(new, Remedy.MOVED),
            check=checked(200, new, Hop(old, 301)),
        ),
        finding(
            State.ALIVE,
            ReasonCode.OK,
            "the page is there",
            cite(NEWS, 15, ria),
            archive=copy_of(ria, datetime(2018, 1, 1, tzinfo=UTC), gap=0),
            check=replace(checked(200, ria), title="МИД России: новости"),
        ),
        finding(
            State.BLOCKED,
            ReasonCode.BOT_WALL,
            "the server asks visitors to prove that they are human",
            cite(NEWS, 40, reuters),
            archive=ArchiveStatus(ArchiveState.UNKNOWN),
            check=checked(401, reuters),
        ),
        finding(
            State.DEAD,
            ReasonCode.SOFT_404,
            "the page answers, but only to say that it was not found",
            cite(THESIS, 12, soft),
            cite(THESIS, 88, soft),
            cite(THESIS, 120, soft),
            cite(THESIS, 121, soft),
            cite(THESIS, 204, soft),
            certainty=Certainty.LIKELY,
            archive=ArchiveStatus(ArchiveState.NOT_ARCHIVED),
            check=checked(200, soft),
        ),
        finding(
            State.DEAD,
            ReasonCode.NO_SUCH_HOST,
            "there is no host of this name",
            cite(SCAN, 4, gone, page=3),
            cite(THESIS, 90, gone),
            archive=copy_of(gone, datetime(2011, 6, 30, tzinfo=UTC)),
            check=checked(None),
        ),
        finding(
            State.UNREACHABLE,
            ReasonCode.TIMEOUT,
            "no answer within 20 seconds, three times",
            cite(THESIS, 17, slow),
            certainty=Certainty.POSSIBLE,
            check=checked(None),
        ),
        finding(
            State.UNCHECKED,
            ReasonCode.PRIVATE_ADDRESS,
            "an address of a private network (ask it with --allow-private)",
            cite(THESIS, 30, private),
        ),
        finding(
            State.ALIVE,
            ReasonCode.OK,
            "the page is there",
            cite("notes.md", 3, doi, kind=Kind.DOI),
            check=checked(200, doi),
        ),
    )


def summary_of(findings: tuple[Finding, ...], documents: tuple[DocumentResult, ...]) -> Summary:
    states = [item.verdict.state for item in findings]
    return Summary(
        documents=len(documents),
        documents_without_citations=sum(
            not item.citations and not item.problem for item in documents
        ),
        unreadable=sum(item.problem is not None for item in documents),
        citations=sum(item.citations for item in documents),
        targets=len(findings),
        states=tuple((state, states.count(state)) for state in State),
        archived=sum(item.archive.state is ArchiveState.ARCHIVED for item in findings),
        archive_not_asked=sum(item.archive.state is ArchiveState.NOT_ASKED for item in findings),
    )


def report_of(
    findings: tuple[Finding, ...], documents: tuple[DocumentResult, ...], note: str | None = None
) -> Report:
    ordered = tuple(sorted(findings, key=lambda item: item.target.url))
    run = Run(START, END, complete=note is None, version="0.1.0", note=note)
    return Report(run, summary_of(ordered, documents), documents, ordered)


def sample() -> Report:
    """Make a report with every state, every archive state and every kind of document."""
    documents = (
        DocumentResult(Document("seeds/2017-tass.txt", "text"), 0),
        DocumentResult(Document(NEWS, "text"), 4),
        DocumentResult(Document(THESIS, "markdown"), 8),
        DocumentResult(
            Document(SCAN, "pdf"), 1, DocumentProblem("pdf-damaged", "page 4 cannot be read")
        ),
        DocumentResult(Document("notes.md", "markdown"), 1),
        DocumentResult(
            Document("photo.md", "markdown"), 0, DocumentProblem("not-text", "this is no text")
        ),
    )
    return report_of(_findings(), documents, note="interrupted")


def sample_extraction() -> Extraction:
    """Make the citations of the sample, as they were before the check."""
    report = sample()
    order = [item.document.path for item in report.documents]
    citations = sorted(
        (citation for item in report.findings for citation in item.citations),
        key=lambda citation: (order.index(citation.document), citation.span.line),
    )
    return Extraction(report.documents, tuple(citations))
