/** The line above the table: search, how many there are, which columns. */

import { button, checkbox, h, menu } from "../dom";
import { count } from "../words/numbers";
import { COLUMNS, type ColumnName } from "./columns";
import { isFiltered, type Query, type View } from "./query";

const TYPED_MS = 250;

export interface ToolbarListener {
  onSearch: (text: string) => void;
  onColumns: (columns: ColumnName[]) => void;
  onClear: () => void;
  onView: (view: View) => void;
}

export class Toolbar {
  readonly element: HTMLElement;
  private readonly search = h("input", { type: "search", maxlength: 200, "aria-label": "Search the changes", placeholder: "Search names, GlobalIds, values …" });
  private readonly total = h("span", { role: "status", class: "total" });
  private readonly clear: HTMLButtonElement;
  private readonly columns: HTMLElement;
  private readonly views = new Map<View, HTMLButtonElement>();
  private readonly boxes = new Map<ColumnName, HTMLInputElement>();
  private timer = 0;

  constructor(private readonly listener: ToolbarListener) {
    this.search.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => listener.onSearch(this.search.value.trim()), TYPED_MS);
    });
    this.clear = button("Clear filters", listener.onClear, { class: "link", hidden: true });
    this.columns = this.columnsMenu();
    this.element = h("div", { class: "toolbar" }, this.viewSwitch(), this.search, this.total, this.clear, this.columns);
  }

  /** Shows the search and the columns of another query; what was being typed is given up. */
  show({ q, columns }: Query): void {
    clearTimeout(this.timer);
    this.search.value = q;
    for (const [name, box] of this.boxes) box.checked = columns.includes(name);
  }

  update(query: Query, total: number): void {
    this.total.textContent = count(total, "element");
    this.clear.hidden = !isFiltered(query);
    // Not while the person types: what they typed since is not in the query yet.
    if (document.activeElement !== this.search) this.search.value = query.q;
  }

  /** Shows which of the two is looked at. */
  showView(view: View): void {
    for (const [name, each] of this.views) each.setAttribute("aria-pressed", String(name === view));
    this.columns.hidden = view === "facts";
  }

  private viewSwitch(): HTMLElement {
    const names: readonly (readonly [View, string])[] = [["facts", "Facts"], ["elements", "Elements"]];
    for (const [view, name] of names) this.views.set(view, button(name, () => this.listener.onView(view)));
    return h("div", { class: "segmented", role: "group", "aria-label": "Shown as" }, ...this.views.values());
  }

  private columnsMenu(): HTMLElement {
    const labels = COLUMNS.map(({ name, title }) => {
      const label = checkbox(title, false, () => {
        this.listener.onColumns([...this.boxes].filter(([, box]) => box.checked).map(([each]) => each));
      });
      this.boxes.set(name, label.querySelector("input") as HTMLInputElement);
      return label;
    });
    return menu("Columns", ...labels);
  }
}
