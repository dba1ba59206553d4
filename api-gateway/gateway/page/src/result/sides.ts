/** Old and new texts facing each other, in a table. Knows no aspect. */

import type { TextRow } from "../api/types";
import { h } from "../dom";

/** Returns the rows by what `key` says of them, in the order of their first. */
export function grouping(rows: readonly TextRow[], key: (row: TextRow) => string): [string, TextRow[]][] {
  const groups = new Map<string, TextRow[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return [...groups];
}

/** A table of rows that have two sides; `label` names it where it has no caption to show. */
export function sidesTable(caption: string, rows: readonly TextRow[], label = caption): HTMLElement {
  const named = rows.some(({ field }) => field);
  const head = ["Old", "New"].map((side) => h("th", { scope: "col" }, side));
  return h(
    "table",
    { class: "sides", "aria-label": caption || label },
    caption ? h("caption", {}, caption) : null,
    h("thead", {}, h("tr", {}, named && h("th", { scope: "col" }, "Name"), ...head)),
    h("tbody", {}, ...rows.map((row) => rowElement(row, named))),
  );
}

function rowElement(row: TextRow, named: boolean): HTMLElement {
  const same = row.old === row.new;
  return h(
    "tr",
    { class: same && "same" },
    named && h("th", { scope: "row" }, ...breakable(row.field), row.note ? h("span", { class: "quiet note" }, row.note) : null),
    h("td", { class: !same && "was" }, row.old),
    h("td", { class: !same && "is" }, row.new),
  );
}

/** A name that may go on in the next line between its words: `Thermal|Transmittance`. */
function breakable(name: string): (HTMLElement | string)[] {
  return name.split(/(?<=[a-z])(?=[A-Z])/).flatMap((word, index) => (index ? [h("wbr"), word] : [word]));
}
