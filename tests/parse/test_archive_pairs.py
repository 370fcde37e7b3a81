"""Where a document says of one address that it is the copy of another, the two are kept together."""

from __future__ import annotations

from datetime import date

import pytest

from tests.parse.reading import cited

PAGE = "https://stats.example.org/a"
COPY = "https://perma.cc/ABCD-1234"


def pairs(text: str, form: str) -> list[tuple[str, str | None]]:
    return [(each.url, each.copy_of) for each in cited(text, form)]


@pytest.mark.parametrize(
    "template",
    [
        "{{cite web |url={page} |title=T |archive-url={copy} |archive-date=2019-05-04}}",
        "{{cite web |archiveurl={copy} |url={page} |title=T}}",
        "{{Internetquelle |url={page} |titel=T |archiv-url={copy} |archiv-datum=2019-05-04}}",
        "{{Lien web |url={page} |titre=T |archive-url={copy} |consulté le=4 mai 2019}}",
        "{{Ouvrage |lire en ligne={page} |titre=T |archiveurl={copy}}}",
        "{{cita web |url={page} |título=T |urlarchivo={copy} |fechaarchivo=4 de mayo de 2019}}",
        "{{Cita web |url={page} |titolo=T |urlarchivio={copy} |dataarchivio=4 maggio 2019}}",
        "{{citar web |url={page} |arquivourl={copy} |arquivodata=2019-05-04}}",
        "{{Citeer web |url={page} |archiefurl={copy} |archiefdatum=2019-05-04}}",
        "{{Webbref |url={page} |arkivurl={copy} |arkivdatum=2019-05-04}}",
        "{{Kilde www |url={page} |arkiv-url={copy} |arkivdato=2019-05-04}}",
        "{{Cytuj |url={page} |tytuł=T |archiwum={copy} |zarchiwizowano=2019-05-04}}",
        "{{Citace elektronické monografie |url={page} |url archivu={copy}}}",
        "{{Verkkoviite |osoite={page} |nimeke=T |arkisto={copy}}}",
        "{{Web kaynağı |url={page} |arşivurl={copy}}}",
        "{{cite web |ссылка={page} |заглавие=T |archiveurl={copy}}}",
        "{{cite book |chapter-url=https://stats.example.org/b |url={page} |archive-url={copy}}}",
    ],
)
def test_the_copy_in_a_template_of_any_wikipedia_knows_its_original(template: str) -> None:
    text = template.replace("{page}", PAGE).replace("{copy}", COPY)
    found = dict(pairs(text, "mediawiki"))
    assert found[COPY] == PAGE
    assert found[PAGE] is None


def test_a_template_with_nothing_but_a_copy_pairs_nothing() -> None:
    assert pairs(f"{{{{cite web |archive-url={COPY}}}}}", "mediawiki") == [(COPY, None)]
    same = f"{{{{cite web |url={COPY} |archive-url={COPY}}}}}"
    assert [copy_of for _url, copy_of in pairs(same, "mediawiki")] == [None, None]


@pytest.mark.parametrize(
    ("template", "copy"),
    [
        ("{{Webarchiv |url={page} |wayback=20100904}}", "https://web.archive.org/web/20100904/"),
        (
            "{{Webarchiv | wayback = 20100904123456 | url = {page} | text = T}}",
            "https://web.archive.org/web/20100904123456/",
        ),
        ("{{Webarchiv|url={page}|archive-is=20130412}}", "https://archive.today/20130412/"),
        ("{{wayback|url={page}|date=2010}}", "https://web.archive.org/web/2010/"),
    ],
)
def test_a_template_that_says_only_the_time_of_a_copy_cites_the_copy(
    template: str, copy: str
) -> None:
    found = dict(pairs(template.replace("{page}", PAGE), "mediawiki"))
    assert found == {PAGE: None, copy + PAGE: PAGE}


@pytest.mark.parametrize(
    "template",
    ["{{Webarchiv|url={page}|wayback=*}}", "{{cite web|url={page}|date=2010}}", "{{wayback|2010}}"],
)
def test_what_says_no_time_of_a_copy_cites_none(template: str) -> None:
    found = pairs(template.replace("{page}", PAGE), "mediawiki")
    assert [url for url, _copy_of in found if url != PAGE] == []


def test_the_days_of_access_and_of_archiving_are_those_of_page_and_copy() -> None:
    text = (
        f"{{{{cite web |url={PAGE} |access-date=1 May 2019 |archive-url={COPY}"
        " |archive-date=4 May 2019}}"
    )
    days = [None if each.date is None else each.date.day for each in cited(text, "mediawiki")]
    assert days == [date(2019, 5, 1), date(2019, 5, 4)]


@pytest.mark.parametrize("missing", ["access-date", "archive-date"])
def test_either_day_stands_for_the_other(missing: str) -> None:
    name = "archive-date" if missing == "access-date" else "access-date"
    text = f"{{{{cite web |url={PAGE} |archive-url={COPY} |{name}=4 May 2019}}}}"
    days = [None if each.date is None else each.date.day for each in cited(text, "mediawiki")]
    assert days == [date(2019, 5, 4), date(2019, 5, 4)]


def test_the_copy_in_an_entry_of_bibtex_knows_its_original() -> None:
    text = (
        f"@online{{a, url = {{{PAGE}}}, archiveurl = {{{COPY}}}, archivedate = {{2019-05-04}},"
        " title = {T}}\n"
    )
    found = cited(text, "bibtex")
    assert [(each.url, each.copy_of) for each in found] == [(PAGE, None), (COPY, PAGE)]
    assert [each.date is not None and each.date.day for each in found] == [date(2019, 5, 4)] * 2


def test_the_place_in_an_archive_of_csl_json_is_a_copy_where_it_is_the_address_of_one() -> None:
    text = '[{"id": "a", "type": "webpage", "URL": "%s", "archive_location": "%s"}]'
    assert pairs(text % (PAGE, COPY), "csl-json") == [(PAGE, None), (COPY, PAGE)]
    shelf = "https://library.example.org/shelf/12"
    assert pairs(text % (PAGE, shelf), "csl-json") == [(PAGE, None), (shelf, None)]
    assert pairs(text % (PAGE, "Box 12"), "csl-json") == [(PAGE, None)]
