
"use strict";
{
  // Everything that comes from documents and servers is put into the page as text, never as markup.
  const PAGE = 50;
  const PRINTED = 2000;
  const SIGNS = { dead: "✗", blocked: "!", unreachable: "?", moved: "→", unchecked: "-", alive: "✓" };
  const BROKEN = new Set(["dead", "blocked", "unreachable"]);
  const SOURCES = {
    accessed: "as the citation says",
    url: "as the address says",
    document: "as the document is dated",
    git: "as the version history says",
  };

  const rows = JSON.parse(document.getElementById("rows").textContent);
  const checked = rows.some((row) => row.state);
  const $ = (id) => document.getElementById(id);
  const body = $("body");
  const heads = [...document.querySelectorAll("th[data-sort]")];
  const states = [...document.querySelectorAll("button[data-state]")];
  const numbers = new Intl.NumberFormat("en");
  const collator = new Intl.Collator("en", { numeric: true });

  const view = { states: new Set(), words: [], document: "", remedied: false, sort: "state", down: false, page: 0 };
  const open = new Set();
  let fitting = [];

  // ------------------------------------------------------------ elements

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }

  function shownAddress(address) {
    if (!address.link) return make("span", { class: "address" }, address.read || address.text);
    return make(
      "a",
      { class: "address outside", href: address.text, rel: "noreferrer noopener", target: "_blank" },
      address.read || address.text,
      make("span", { class: "quiet" }, " (opens in a new tab)"),
    );
  }

  function copyButton(address) {
    if (!navigator.clipboard || !address.link) return null;
    const about = make("span", { class: "quiet" }, ` ${address.text}`);
    const button = make("button", { type: "button", class: "copy" }, "Copy", about);
    button.addEventListener("click", async () => {
      let said = "Copied";
      try {
        await navigator.clipboard.writeText(address.text);
      } catch {
        said = "The browser does not allow it";
      }
      button.firstChild.data = said;
      setTimeout(() => { button.firstChild.data = "Copy"; }, 1500);
    });
    return button;
  }

  function sentence(row, place, tag) {
    // The words that stand in the document are marked where the sentence has them.
    if (!place.context) return null;
    const needle = [place.text, row.address.text, place.label].find((text) => text && place.context.includes(text));
    if (!needle) return make(tag, { class: "sentence" }, place.context);
    const [before, ...after] = place.context.split(needle);
    return make(tag, { class: "sentence" }, before, make("mark", {}, needle), after.join(needle));
  }

  // ------------------------------------------------------------ a row

  function firstPlace(row) {
    return row.places.find((place) => !view.document || place.document === view.document) || row.places[0];
  }

  function cell(name, ...children) {
    return make("td", { role: "cell", class: `c-${name}` }, ...children);
  }

  function rowElements(row) {
    const isOpen = open.has(row);
    const place = firstPlace(row);
    const line = make(
      "tr",
      { role: "row", class: isOpen ? "row open" : "row" },
      cell("state", toggleOf(row, isOpen)),
      addressCell(row),
      placeCell(row, place),
      cell("date", place && place.date ? place.date : null),
      insteadCell(row),
    );
    return isOpen ? [line, detail(row)] : [line];
  }

  function toggleOf(row, isOpen) {
    const name = row.state ? `${SIGNS[row.state]} ${row.state}` : "Details";
    const toggle = make(
      "button",
      { type: "button", class: "toggle", "aria-expanded": String(isOpen) },
      make("span", { class: row.state ? `verdict fg-${row.state}` : "verdict" }, name),
      row.certainty ? make("span", { class: "certainty" }, row.certainty) : null,
      make("span", { class: "quiet" }, ` Evidence for ${row.address.text}`),
    );
    toggle.addEventListener("click", () => {
      const line = toggle.closest("tr");
      const opens = !open.has(row);
      if (opens) {
        open.add(row);
        line.after(detail(row));
      } else {
        open.delete(row);
        line.nextElementSibling.remove();
      }
      line.classList.toggle("open", opens);
      toggle.setAttribute("aria-expanded", String(opens));
    });
    return toggle;
  }

  function addressCell(row) {
    const why = [...(row.why || []).slice(0, 1), ...(row.also || [])];
    return cell("address", shownAddress(row.address), ...why.map((text) => make("p", { class: "sub" }, text)));
  }

  function placeCell(row, place) {
    if (!place) return cell("place");
    const more = row.places.length - 1;
    return cell(
      "place",
      make("span", { class: "path", dir: "ltr" }, place.document),
      ", ",
      make("span", {}, place.place),
      more ? make("span", { class: "sub" }, more === 1 ? " and one more place" : ` and ${numbers.format(more)} more places`) : null,
      sentence(row, place, "p"),
    );
  }

  function insteadCell(row) {
    const found = row.instead;
    if (!found) return cell("instead", row.archive && BROKEN.has(row.state) ? make("p", { class: "sub" }, row.archive) : null);
    return cell(
      "instead",
      shownAddress(found.address),
      make("p", { class: "sub" }, found.suggested ? found.what : `a copy to read: ${found.what}`),
      copyButton(found.address),
    );
  }

  // ------------------------------------------------------------ what is behind it

  function detail(row) {
    const panels = make("div", { class: "panels" }, citedPanel(row));
    if (row.state) panels.append(evidencePanel(row));
    const holder = make("td", { role: "cell", colspan: "5" }, panels);
    return make("tr", { role: "row", class: "detail" }, holder);
  }

  function citedPanel(row) {
    const places = row.places.map((place) =>
      make(
        "li",
        {},
        make("span", { class: "path", dir: "ltr" }, place.document),
        `, ${place.place}`,
        place.date ? make("span", { class: "sub" }, ` · cited ${place.date} (${SOURCES[place.source]})`) : null,
        place.kind ? make("span", { class: "sub" }, ` · ${place.kind.toUpperCase()}`) : null,
        place.fragment ? make("span", { class: "sub" }, ` · at #${place.fragment}`) : null,
        sentence(row, place, "blockquote") || make("blockquote", {}, place.text),
        place.others ? make("p", { class: "sub" }, `It could also be read as ${place.others.join(" or ")}`) : null,
      ),
    );
    const title = places.length === 1 ? "Where it is cited" : `Where it is cited, ${numbers.format(places.length)} times`;
    return make("div", {}, make("h3", {}, title), make("ul", {}, ...places));
  }

  function evidencePanel(row) {
    const facts = [["Why", make("span", {}, (row.why || []).join("; "))]];
    const check = row.evidence;
    if (check) {
      const asked = check.attempts === 1 ? "" : `, asked ${check.attempts} times`;
      const before = check.cached ? ", known from an earlier run" : "";
      facts.push(["Checked", `${check.at}${asked}${before}`]);
      facts.push(["Answer", check.status ? `status ${check.status} after ${time(check.ms)}` : `none after ${time(check.ms)}`]);
      if (check.title) facts.push(["Title", make("bdi", {}, check.title)]);
      if (check.hops) facts.push(["Redirects", make("ol", {}, ...check.hops.map((hop) => make("li", {}, `${hop.status} `, shownAddress(hop))))]);
      if (check.final && check.final.text !== row.address.text) facts.push(["Led to", shownAddress(check.final)]);
    }
    if (row.archive) facts.push(["Archive", row.archive]);
    if (row.copy) facts.push(["Copy", shownAddress(row.copy)]);
    const list = make("dl", {});
    for (const [name, value] of facts) list.append(make("dt", {}, name), make("dd", {}, value));
    return make("div", {}, make("h3", {}, "Evidence"), list);
  }

  function time(ms) {
    return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
  }

  // ------------------------------------------------------------ which rows, in which order

  function searchable(row) {
    row.haystack ??= [
      row.address.text,
      row.address.read || "",
      ...(row.why || []),
      row.instead ? row.instead.address.text : "",
      row.evidence ? row.evidence.title || "" : "",
      ...row.places.flatMap((place) => [place.document, place.label || "", place.context || "", place.text || ""]),
    ].join("\n").toLowerCase();
    return row.haystack;
  }

  function fits(row) {
    return (
      (!view.states.size || view.states.has(row.state)) &&
      (!view.remedied || row.instead) &&
      (!view.document || row.places.some((place) => place.document === view.document)) &&
      view.words.every((word) => searchable(row).includes(word))
    );
  }

  function compared(first, second) {
    return first < second ? -1 : Number(first > second);
  }

  function byPlace(a, b) {
    const first = a.first;
    const second = b.first;
    if (!first || !second) return Number(!first) - Number(!second);
    return order.get(first.document) - order.get(second.document) || first.line - second.line || first.column - second.column;
  }

  // What has no date, and what has nothing to put instead, comes last either way.
  const ORDERS = {
    state: { lacks: () => false, compare: (a, b) => (a.rank || 0) - (b.rank || 0) },
    address: { lacks: () => false, compare: (a, b) => compared(a.address.text, b.address.text) },
    place: { lacks: (row) => !row.first, compare: byPlace },
    date: { lacks: (row) => !row.first || !row.first.date, compare: (a, b) => compared(a.first.date, b.first.date) },
    instead: { lacks: (row) => !row.instead, compare: (a, b) => compared(a.instead.address.text, b.instead.address.text) },
  };

  function sorted(some) {
    const { lacks, compare } = ORDERS[view.sort];
    const direction = view.down ? -1 : 1;
    for (const row of some) row.first = firstPlace(row);
    return some.sort((a, b) => {
      const missing = Number(lacks(a)) - Number(lacks(b));
      return missing || (lacks(a) ? 0 : direction * compare(a, b)) || byPlace(a, b);
    });
  }

  // ------------------------------------------------------------ drawing

  function update() {
    fitting = sorted(rows.filter(fits));
    view.page = 0;
    for (const head of heads) {
      if (head.dataset.sort === view.sort) head.setAttribute("aria-sort", view.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    for (const button of states) button.setAttribute("aria-pressed", String(view.states.has(button.dataset.state)));
    const all = fitting.length === rows.length;
    $("count").textContent = all
      ? `${numbers.format(rows.length)} ${rows.length === 1 ? "address" : "addresses"}`
      : `${numbers.format(fitting.length)} of ${numbers.format(rows.length)} addresses`;
    $("reset").hidden = all;
    $("none").hidden = fitting.length > 0 || !rows.length;
    draw();
  }

  function draw() {
    const start = view.page * PAGE;
    const last = Math.max(Math.ceil(fitting.length / PAGE) - 1, 0);
    body.replaceChildren(...fitting.slice(start, start + PAGE).flatMap(rowElements));
    $("pages").hidden = last === 0;
    $("previous").disabled = view.page === 0;
    $("next").disabled = view.page === last;
    const end = Math.min(start + PAGE, fitting.length);
    $("page").textContent = `${numbers.format(start + 1)} to ${numbers.format(end)} of ${numbers.format(fitting.length)}`;
  }

  function turn(by) {
    view.page += by;
    draw();
    $("table").scrollIntoView();
  }

  function reset() {
    view.states.clear();
    Object.assign(view, { words: [], document: "", remedied: false });
    $("search").value = "";
    $("document").value = "";
    $("remedied").checked = false;
    update();
    $("search").focus();
  }

  // ------------------------------------------------------------ what a reader does

  let waiting = 0;
  $("search").addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      view.words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
      update();
    }, 120);
  });
  $("document").addEventListener("change", (event) => { view.document = event.target.value; update(); });
  $("remedied").addEventListener("change", (event) => { view.remedied = event.target.checked; update(); });
  $("reset").addEventListener("click", reset);
  $("again").addEventListener("click", reset);
  $("previous").addEventListener("click", () => turn(-1));
  $("next").addEventListener("click", () => turn(1));
  for (const button of states) {
    button.addEventListener("click", () => {
      const state = button.dataset.state;
      if (!view.states.delete(state)) view.states.add(state);
      update();
    });
  }
  for (const head of heads) {
    head.firstElementChild.addEventListener("click", () => {
      const again = view.sort === head.dataset.sort;
      Object.assign(view, { sort: head.dataset.sort, down: again && !view.down });
      update();
    });
  }
  // On paper there are no pages to turn: all that fits the filters is printed, up to a limit.
  window.addEventListener("beforeprint", () => {
    body.replaceChildren(...fitting.slice(0, PRINTED).flatMap(rowElements));
    $("rest").hidden = fitting.length <= PRINTED;
    $("rest").textContent = `The first ${numbers.format(PRINTED)} of ${numbers.format(fitting.length)} addresses. Filter the table to print others.`;
  });
  window.addEventListener("afterprint", () => {
    $("rest").hidden = true;
    draw();
  });

  // ------------------------------------------------------------ the start

  const paths = new Set(rows.flatMap((row) => row.places.map((place) => place.document)));
  const ordered = [...paths].sort(collator.compare);
  const order = new Map(ordered.map((path, number) => [path, number]));
  for (const path of ordered) $("document").append(make("option", { value: path }, path));
  if (!checked) {
    document.body.classList.add("unchecked");
    view.sort = "place";
  }
  update();
}
