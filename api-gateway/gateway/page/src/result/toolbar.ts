/** The line above the table: search, how many there are, which columns. */

import { button, checkbox, h, menu } from "../dom";
import { count } from "../words/numbers";
import { COLUMNS, type ColumnName } from "./columns";
import { isFiltered, type Query } from "./query";

const TYPED_MS = 250;

export interface ToolbarListener {
  onSearch: (text: string) => void;
  onColumns: (columns: ColumnName[]) => void;
  onClear: () => void;
}

export class Toolbar {
  readonly element: HTMLElement;
  private readonly search = h("input", { type: "search", maxlength: 200, "aria-label": "Search the changes", placeholder: "Search names, GlobalIds, values …" });
  private readonly total = h("span", { role: "status", class: "total" });
  private readonly clear: HTMLButtonElement;
  private timer = 0;

  constructor(query: Query, listener: ToolbarListener) {
    this.search.value = query.q;
    this.search.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => listener.onSearch(this.search.value.trim()), TYPED_MS);
    });
    this.clear = button("Clear filters", listener.onClear, { class: "link", hidden: true });
    this.element = h("div", { class: "toolbar" }, this.search, this.total, this.clear, columnsMenu(query.columns, listener.onColumns));
  }

  update(query: Query, total: number): void {
    this.total.textContent = count(total, "element");
    this.clear.hidden = !isFiltered(query);
    // Not while the person types: what they typed since is not in the query yet.
    if (document.activeElement !== this.search) this.search.value = query.q;
  }
}

function columnsMenu(chosen: readonly ColumnName[], onColumns: (columns: ColumnName[]) => void): HTMLElement {
  const shown = new Set(chosen);
  const boxes = COLUMNS.map(({ name, title }) =>
    checkbox(title, shown.has(name), (checked) => {
      if (checked) shown.add(name);
      else shown.delete(name);
      onColumns([...shown]);
    }),
  );
  return menu("Columns", ...boxes);
}
