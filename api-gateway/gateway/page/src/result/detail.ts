/** One element: who it is, what changed of it, old and new beside each other, and what could not be compared. */

import type { Aspect, Row, Units } from "../api/types";
import { button, fill, h } from "../dom";
import { ASPECT_NAMES, type Fact, type FactGroup, type Section, sectionsOf } from "../words/change";
import { KIND_NAMES } from "../words/summary";

const WHAT_A_KIND_MEANS: Readonly<Record<Row["kind"], string>> = {
  added: "Only the new model has this element.",
  deleted: "Only the old model has this element.",
  changed: "",
  matched: "Both models have this element, under another GlobalId each; nothing else of it was found to differ.",
  unknown: "No change was found, but not all of it could be compared.",
};

export class Detail {
  readonly element = h("section", { class: "detail", "aria-label": "Selected element", hidden: true });

  constructor(
    private readonly units: Units,
    private readonly onClose: () => void,
  ) {}

  show(row: Row): void {
    const meaning = WHAT_A_KIND_MEANS[row.kind];
    this.fill(
      row.name || row.class || row.guid,
      h("span", { class: "kind", "data-kind": row.kind }, KIND_NAMES[row.kind]),
      identity(row),
      meaning && h("p", {}, meaning),
      ...sectionsOf(row.change, this.units).map(sectionElement),
      unknownElement(row.unknown),
    );
  }

  /** Tells of an element of the building that no change tells of. */
  showUnchanged(guid: string, className: string, storey: string): void {
    this.fill(
      className,
      h("span", { class: "kind" }, "Unchanged"),
      facts([["GlobalId", guid], ["Storey", storey]]),
      h("p", {}, "Nothing that was compared differs."),
    );
  }

  hide(): void {
    this.element.hidden = true;
  }

  private fill(title: string, badge: HTMLElement, ...content: (HTMLElement | string | false | null)[]): void {
    const close = button("Close", this.onClose, { class: "link" });
    fill(this.element, h("div", { class: "detail-head" }, badge, close), h("h2", {}, title), ...content);
    this.element.hidden = false;
    this.element.scrollTop = 0;
  }
}

function identity(row: Row): HTMLElement {
  return facts([
    ["Class", row.class],
    ["Type", row.type],
    ["Storey", row.storey],
    ["Tag", row.tag],
    ["GlobalId", row.guid],
    ["Old GlobalId", row.matched?.old ?? null],
    ["Found again by", row.matched?.by ?? null],
  ]);
}

function facts(pairs: [string, string | null][]): HTMLElement {
  const told = pairs.filter((pair): pair is [string, string] => Boolean(pair[1]));
  return h("dl", { class: "facts" }, ...told.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
}

function sectionElement({ aspect, lines, items, groups }: Section): HTMLElement {
  return h(
    "section",
    { class: "aspect" },
    h("h3", {}, ASPECT_NAMES[aspect]),
    ...lines.map((line) => h("p", { class: "line" }, capital(line))),
    ...items.map((item) => h("p", { class: "line quiet" }, item)),
    ...groups.map((group) => groupElement(group, ASPECT_NAMES[aspect])),
  );
}

/** A table of values facing each other; also for what changed about the model itself. */
export function groupElement({ title, facts: told }: FactGroup, label: string): HTMLElement {
  const named = told.some((fact) => fact.name);
  const head = ["Old", "New"].map((side) => h("th", { scope: "col" }, side));
  return h(
    "table",
    { class: "sides", "aria-label": title ?? label },
    title ? h("caption", {}, title) : null,
    h("thead", {}, h("tr", {}, named && h("th", { scope: "col" }, "Name"), ...head)),
    h("tbody", {}, ...told.map((fact) => factRow(fact, named))),
  );
}

function factRow(fact: Fact, named: boolean): HTMLElement {
  const same = fact.old === fact.new;
  return h(
    "tr",
    { class: same && "same" },
    named && h("th", { scope: "row" }, ...breakable(fact.name), fact.inherited ? h("span", { class: "quiet inherited" }, "from its type") : null),
    side(fact.old, same ? "" : "was"),
    side(fact.new, same ? "" : "is"),
  );
}

/** A name that may go on in the next line between its words: `Thermal|Transmittance`. */
function breakable(name: string): (HTMLElement | string)[] {
  return name.split(/(?<=[a-z])(?=[A-Z])/).flatMap((word, index) => (index ? [h("wbr"), word] : [word]));
}

function side(value: string | null, mark: string): HTMLElement {
  return h("td", { class: value === null ? "nothing" : mark }, value ?? "none");
}

function unknownElement(unknown: Row["unknown"]): HTMLElement | null {
  const told = Object.entries(unknown);
  if (!told.length) return null;
  return h(
    "section",
    { class: "aspect" },
    h("h3", {}, "Not compared"),
    ...told.map(([aspect, reason]) => h("p", { class: "line" }, `${ASPECT_NAMES[aspect as Aspect] ?? aspect}: ${reason}`)),
  );
}

function capital(line: string): string {
  return line.charAt(0).toUpperCase() + line.slice(1);
}
