"use strict";
// Details, filter and keyboard of the page. Everything shown is set as text, never as markup.
(() => {
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("data").textContent);
  const report = $("report"), sheet = $("sheet"), filters = $("filters");
  const narrow = matchMedia("(max-width: 1099px)"), small = matchMedia("(max-width: 640px)"), help = [...$("detail").childNodes];
  const spans = [...report.querySelectorAll(".item[id]")];
  if (!spans.length) return;

  const parts = new Map(); // number of an item → its stretches, where words around the report cut it
  for (const span of report.querySelectorAll(".item")) {
    const n = +span.dataset.n;
    parts.set(n, [...(parts.get(n) ?? []), span]);
  }
  const numbers = spans.map((span) => +span.dataset.n);
  const words = new Map(numbers.map((n) => [n, parts.get(n).map((s) => s.textContent).join("")]));
  const mark = (n) => parts.get(n)[0].querySelector(".mark");
  let shown = numbers, current = null, closing = false;

  // ---- details
  const make = (tag, text, name) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (name) element.className = name;
    return element;
  };
  const append = (parent, ...children) => (parent.append(...children.filter(Boolean)), parent);

  function targetTable(targets) {
    const table = make("table"), head = append(table.createTHead().insertRow());
    for (const title of ["指标与范围", "目标值", "时限"]) {
      const cell = make("th", title);
      cell.scope = "col";
      head.append(cell);
    }
    const body = table.createTBody();
    for (const [indicator, amount, measure, scope, due] of targets) {
      const row = body.insertRow();
      const first = append(make("th", indicator || "（未写明）"), make("small", [scope, measure].filter(Boolean).join("　")));
      first.scope = "row";
      append(row, first, make("td", amount, "amount"), make("td", due || "—"));
    }
    return table;
  }

  function factList(item, n) {
    const list = make("dl", undefined, "facts");
    const add = (name, ...values) => values.length && append(list, make("dt", name), ...values.map((v) => append(make("dd"), v)));
    for (const role of ["牵头", "配合"]) {
      add(`建议${role}`, ...(item.offices ?? []).filter((o) => o[1] === role).map(([name, , why]) => append(make("span", name), make("small", why))));
    }
    add("项目", ...(item.projects ?? []).map(([name, stage]) => append(make("span", name), make("b", stage, "stage"))));
    add("地区", ...(item.places ?? []));
    add("非承诺的数", ...(item.context ?? []));
    if (data.sections[item.section]) add("章节", data.sections[item.section]);
    if (item.rules) add("规则", item.rules.join("、"));
    const link = make("a", `第 ${n + 1} 项`);
    link.href = "#" + parts.get(n)[0].id;
    add("链接", append(make("span"), link, make("small", `原文第 ${item.at[0] + 1} 至 ${item.at[1]} 字`)));
    return list;
  }

  function showDetails(n) {
    const item = data.items[n], [shape, name] = data.kinds[item.kind];
    const state = append(make("p", undefined, "state"), make("span", shape, "sign " + item.kind), make("b", name), make("span", item.tense));
    if (item.vague) append(state, make("small", `存疑：${data.vague}`));
    $("detail").replaceChildren(...[make("blockquote", words.get(n)), state, item.targets && targetTable(item.targets), factList(item, n)].filter(Boolean));
    const at = shown.indexOf(n);
    $("place").textContent = at < 0 ? `${n + 1}` : `${at + 1} / ${shown.length}`;
    sheet.scrollTop = 0;
  }

  function select(n, { focus = true, scroll = true } = {}) {
    release();
    if (current !== null) mark(current).tabIndex = -1;
    current = n;
    for (const span of parts.get(n)) span.classList.add("on");
    mark(n).setAttribute("aria-current", "true");
    mark(n).tabIndex = 0;
    showDetails(n);
    sheet.classList.add("open");
    document.body.classList.add("chosen");
    history.replaceState(null, "", "#" + parts.get(n)[0].id);
    if (focus) mark(n).focus({ preventScroll: true });
    if (scroll) parts.get(n)[0].scrollIntoView({ block: "nearest" });
  }

  function release() {
    if (current === null) return;
    for (const span of parts.get(current)) span.classList.remove("on");
    mark(current).removeAttribute("aria-current");
  }

  // The place in the text stays: j and k go on from there.
  function close() {
    if (!sheet.classList.contains("open")) return;
    release();
    sheet.classList.remove("open");
    document.body.classList.remove("chosen");
    $("detail").replaceChildren(...help);
    history.replaceState(null, "", location.href.split("#")[0]);
    closing = true;
    mark(current).focus({ preventScroll: true });
    closing = false;
  }

  function step(by) {
    if (!shown.length) return;
    const at = shown.indexOf(current);
    if (at >= 0) return select(shown[Math.min(Math.max(at + by, 0), shown.length - 1)]);
    const from = current ?? firstInView();
    const after = shown.findIndex((n) => n >= from);
    select(shown[by > 0 ? (after < 0 ? shown.length - 1 : after) : Math.max((after < 0 ? shown.length : after) - 1, 0)]);
  }

  const firstInView = () => shown.find((n) => parts.get(n)[0].getBoundingClientRect().bottom > 96) ?? shown[0];

  // ---- filter
  function wanted() {
    const form = new FormData(filters), text = (form.get("text") ?? "").trim().toLowerCase();
    const kinds = form.getAll("kind"), office = form.get("office"), tense = form.get("tense");
    return (n) => {
      const item = data.items[n];
      return (!kinds.length || kinds.includes(item.kind)) && (!form.get("amounts") || item.targets) && (!tense || item.tense === tense)
        && (!office || (item.offices ?? []).some((o) => o[0] === office)) && (!text || words.get(n).toLowerCase().includes(text));
    };
  }

  function filter() {
    const test = wanted();
    shown = numbers.filter(test);
    const kept = new Set(shown), all = shown.length === numbers.length;
    for (const [n, stretches] of parts) for (const span of stretches) span.classList.toggle("off", !kept.has(n));
    hideEmpty(all);
    highlight(new FormData(filters).get("text").trim().toLowerCase());
    $("none").hidden = shown.length > 0;
    $("shown").textContent = all ? `共 ${numbers.length} 项` : `${shown.length} / ${numbers.length} 项`;
    $("clear").disabled = all;
    if (sheet.classList.contains("open")) showDetails(current);
  }

  // Paragraphs without a match go, and headings with nothing left under them. Read backwards: `below` is the
  // level of the nearest thing kept that has no heading yet.
  function hideEmpty(all) {
    let below = 0;
    for (const block of [...report.children].reverse()) {
      if (block.matches(".para")) {
        block.hidden = !all && !block.querySelector(".item:not(.off)");
        if (!block.hidden) below = Infinity;
      } else if (block.matches(".masthead, .spoken")) {
        block.hidden = !all;
      } else if (block.dataset.level) {
        block.hidden = !all && below <= +block.dataset.level;
        if (!block.hidden) below = +block.dataset.level;
      }
    }
  }

  function highlight(text) {
    if (!("highlights" in CSS)) return;
    CSS.highlights.delete("found");
    if (!text) return;
    const found = new Highlight();
    for (const n of shown.slice(0, 2000)) for (const span of parts.get(n)) {
      const walker = document.createTreeWalker(span, NodeFilter.SHOW_TEXT);
      for (let node; (node = walker.nextNode()); ) {
        for (let at = -1; (at = node.data.toLowerCase().indexOf(text, at + 1)) >= 0; ) {
          const range = new Range();
          range.setStart(node, at);
          range.setEnd(node, Math.min(at + text.length, node.length));
          found.add(range);
        }
      }
    }
    CSS.highlights.set("found", found);
  }

  // ---- where we are in the contents
  const lines = [...document.querySelectorAll("#contents > details > ol > li")];
  const starts = lines.map((line) => document.getElementById(line.firstElementChild.hash.slice(1)));
  let waiting = false;
  function follow() {
    waiting = false;
    if (!lines.length) return;
    let at = starts.length - 1;
    while (at > 0 && (starts[at].hidden || starts[at].getBoundingClientRect().top > innerHeight / 3)) at--;
    if (lines[at].hasAttribute("aria-current")) return;
    for (const line of lines) line.removeAttribute("aria-current");
    lines[at].setAttribute("aria-current", "true");
    $("contents").scrollTop = lines[at].offsetTop - 8;
  }
  addEventListener("scroll", () => { if (!waiting) { waiting = true; requestAnimationFrame(follow); } }, { passive: true });

  // ---- events
  report.addEventListener("click", (event) => {
    const span = event.target.closest(".item");
    if (!span || !getSelection().isCollapsed) return;
    event.preventDefault();
    select(+span.dataset.n, { scroll: narrow.matches });
    if (event.detail === 0) sheet.focus({ preventScroll: true }); // Enter on the mark
  });
  report.addEventListener("focusin", (event) => {
    const span = event.target.closest(".item");
    if (span && !closing && !span.classList.contains("on")) select(+span.dataset.n, { focus: false });
  });
  filters.addEventListener("input", filter);
  filters.addEventListener("submit", (event) => event.preventDefault());
  filters.addEventListener("reset", () => setTimeout(filter));
  $("previous").addEventListener("click", () => step(-1));
  $("next").addEventListener("click", () => step(1));
  $("close").addEventListener("click", close);
  $("print").addEventListener("click", () => print());

  const ARROWS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
  const search = filters.elements.text;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.matches("input:not([type=checkbox]), select, textarea");
    const onMark = event.target.matches(".mark");
    if (event.key === "Escape") {
      if (typing && search.value === "") search.blur();
      else if (!typing) close();
    } else if (onMark && ARROWS[event.key]) go(event, () => step(ARROWS[event.key]));
    else if (typing || !$("keys").checked) return;
    else if (event.key === "j") go(event, () => step(1));
    else if (event.key === "k") go(event, () => step(-1));
    else if (event.key === "/") go(event, () => { filters.querySelector("details").open = true; search.focus(); search.select(); });
  });
  const go = (event, act) => { event.preventDefault(); act(); };

  function fromAddress() {
    const at = spans.findIndex((span) => "#" + span.id === decodeURIComponent(location.hash));
    if (at >= 0 && numbers[at] !== current) {
      select(numbers[at], { focus: false, scroll: false });
      spans[at].scrollIntoView({ block: "center" });
    }
  }
  addEventListener("hashchange", fromAddress);

  // ---- start
  for (const span of spans) span.firstElementChild.tabIndex = -1;
  spans[0].firstElementChild.tabIndex = 0;
  filters.hidden = sheet.hidden = $("print").hidden = $("keys-help").hidden = false;
  document.documentElement.classList.add("live");
  // What sticks below the filter, and where a jump lands, goes by the filter's height.
  new ResizeObserver(() => document.documentElement.style.setProperty("--top", `${filters.offsetHeight + 16}px`)).observe(filters);
  for (const [query, id] of [[narrow, "contents"], [small, "filters"]]) {
    const fold = () => { if ($(id)) $(id).firstElementChild.open = !query.matches; };
    query.addEventListener("change", fold);
    fold();
  }
  filter();
  follow();
  fromAddress();
})();
