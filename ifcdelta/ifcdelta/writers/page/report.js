// The report's table: filters, sorts and shows the elements a page at a time. Sets text, never markup. Fetches nothing.
"use strict";
(() => {
  const [KIND, GUID, CLASS, NAME, TAG, TYPE, STOREY, VALUES, FACT] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const PAGE = 50;
  const ON_PAPER = 1000;
  const FEW = 8;

  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const byId = (id) => document.getElementById(id);
  const labels = read("labels");
  const rows = read("rows");
  const texts = read("texts");
  const form = byId("filters");
  const table = byId("table");
  const opened = new Set();
  let shown = rows;
  let first = 0;
  let haystacks = null;

  const number = (value) => value.toLocaleString("en");
  const make = (name, text, attributes = {}) => {
    const element = document.createElement(name);
    element.textContent = text;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };

  // All that can be searched of an element, in lower case; made when it is first asked for.
  const haystack = (row) => {
    const values = row[VALUES].map((value) => [texts[value[1]], ...value.slice(2)].join("\n"));
    return [row[GUID], row[NAME], row[TAG], texts[row[CLASS]], texts[row[TYPE]], texts[row[STOREY]], ...values]
      .join("\n")
      .toLowerCase();
  };

  const compare = new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare;
  const SORTS = {
    kind: null,
    class: (row) => texts[row[CLASS]],
    name: (row) => row[NAME],
    storey: (row) => texts[row[STOREY]],
    type: (row) => texts[row[TYPE]],
  };

  const sorted = (found, by) => {
    const key = SORTS[by];
    if (!key) return found;
    const ranks = new Map();
    const names = [...new Set(found.map(key))].sort(compare);
    names.forEach((name, rank) => ranks.set(name, rank));
    return [...found].sort((one, other) => ranks.get(key(one)) - ranks.get(key(other)));
  };

  const filter = () => {
    const asked = new FormData(form);
    const words = asked.get("q").toLowerCase().split(/\s+/).filter(Boolean);
    const kinds = new Set(asked.getAll("kind").map(Number));
    const [class_, storey, aspect, fact] = ["class", "storey", "aspect", "fact"].map((name) =>
      asked.get(name) === "" ? null : Number(asked.get(name)),
    );
    if (words.length && !haystacks) haystacks = new Map(rows.map((row) => [row, haystack(row)]));
    const found = rows.filter(
      (row) =>
        kinds.has(row[KIND]) &&
        (class_ === null || row[CLASS] === class_) &&
        (storey === null || row[STOREY] === storey) &&
        (fact === null || row[FACT] === fact) &&
        (aspect === null || row[VALUES].some((value) => value[0] === aspect)) &&
        words.every((word) => haystacks.get(row).includes(word)),
    );
    shown = sorted(found, asked.get("sort"));
    first = 0;
    draw();
  };

  const valueCells = (value) => {
    const [aspect, field, ...sides] = value;
    const cells = [
      make("td", texts[aspect], { "data-label": "Aspect" }),
      make("td", texts[field], { "data-label": "Field" }),
    ];
    if (sides.length === 1) {
      cells.push(make("td", sides[0], { "data-label": "What", class: "told", colspan: 2 }));
    } else {
      ["Old", "New"].forEach((label, side) => {
        const cell = make("td", "", { "data-label": label });
        cell.append(make("span", sides[side], { class: label.toLowerCase() }));
        cells.push(cell);
      });
    }
    return cells;
  };

  const elementCells = (row, span) => {
    const label = labels[row[KIND]];
    const kind = make("td", "", { rowspan: span });
    kind.append(make("span", label, { class: `kind ${label.replaceAll(" ", "-")}` }));
    const element = make("th", "", { rowspan: span, scope: "rowgroup" });
    const about = [texts[row[CLASS]], texts[row[TYPE]], row[TAG]].filter(Boolean).join(" · ");
    element.append(
      make("span", row[NAME] || "(no name)", { class: "name" }),
      make("span", about, { class: "about" }),
      make("code", row[GUID]),
    );
    return [kind, element, make("td", texts[row[STOREY]], { rowspan: span })];
  };

  const body = (row, all) => {
    const values = all || opened.has(row) ? row[VALUES] : row[VALUES].slice(0, FEW);
    const hidden = row[VALUES].length - values.length;
    const group = document.createElement("tbody");
    const lines = Math.max(values.length, 1) + (hidden ? 1 : 0);
    for (let line = 0; line < lines; line += 1) {
      const tr = document.createElement("tr");
      if (line === 0) tr.append(...elementCells(row, lines));
      if (line < values.length) tr.append(...valueCells(values[line]));
      else if (hidden) {
        const cell = make("td", "", { colspan: 4 });
        const more = make("button", `${hidden} more of this element`, { type: "button", class: "rest" });
        more.addEventListener("click", () => {
          opened.add(row);
          const whole = body(row, true);
          whole.tabIndex = -1;
          group.replaceWith(whole);
          whole.focus();
        });
        cell.append(more);
        tr.append(cell);
      } else tr.append(make("td", "", { colspan: 4 }));
      group.append(tr);
    }
    return group;
  };

  const fill = (some, all) => {
    for (const old of [...table.tBodies]) old.remove();
    table.append(...some.map((row) => body(row, all)));
  };

  const draw = () => {
    const last = Math.min(first + PAGE, shown.length);
    fill(shown.slice(first, last), false);
    byId("status").textContent =
      shown.length === rows.length
        ? `${number(rows.length)} elements`
        : `${number(shown.length)} of ${number(rows.length)} elements`;
    byId("page").textContent = shown.length ? `${number(first + 1)} to ${number(last)} of ${number(shown.length)}` : "None";
    byId("pages").hidden = shown.length <= PAGE;
    for (const button of byId("pages").querySelectorAll("button")) {
      button.disabled = /first|previous/.test(button.dataset.go) ? first === 0 : last === shown.length;
    }
  };

  const go = (where) => {
    const end = Math.max(Math.ceil(shown.length / PAGE) - 1, 0) * PAGE;
    first = { first: 0, previous: Math.max(first - PAGE, 0), next: Math.min(first + PAGE, end), last: end }[where];
    draw();
    table.scrollIntoView({ block: "start" });
  };

  const offer = (name, numbers) => {
    const select = form.elements[name];
    select.append(make("option", "all", { value: "" }));
    const names = [...numbers].sort((one, other) => compare(texts[one], texts[other]));
    for (const each of names) select.append(make("option", texts[each] || "—", { value: each }));
  };

  const begin = () => {
    offer("class", new Set(rows.map((row) => row[CLASS])));
    offer("storey", new Set(rows.map((row) => row[STOREY])));
    offer("aspect", new Set(rows.flatMap((row) => row[VALUES].map((value) => value[0])).filter((each) => texts[each])));
    form.elements.fact.append(make("option", "all", { value: "" }));
    for (const button of document.querySelectorAll("button[data-fact]")) {
      const line = button.closest("details").querySelector(".line").textContent;
      form.elements.fact.append(make("option", line.length > 70 ? `${line.slice(0, 69)}…` : line, { value: button.dataset.fact }));
      button.hidden = false;
      button.addEventListener("click", () => {
        form.reset();
        form.elements.fact.value = button.dataset.fact;
        byId("all").open = true;
        setTimeout(() => {
          filter();
          form.scrollIntoView({ block: "start" });
          form.elements.fact.focus();
        });
      });
    }
    for (const name of Object.keys(SORTS)) form.elements.sort.append(make("option", name, { value: name }));
    const counts = labels.map((_, kind) => rows.filter((row) => row[KIND] === kind).length);
    labels.forEach((label, kind) => {
      if (!counts[kind]) return;
      const choice = make("label", "");
      const box = make("input", "", { type: "checkbox", name: "kind", value: kind });
      box.defaultChecked = true;
      choice.append(box, make("span", label, { class: `kind ${label.replaceAll(" ", "-")}` }), number(counts[kind]));
      byId("kinds").append(choice);
    });
    form.hidden = !rows.length;
    table.hidden = !rows.length;
  };

  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 120);
  });
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  byId("pages").addEventListener("click", (event) => event.target.dataset.go && go(event.target.dataset.go));
  // On paper is what is open; there are no pages to turn: what the filters show, in whole, as far as paper is for it.
  addEventListener("beforeprint", () => {
    if (!byId("all").open) return;
    fill(shown.slice(0, ON_PAPER), true);
    const cut = shown.length > ON_PAPER ? `; the first ${number(ON_PAPER)} of them follow, filters choose others` : "";
    byId("status").textContent = `${number(shown.length)} of ${number(rows.length)} elements${cut}`;
  });
  addEventListener("afterprint", draw);
  begin();
  filter();
})();
