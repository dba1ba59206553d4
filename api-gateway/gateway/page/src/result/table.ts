/** The table of changes: any number of rows, of which those in sight are elements. A grid for the keyboard. */

import type { Kinds, Row } from "../api/types";
import { fill, h } from "../dom";
import { type Column, COLUMNS, type ColumnName, SORTABLE, type Sortable } from "./columns";
import type { Rows } from "./rows";
import { scrollTo, sightOf } from "./window";

/** Pixels; where there is little room, a row has two lines. */
const ROW_HEIGHT = 32;
const TALL_ROW_HEIGHT = 54;
const NO_ROW = -1;

export interface TableListener {
  onSort: (sort: Sortable) => void;
  onSelect: (row: Row) => void;
}

export class ChangesTable {
  readonly element: HTMLElement;

  private readonly head = h("div", { class: "row head", role: "row", "aria-rowindex": 1 });
  private readonly canvas = h("div", { class: "canvas", role: "rowgroup" });
  private readonly narrow = matchMedia("(max-width: 40rem)");
  private readonly elements = new Map<number, HTMLElement>();
  private columns: Column[] = [];
  private rows: Rows | null = null;
  private active = NO_ROW;
  private selected: string | null = null;

  constructor(
    private readonly kinds: Kinds,
    private readonly listener: TableListener,
  ) {
    this.element = h(
      "div",
      { class: "table", role: "grid", "aria-label": "Changes" },
      h("div", { class: "head-group", role: "rowgroup" }, this.head),
      this.canvas,
    );
    this.element.addEventListener("scroll", () => this.draw(), { passive: true });
    this.element.addEventListener("keydown", (event) => this.onKey(event));
    this.canvas.addEventListener("click", (event) => this.onClick(event));
    new ResizeObserver(() => this.draw()).observe(this.element);
    this.narrow.addEventListener("change", () => this.redraw());
  }

  /** Shows the rows of another query from its beginning. */
  show(rows: Rows): void {
    this.rows = rows;
    this.active = NO_ROW;
    this.element.scrollTop = 0;
    this.redraw();
  }

  setColumns(names: readonly ColumnName[], sort: Sortable, descending: boolean): void {
    this.columns = COLUMNS.filter(({ name }) => names.includes(name));
    this.element.style.setProperty("--tracks", this.columns.map(({ track }) => track).join(" "));
    this.element.setAttribute("aria-colcount", String(this.columns.length));
    fill(this.head, ...this.columns.map((column) => this.headCell(column, sort, descending)));
    this.redraw();
  }

  /** Marks the element as selected, without scrolling to it. */
  select(guid: string | null): void {
    this.selected = guid;
    this.redraw();
  }

  /** Brings row `index` into sight. */
  reveal(index: number): void {
    this.active = index;
    // The canvas must be as tall as the rows before it can be scrolled to one of them.
    this.draw();
    this.scrollToActive();
  }

  /** Draws every row in sight anew, when their content may be another. */
  redraw(): void {
    const hadFocus = this.canvas.contains(document.activeElement);
    for (const element of this.elements.values()) element.remove();
    this.elements.clear();
    this.draw();
    if (hadFocus) this.focusActive();
  }

  private draw(): void {
    const total = this.rows?.total ?? 0;
    const { height, first, end, top } = sightOf(total, this.rowHeight, this.viewport, this.element.scrollTop);
    this.element.style.setProperty("--row-height", `${this.rowHeight}px`);
    this.canvas.style.height = `${height}px`;
    this.element.setAttribute("aria-rowcount", String(total + 1));
    for (const [index, element] of this.elements) if (index < first || index >= end) this.drop(index, element);
    let isMissing = false;
    for (let index = first; index < end; index++) {
      const row = this.rows?.get(index);
      isMissing ||= row === undefined;
      this.rowElement(index, row).style.transform = `translateY(${top + (index - first) * this.rowHeight}px)`;
    }
    if (isMissing) this.rows?.want(first, end);
    this.element.tabIndex = this.elements.has(this.active) ? -1 : 0;
  }

  private get rowHeight(): number {
    return this.narrow.matches ? TALL_ROW_HEIGHT : ROW_HEIGHT;
  }

  /** Pixels between the head and the end of what is in sight. */
  private get viewport(): number {
    return Math.max(0, this.element.clientHeight - this.rowHeight);
  }

  /** A row that leaves with the focus hands it to the table, where the keys go on to work. */
  private drop(index: number, element: HTMLElement): void {
    if (element === document.activeElement) this.element.focus({ preventScroll: true });
    element.remove();
    this.elements.delete(index);
  }

  private rowElement(index: number, row: Row | undefined): HTMLElement {
    const known = this.elements.get(index);
    if (known) return known;
    const isSelected = row !== undefined && row.guid === this.selected;
    const element = h(
      "div",
      {
        class: "row",
        role: "row",
        "aria-rowindex": index + 2,
        "aria-selected": String(isSelected),
        "data-index": index,
        "data-kind": row?.kind,
        tabindex: index === this.active ? 0 : -1,
      },
      ...this.columns.map((column) => cell(column, row, this.kinds)),
    );
    this.elements.set(index, element);
    this.canvas.append(element);
    return element;
  }

  private headCell({ name, title }: Column, sort: Sortable, descending: boolean): HTMLElement {
    const sortable = SORTABLE.find((each) => each === name);
    const direction = descending ? "descending" : "ascending";
    const element = h("div", { role: "columnheader", class: `cell-${name}`, "aria-sort": name === sort ? direction : null });
    if (!sortable) {
      element.append(title);
      return element;
    }
    const control = h("button", { type: "button", "data-sort": sortable }, title);
    control.addEventListener("click", () => this.listener.onSort(sortable));
    element.append(control);
    return element;
  }

  private onClick(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-index]") : null;
    if (target) this.activate(Number(target.dataset["index"]));
    this.selectActive();
  }

  private onKey(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.viewport / this.rowHeight) - 1);
    const last = (this.rows?.total ?? 0) - 1;
    if (event.target instanceof Node && this.head.contains(event.target)) return;
    const moves: Record<string, number> = {
      ArrowDown: this.active + 1,
      ArrowUp: this.active - 1,
      PageDown: this.active + page,
      PageUp: this.active - page,
      Home: 0,
      End: last,
    };
    const to = moves[event.key];
    if (to !== undefined) this.activate(Math.max(0, Math.min(to, last)));
    else if (event.key === "Enter" || event.key === " ") this.selectActive();
    else return;
    event.preventDefault();
  }

  private activate(index: number): void {
    this.elements.get(this.active)?.setAttribute("tabindex", "-1");
    this.active = index;
    this.scrollToActive();
    this.focusActive();
  }

  private scrollToActive(): void {
    const total = this.rows?.total ?? 0;
    this.element.scrollTop = scrollTo(this.active, total, this.rowHeight, this.viewport, this.element.scrollTop);
    this.draw();
  }

  private focusActive(): void {
    const element = this.elements.get(this.active);
    element?.setAttribute("tabindex", "0");
    (element ?? this.element).focus({ preventScroll: true });
    this.element.tabIndex = element ? -1 : 0;
  }

  private selectActive(): void {
    const row = this.rows?.get(this.active);
    if (row) this.listener.onSelect(row);
  }
}

function cell(column: Column, row: Row | undefined, kinds: Kinds): HTMLElement {
  const text = row ? column.text(row, kinds) : "…";
  return h("div", { role: "gridcell", class: `cell cell-${column.name}`, title: row ? text : null }, text);
}
