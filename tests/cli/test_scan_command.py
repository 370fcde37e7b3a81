"""`linkcheck scan` as a user runs it, over a rude web."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from linkcheck.report import read_report
from tests.cli.conftest import in_shell
from tests.rudeweb import RudeWeb

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.cli.conftest import Ending

    Cli = Callable[..., Ending]

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "linkcheck/report/schema/linkcheck-1.schema.json").read_text()
)
LOCAL = ("--allow-private", "--archive", "none", "--no-store")


@pytest.fixture(scope="module")
def web() -> Iterator[RudeWeb]:
    with RudeWeb.in_thread() as server:
        yield server


def write_documents(folder: Path, web: RudeWeb) -> None:
    (folder / "notes.md").write_text(
        f"Alive: [a page]({web.url('/ok')}).\n\nGone: <{web.url('/gone')}>.\n"
    )
    (folder / "more.txt").write_text(
        f"Moved: {web.url('/moved-permanently')}\nWall: {web.url('/walls/cloudflare')}\n"
    )
    (folder / "empty.txt").write_text("Nothing is cited here.\n")


def test_a_scan_prints_what_is_broken_and_ends_with_1(
    linkcheck: Cli, tmp_path: Path, web: RudeWeb
) -> None:
    write_documents(tmp_path, web)
    ending = linkcheck("scan", ".", *LOCAL)
    assert ending.code == 1
    assert "notes.md" in ending.out
    assert web.url("/gone") in ending.out
    assert "410 Gone" in ending.out
    assert "No citations in empty.txt" in ending.out
    assert "\x1b" not in ending.out
    assert ending.err == ""


@pytest.mark.parametrize(("copy", "code"), [("/pages/kept", 0), ("/gone?copy", 1)])
def test_a_dead_page_fails_no_run_where_the_document_gives_a_copy_that_works(
    linkcheck: Cli, tmp_path: Path, web: RudeWeb, copy: str, code: int
) -> None:
    link = f'<a href="{web.url("/gone")}" data-versionurl="{web.url(copy)}">a page</a>'
    (tmp_path / "page.html").write_text(f"<p>{link}</p>")
    ending = linkcheck("scan", "page.html", *LOCAL, "-o", "report.json")
    assert ending.code == code
    report = json.loads((tmp_path / "report.json").read_text())
    jsonschema.validate(report, SCHEMA)
    assert report["summary"]["mended"] == ({} if code else {"dead": 1})


def test_a_scan_writes_json_that_fits_its_schema(
    linkcheck: Cli, tmp_path: Path, web: RudeWeb
) -> None:
    write_documents(tmp_path, web)
    ending = linkcheck("scan", ".", *LOCAL, "-o", "report.json", "--fail-on", "none")
    assert ending.code == 0
    assert ending.out == ""
    assert "wrote report.json" in ending.err
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    jsonschema.validate(report, SCHEMA)
    assert report["summary"]["documents"] == 3
    assert report["summary"]["states"]["dead"] == 1
    gone = next(target for target in report["targets"] if target["url"] == web.url("/gone"))
    assert gone["status_code"] == 410
    assert gone["reasons"][0]["code"] == "http-410"
    assert [(c["document"], c["line"], c["column"]) for c in gone["citations"]] == [
        ("notes.md", 3, 8)
    ]


def test_table_and_file_can_be_had_together_and_a_report_can_be_shown_again(
    linkcheck: Cli, tmp_path: Path, web: RudeWeb
) -> None:
    write_documents(tmp_path, web)
    first = linkcheck("scan", ".", *LOCAL, "--format", "table", "-o", "report.json")
    again = linkcheck("report", "report.json")
    assert again.code == 0
    assert again.out == first.out


def test_a_report_that_is_shown_elsewhere_leads_to_its_documents(
    linkcheck: Cli, tmp_path: Path, web: RudeWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "there"
    folder.mkdir()
    write_documents(folder, web)
    monkeypatch.chdir(folder)
    linkcheck("scan", ".", *LOCAL, "-o", "report.json")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert f"{(folder / 'notes.md').as_uri()}#3" in linkcheck("report", "there/report.json").out
    shutil.move(folder / "report.json", tmp_path / "moved.json")  # nobody knows where from
    assert "file://" not in linkcheck("report", "moved.json").out


def test_fail_on_chooses_what_counts(linkcheck: Cli, tmp_path: Path, web: RudeWeb) -> None:
    (tmp_path / "a.txt").write_text(web.url("/moved-permanently"))
    assert linkcheck("scan", "a.txt", *LOCAL).code == 0
    assert linkcheck("scan", "a.txt", *LOCAL, "--fail-on", "moved").code == 1


def test_settings_come_from_file_and_environment_and_flags_win(
    linkcheck: Cli, tmp_path: Path, web: RudeWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(web.url("/gone"))
    (tmp_path / "pyproject.toml").write_text('[tool.linkcheck]\nfail-on = ["moved"]\n')
    assert linkcheck("scan", "a.txt", *LOCAL).code == 0
    monkeypatch.setenv("LINKCHECK_FAIL_ON", "dead")
    assert linkcheck("scan", "a.txt", *LOCAL).code == 1
    assert linkcheck("scan", "a.txt", *LOCAL, "--fail-on", "none").code == 0


def test_a_private_address_is_not_asked_unless_allowed(
    linkcheck: Cli, tmp_path: Path, web: RudeWeb
) -> None:
    (tmp_path / "a.txt").write_text(web.url("/ok?private"))
    linkcheck("scan", "a.txt", "--archive", "none", "--no-store")
    assert web.asked("/ok?private") == 0
    linkcheck("scan", "a.txt", *LOCAL)
    assert web.asked("/ok?private") == 1


def test_only_changed_documents_are_read_with_since(
    linkcheck: Cli, tmp_path: Path, web: RudeWeb
) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(  # noqa: S603  (fixed arguments)
            ["git", "-c", "user.name=x", "-c", "user.email=x@x.test", *arguments],  # noqa: S607
            cwd=tmp_path,
            check=True,
            capture_output=True,
        )

    (tmp_path / ".git").rmdir()
    git("init", "-q", "-b", "main")
    (tmp_path / "old.txt").write_text(web.url("/gone"))
    git("add", "old.txt")
    git("commit", "-qm", "first")
    unchanged = linkcheck("scan", ".", *LOCAL, "--since", "HEAD")
    assert unchanged.code == 0
    assert "were added or changed" in unchanged.err
    (tmp_path / "new.txt").write_text(web.url("/ok"))
    ending = linkcheck("scan", ".", *LOCAL, "--since", "HEAD", "--format", "json")
    documents = [document["path"] for document in json.loads(ending.out)["documents"]]
    assert documents == ["new.txt"]


def test_what_was_found_is_kept_in_the_store(linkcheck: Cli, tmp_path: Path, web: RudeWeb) -> None:
    (tmp_path / "a.txt").write_text(web.url("/ok"))
    store = tmp_path / "kept" / "ledger.sqlite3"
    linkcheck("scan", "a.txt", "--allow-private", "--archive", "none", "--store", str(store))
    assert store.stat().st_size > 0


def test_where_nothing_can_be_kept_it_is_said_and_checked_all_the_same(
    linkcheck: Cli, tmp_path: Path, web: RudeWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(web.url("/ok"))
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file" / "data"))
    ending = linkcheck("scan", "a.txt", "--allow-private", "--archive", "none")
    assert ending.code == 0
    assert ending.err.startswith("linkcheck: nothing is kept: ")
    assert "1 alive" in ending.out


def test_a_proxy_by_which_nobody_is_reached_is_named_without_its_password(
    linkcheck: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # it does not listen: what calls is refused
        proxy = f"127.0.0.1:{held.getsockname()[1]}"
        monkeypatch.setenv("http_proxy", f"http://me:secret@{proxy}")
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        (tmp_path / "a.txt").write_text("http://198.51.100.7/page")
        ending = linkcheck("scan", "a.txt", *LOCAL)
    assert ending.code == 4
    assert f"addresses were asked by way of http://***@{proxy}" in ending.err
    assert "secret" not in ending.err + ending.out


def test_single_addresses_are_checked(linkcheck: Cli, web: RudeWeb) -> None:
    ending = linkcheck("check", web.url("/gone"), web.url("/ok"), *LOCAL)
    assert ending.code == 1
    assert "410 Gone" in ending.out
    assert web.url("/ok") in ending.out


def test_standard_input_is_a_document(web: RudeWeb, tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603  (our own interpreter)
        [sys.executable, "-m", "linkcheck", "scan", "-", *LOCAL, "--format", "json"],
        input=f"see {web.url('/ok')} now",
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=True,
    )
    assert json.loads(done.stdout)["summary"]["states"]["alive"] == 1


@pytest.mark.skipif(sys.platform == "win32", reason="there are no POSIX pipes on Windows")
def test_a_reader_that_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n\n".join(f"https://example.org/{n}" for n in range(20000)))
    done = in_shell("linkcheck extract a.txt | head -n 1; echo ${PIPESTATUS[0]}", tmp_path)
    assert done.stdout.splitlines()[-1] == "0"
    assert done.stderr == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send SIGINT to one process")
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_leaves_a_partial_report_marked_incomplete(
    web: RudeWeb, tmp_path: Path, end: signal.Signals
) -> None:
    good, slow = web.url("/ok?before"), web.url("/hang?ctrl-c")
    (tmp_path / "a.txt").write_text(f"{good}\n\n{slow}\n")
    process = subprocess.Popen(  # noqa: S603  (our own interpreter)
        [sys.executable, "-m", "linkcheck", "scan", "a.txt", *LOCAL, "-o", "report.json"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "COLUMNS": "100"},
    )
    while not web.asked("/hang?ctrl-c") or not web.asked("/ok?before"):
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    time.sleep(0.5)  # for the answer to come in
    process.send_signal(end)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 4
    assert "interrupted" in err
    assert "Traceback" not in err
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert report["run"]["complete"] is False
    states = {target["url"]: target["state"] for target in report["targets"]}
    assert states == {good: "alive", slow: "unchecked"}
    assert read_report(tmp_path / "report.json").run.complete is False


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send SIGINT to one process")
def test_ctrl_c_ends_extract_as_incomplete(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "linkcheck", "extract", "-", "--format", "json"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    process.stdin.write("words " * 200_000)  # more than a pipe holds: it is being read
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (4, "", "linkcheck: interrupted\n")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send SIGINT to one process")
def test_an_interrupted_run_is_gone_on_with_and_nothing_is_asked_twice(
    web: RudeWeb, tmp_path: Path
) -> None:
    urls = [web.url(f"/ok?resumed-{number}") for number in range(5)]
    slow = web.url("/hang-once?resumed")
    (tmp_path / "a.txt").write_text("\n\n".join([*urls, slow]))
    kept = ("--allow-private", "--archive", "none", "--store", "ledger.sqlite3")
    command = [sys.executable, "-m", "linkcheck", "scan", "a.txt", *kept, "--format", "json"]
    process = subprocess.Popen(  # noqa: S603  (our own interpreter)
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    asked = [f"/ok?resumed-{number}" for number in range(5)] + ["/hang-once?resumed"]
    while not all(web.asked(each) for each in asked):
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    time.sleep(0.5)  # for the answers to come in
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60)
    assert process.returncode == 4
    again = subprocess.run(  # noqa: S603  (our own interpreter)
        [*command, "--resume"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "going on with an interrupted run: 5 answers kept" in again.stderr
    report = json.loads(again.stdout)
    assert report["summary"]["states"]["alive"] == 6
    assert {target["url"] for target in report["targets"] if target["cached"]} == set(urls)
    assert [web.asked(each) for each in asked] == [1, 1, 1, 1, 1, 2]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no Ctrl-Z on Windows")
def test_what_was_answered_while_it_was_stopped_is_no_silence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        (tmp_path / "a.txt").write_text(f"http://127.0.0.1:{server.getsockname()[1]}/")
        command = [sys.executable, "-m", "linkcheck", "scan", "a.txt", *LOCAL]
        process = subprocess.Popen(  # noqa: S603  (our own interpreter)
            [*command, "--timeout", "1", "--format", "json"],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        server.settimeout(60)
        caller, _ = server.accept()
        with caller:
            caller.recv(65_536)
            process.send_signal(signal.SIGSTOP)  # as Ctrl-Z does
            caller.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
            time.sleep(2)
            process.send_signal(signal.SIGCONT)
            out, _ = process.communicate(timeout=60)
    assert json.loads(out)["summary"]["states"]["alive"] == 1


def test_there_is_nothing_to_resume_after_a_complete_run(
    linkcheck: Cli, tmp_path: Path, web: RudeWeb
) -> None:
    (tmp_path / "a.txt").write_text(web.url("/ok?complete"))
    kept = ("--allow-private", "--archive", "none", "--store", "ledger.sqlite3")
    linkcheck("scan", "a.txt", *kept)
    ending = linkcheck("scan", "a.txt", *kept, "--resume")
    assert "no interrupted run over these paths" in ending.err
    assert web.asked("/ok?complete") == 2
    assert linkcheck("scan", "a.txt", "--resume", "--no-store").code == 2
