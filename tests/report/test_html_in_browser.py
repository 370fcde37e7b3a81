"""The HTML report in a real browser: Chromium without a window, cut off from the network."""

from __future__ import annotations

import base64
import os
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from tests.report.nasty import NASTY, nasty_extraction, nasty_report
from tests.report.pages import many, page_of
from tests.report.samples import WRAPPED, sample, sample_extraction

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium.webdriver.remote.webelement import WebElement

    from linkcheck.model import Extraction, Report

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
DRIVER = shutil.which("chromedriver")
PATIENCE = 30  # seconds, for what comes at once

pytestmark = pytest.mark.skipif(
    CHROMIUM is None or DRIVER is None,
    reason="Chromium and chromedriver are not installed (Debian: chromium, chromium-driver)",
)


class Browser:
    """Show pages and do what a reader does."""

    def __init__(self, driver: webdriver.Chrome, folder: Path) -> None:
        self.driver = driver
        self._folder = folder

    def show(self, content: Report | Extraction) -> None:
        path = self._folder / "report.html"
        path.write_text(page_of(content), "utf-8")
        self.driver.get(path.as_uri())

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def script(self, text: str) -> Any:  # noqa: ANN401  (whatever the script returns)
        return self.driver.execute_script(text)

    def command(self, name: str, **parameters: object) -> Any:  # noqa: ANN401  (as above)
        return self.driver.execute_cdp_cmd(name, parameters)

    def rows(self) -> list[str]:
        return [str(row.text) for row in self.all("tr.row")]

    def addresses(self) -> list[str]:
        texts = self.script(
            "return [...document.querySelectorAll('.row .c-address .address')]"
            ".map((each) => each.firstChild.data)"
        )
        return [str(text) for text in texts]

    def count(self) -> str:
        return str(self.one("#count").text)

    def search(self, words: str) -> None:
        before = self.count()
        field = self.one("#search")
        field.clear()
        field.send_keys(words)
        WebDriverWait(self.driver, PATIENCE).until(lambda _: self.count() != before)

    def complaints(self) -> list[object]:
        return [entry["message"] for entry in self.driver.get_log("browser")]  # type: ignore[no-untyped-call]  # selenium's


@pytest.fixture(scope="module")
def driver() -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for argument in (
        "--headless=new",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
        "--window-size=1280,900",
        # Chromium's sandbox does not work for root.
        *(("--no-sandbox",) if os.geteuid() == 0 else ()),
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = webdriver.ChromeService(executable_path=str(DRIVER))
    chrome = webdriver.Chrome(options=options, service=service)
    yield chrome
    chrome.quit()


@pytest.fixture
def browser(driver: webdriver.Chrome, tmp_path: Path) -> Iterator[Browser]:
    browser = Browser(driver, tmp_path)
    browser.complaints()
    yield browser
    assert browser.complaints() == []


# ---------------------------------------------------------------- nothing runs, nothing is asked


def all_nasty() -> Report:
    """Put every nasty text into one report: few enough rows for one page of the table."""
    reports = [nasty_report(text) for text in NASTY.values()]
    report = reports[0]
    return replace(
        report,
        run=replace(report.run, note=" ".join(NASTY.values())),
        documents=tuple(result for each in reports for result in each.documents),
        findings=tuple(next(iter(each.findings)) for each in reports),
    )


def all_nasty_unchecked() -> Extraction:
    extractions = [nasty_extraction(text) for text in NASTY.values()]
    return replace(
        extractions[0],
        documents=tuple(result for each in extractions for result in each.documents),
        citations=tuple(next(iter(each.citations)) for each in extractions),
    )


@pytest.mark.parametrize("content", [all_nasty(), all_nasty_unchecked()], ids=["report", "extract"])
def test_nothing_that_others_wrote_becomes_part_of_the_page(
    browser: Browser, content: Report | Extraction
) -> None:
    browser.show(content)
    browser.script("document.querySelectorAll('.toggle').forEach((each) => each.click())")

    assert len(browser.all("tr.detail")) == len(browser.rows()) > 30
    assert len(browser.all("script")) == 2
    assert browser.all("img, iframe, object, b, i, [onerror], [onmouseover]") == []
    assert browser.script("return performance.getEntriesByType('resource').length") == 0
    schemes = browser.script(
        "return [...document.querySelectorAll('main a')].map((each) => each.protocol)"
    )
    assert set(schemes) <= {"http:", "https:"}


def test_the_policy_stops_a_script_that_got_in_after_all(browser: Browser) -> None:
    browser.show(sample())
    browser.script(
        "document.body.insertAdjacentHTML('beforeend', '<p id=in onclick=\"window.ran = 1\">x</p>');"
        "document.getElementById('in').click()"
    )

    assert browser.script("return window.ran === undefined")
    assert "Content Security Policy" in str(browser.complaints())


def test_links_tell_nobody_where_they_were_followed(browser: Browser) -> None:
    browser.show(sample())
    for toggle in browser.all(".toggle"):
        toggle.click()
    links = browser.all("main a")

    assert len(links) > 9
    for link in links:
        assert link.get_attribute("rel") == "noreferrer noopener"
        assert "opens in a new tab" in str(link.get_attribute("textContent"))


# ---------------------------------------------------------------- filter, search, sort


def test_what_is_broken_comes_first(browser: Browser) -> None:
    browser.show(sample())
    states = [row.split("\n")[0] for row in browser.rows()]

    assert states[:5] == ["✗ dead", "✗ dead", "✗ dead", "! blocked", "? unreachable"]
    assert states[-1] == "✓ alive"
    assert browser.count() == "9 addresses"


def test_states_can_be_chosen_together(browser: Browser) -> None:
    browser.show(sample())
    dead, moved = (browser.one(f"[data-state={state}]") for state in ("dead", "moved"))

    dead.click()
    assert browser.count() == "3 of 9 addresses"
    moved.click()
    assert browser.count() == "4 of 9 addresses"
    assert dead.get_attribute("aria-pressed") == "true"
    dead.click()
    assert browser.addresses() == ["http://www.interfax.ru/russia/595097"]


def test_all_words_of_a_search_must_be_found(browser: Browser) -> None:
    browser.show(sample())
    browser.search("GOVERNOR original")
    assert browser.addresses() == [WRAPPED]

    browser.search("governor nowhere")
    assert browser.addresses() == []
    assert browser.one("#none").is_displayed()

    browser.one("#again").click()
    assert browser.count() == "9 addresses"
    assert browser.one("#search").get_attribute("value") == ""


def test_a_document_can_be_chosen(browser: Browser) -> None:
    browser.show(sample())
    Select(browser.one("#document")).select_by_visible_text("archive/scan.pdf")

    assert browser.addresses() == ["http://lab.example.edu/~mueller/data/"]
    assert "archive/scan.pdf, page 3" in browser.rows()[0]

    Select(browser.one("#document")).select_by_visible_text("thesis/chapter-2.md")
    (row,) = [row for row in browser.rows() if "mueller" in row]
    assert "thesis/chapter-2.md, line 90" in row


def test_what_can_be_repaired_can_be_chosen(browser: Browser) -> None:
    browser.show(sample())
    browser.one("#remedied").click()

    assert len(browser.rows()) == 3
    assert all("Copy" in row for row in browser.rows())


def test_a_column_sorts_both_ways_and_says_so(browser: Browser) -> None:
    browser.show(sample())
    head = browser.one("th[data-sort=address]")

    head.find_element(By.TAG_NAME, "button").click()
    assert browser.addresses() == sorted(browser.addresses())
    assert head.get_attribute("aria-sort") == "ascending"

    head.find_element(By.TAG_NAME, "button").click()
    assert browser.addresses() == sorted(browser.addresses(), reverse=True)
    assert head.get_attribute("aria-sort") == "descending"
    assert len(browser.all("[aria-sort]")) == 1


def test_what_has_no_date_comes_last_either_way(browser: Browser) -> None:
    browser.show(sample())
    for _ in range(2):
        browser.one("th[data-sort=date] button").click()
        assert browser.addresses()[0] == WRAPPED


# ---------------------------------------------------------------- what is behind a row


def test_the_evidence_opens_and_closes_by_keyboard(browser: Browser) -> None:
    browser.show(sample())
    browser.search("interfax")
    toggle = browser.one(".toggle")

    toggle.send_keys(Keys.ENTER)
    detail = browser.one("tr.detail").text
    assert toggle.get_attribute("aria-expanded") == "true"
    assert "301 http://www.interfax.ru/russia/595097" in detail
    assert "status 200 after 412 ms" in detail
    assert "archived 2018-01-03, 10 days before it was cited" in detail

    toggle.send_keys(Keys.SPACE)
    assert toggle.get_attribute("aria-expanded") == "false"
    assert browser.all("tr.detail") == []


def test_the_words_of_the_document_are_marked_in_their_sentence(browser: Browser) -> None:
    browser.show(many(1))

    assert browser.one(".row mark").text == "https://host0.example/00000"
    assert browser.one(".row .sentence").text == (
        "The river is long, says https://host0.example/00000, and so do others."
    )


def test_every_place_is_told(browser: Browser) -> None:
    browser.show(sample())
    browser.search("rot-of-references")
    assert "and 4 more places" in browser.rows()[0]

    browser.one(".toggle").click()
    assert "Where it is cited, 5 times" in browser.one("tr.detail").text
    assert len(browser.all("tr.detail li")) == 5


def test_the_address_to_use_can_be_copied(browser: Browser) -> None:
    browser.show(sample())
    browser.command(
        "Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"]
    )
    browser.search("interfax")
    button = browser.one(".copy")
    button.click()
    WebDriverWait(browser.driver, PATIENCE).until(lambda _: str(button.text).startswith("Copied"))

    copied = browser.driver.execute_async_script(
        "navigator.clipboard.readText().then(arguments[arguments.length - 1])"
    )
    assert copied == "https://www.interfax.ru/russia/595097"


# ---------------------------------------------------------------- many rows


def test_of_twenty_thousand_rows_only_a_page_is_drawn(browser: Browser) -> None:
    browser.show(many(20_000))
    assert len(browser.all("tr.row")) == 50
    assert browser.count() == "20,000 addresses"
    assert browser.one("#page").text == "1 to 50 of 20,000"

    browser.one("#next").click()
    assert browser.one("#page").text == "51 to 100 of 20,000"
    assert browser.one("#previous").is_enabled()

    browser.search("river 19990")
    assert browser.addresses() == ["https://host8.example/19990"]
    assert not browser.one("#pages").is_displayed()


# ---------------------------------------------------------------- places it is read in


def test_it_is_dark_where_the_reader_wants_it_dark(browser: Browser) -> None:
    def ground(scheme: str) -> object:
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        browser.command("Emulation.setEmulatedMedia", features=features)
        return browser.script("return getComputedStyle(document.body).backgroundColor")

    browser.show(sample())

    assert ground("light") == "rgb(247, 247, 245)"
    assert ground("dark") == "rgb(22, 23, 26)"
    browser.command("Emulation.setEmulatedMedia", features=[])


@pytest.mark.parametrize("width", [320, 400, 800, 1280])
def test_nothing_juts_out_of_a_narrow_screen(browser: Browser, width: int) -> None:
    browser.command(
        "Emulation.setDeviceMetricsOverride",
        width=width, height=800, deviceScaleFactor=1, mobile=False,
    )  # fmt: skip
    for content in (sample(), many(60), nasty_report("x" * 500), sample_extraction()):
        browser.show(content)
        browser.one(".toggle").click()

        assert browser.script("return document.documentElement.scrollWidth") <= width
    browser.command("Emulation.clearDeviceMetricsOverride")


def test_all_that_fits_is_printed_not_one_page_of_the_table(browser: Browser) -> None:
    browser.show(many(120))
    document = pypdfium2.PdfDocument(base64.b64decode(browser.driver.print_page()))
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()

    for number in range(120):
        assert f"/{number:05}" in text
    assert "Search" not in text
    assert len(browser.all("tr.row")) == 50


def test_everything_a_reader_can_use_has_a_name_for_a_screen_reader(browser: Browser) -> None:
    browser.show(sample())
    browser.one(".toggle").click()
    browser.command("Accessibility.enable")
    nodes = browser.command("Accessibility.getFullAXTree")["nodes"]
    useful = {
        "button",
        "link",
        "searchbox",
        "combobox",
        "checkbox",
        "image",
        "table",
        "columnheader",
    }
    named = [
        (node["role"]["value"], node.get("name", {}).get("value", "").strip())
        for node in nodes
        if not node["ignored"] and node["role"]["value"] in useful
    ]

    assert useful - {"image"} <= {role for role, _ in named}
    assert [role for role, name in named if not name] == []
