/** One element: who it is, what changed of it, old and new beside each other, and what could not be compared. */

import type { Kinds, Row, TextRow } from "../api/types";
import { button, fill, h } from "../dom";
import { capital } from "../words/capital";
import { grouping, sidesTable } from "./sides";

export class Detail {
  readonly element = h("section", { class: "detail", "aria-label": "Selected element", hidden: true });

  constructor(
    private readonly kinds: Kinds,
    private readonly onClose: () => void,
  ) {}

  show(row: Row): void {
    const { name, meaning } = this.kinds[row.kind];
    this.fill(
      row.name || row.class || row.guid,
      h("span", { class: "kind", "data-kind": row.kind }, capital(name)),
      identity(row),
      h("p", {}, meaning),
      ...grouping(row.rows, ({ aspect }) => aspect).map(([aspect, rows]) => section(capital(aspect || this.kinds.matched.name), rows)),
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
  ]);
}

function facts(pairs: [string, string | null][]): HTMLElement {
  const told = pairs.filter((pair): pair is [string, string] => Boolean(pair[1]));
  return h("dl", { class: "facts" }, ...told.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
}

/** What is told of one aspect: what happened, then values facing each other, a table for each property set. */
function section(title: string, rows: readonly TextRow[]): HTMLElement {
  const sided = rows.filter(({ old }) => old !== null);
  return h(
    "section",
    { class: "aspect" },
    h("h3", {}, title),
    ...rows.filter(({ old }) => old === null).map(statement),
    ...grouping(sided, ({ set }) => set).map(([set, told]) => sidesTable(set, told, title)),
  );
}

function statement(row: TextRow): HTMLElement {
  return h("p", { class: "line" }, capital(row.new), row.note ? h("span", { class: "quiet" }, ` ${row.note}`) : null);
}
