/** A finished result: filters, table, detail and building, kept together by one query in the page's address. */

import { isAbort } from "../api/http";
import { changes } from "../api/tasks";
import type { ChangesPage, Overview, Row } from "../api/types";
import { fill, h } from "../dom";
import { problemNotice } from "../problems";
import { BuildingPanel } from "../viewer/panel";
import type { Picked } from "../viewer/types";
import { Detail } from "./detail";
import { Filters } from "./filters";
import { resultHead } from "./head";
import { parametersOf, type Query, readQuery, toggled, withoutFilters, writeQuery } from "./query";
import { Rows } from "./rows";
import { ChangesTable } from "./table";
import { Toolbar } from "./toolbar";

export class ResultView {
  readonly element: HTMLElement;

  private query: Query = readQuery(location.search);
  private rows: Rows;
  private isStarted = false;
  /** Counts what was selected, so that an answer that comes late does not undo it. */
  private turn = 0;
  private readonly said = h("div", {});
  private readonly filters: Filters;
  private readonly detail: Detail;
  private readonly building: BuildingPanel;
  private readonly toolbar: Toolbar;
  private readonly table: ChangesTable;

  constructor(
    private readonly jobId: string,
    overview: Overview,
  ) {
    this.rows = this.rowsOf(this.query);
    const { kinds } = overview;
    this.filters = new Filters(kinds, (facet, value) => this.ask(toggled(this.query, facet, value)));
    this.detail = new Detail(kinds, () => this.deselect());
    this.table = new ChangesTable(kinds, {
      onSort: (sort) => this.ask({ ...this.query, sort, descending: sort === this.query.sort && !this.query.descending }),
      onSelect: (row) => this.select(row),
    });
    this.building = new BuildingPanel(jobId, (picked) => void this.onPick(picked));
    this.toolbar = new Toolbar({
      onSearch: (q) => this.refine({ ...this.query, q }),
      onColumns: (columns) => this.setColumns(columns),
      onClear: () => this.ask(withoutFilters(this.query)),
    });
    const narrow = matchMedia("(max-width: 60rem)").matches;
    this.element = h(
      "main",
      { class: "result" },
      resultHead(overview, () => this.ask({ ...withoutFilters(this.query), filters: { ...withoutFilters(this.query).filters, kind: ["unknown"] } })),
      h("details", { class: "side", open: !narrow }, h("summary", {}, "Filters"), this.filters.element),
      h("div", { class: "right" }, this.building.element, this.detail.element),
      h("div", { class: "middle" }, this.toolbar.element, this.said, this.table.element),
    );
  }

  start(): void {
    void this.open(this.query);
    window.addEventListener("popstate", () => void this.open(readQuery(location.search)));
  }

  /** Shows what an address tells, the selected element too. */
  private async open(query: Query): Promise<void> {
    this.toolbar.show(query);
    this.use(query);
    const { selected } = query;
    if (selected === null) {
      this.deselect();
      this.rows.start();
    } else if (!(await this.find(selected))) this.deselect();
  }

  /** Shows another query, as a step that the browser can go back from. */
  private ask(query: Query): void {
    history.pushState(null, "", location.pathname + writeQuery(query));
    this.use(query);
    this.rows.start();
  }

  /** Shows another query in place of this one. */
  private refine(query: Query): void {
    history.replaceState(null, "", location.pathname + writeQuery(query));
    this.use(query);
    this.rows.start();
  }

  private use(query: Query): void {
    this.rows.stop();
    this.query = query;
    this.rows = this.rowsOf(query);
    this.table.setColumns(query.columns, query.sort, query.descending);
    this.table.show(this.rows);
  }

  private rowsOf(query: Query): Rows {
    return new Rows(this.jobId, parametersOf(query), {
      onPage: (page) => this.onPage(page),
      onError: (error) => fill(this.said, problemNotice(error)),
    });
  }

  private onPage(page: ChangesPage): void {
    // The table is there before the building takes the processor.
    if (!this.isStarted) requestAnimationFrame(() => setTimeout(() => this.building.start()));
    this.isStarted = true;
    fill(this.said, page.total === 0 && h("p", { class: "empty" }, this.emptyText()));
    this.toolbar.update(this.query, page.total);
    this.table.redraw();
    if (page.counts) this.filters.update(page.counts, this.query);
  }

  private emptyText(): string {
    return writeQuery(withoutFilters(this.query)) === writeQuery(this.query) ? "No element changed." : "No element matches these filters.";
  }

  private setColumns(columns: Query["columns"]): void {
    this.query = { ...this.query, columns };
    history.replaceState(null, "", location.pathname + writeQuery(this.query));
    this.table.setColumns(columns, this.query.sort, this.query.descending);
  }

  private select(row: Row): void {
    this.note(row.guid);
    this.detail.show(row);
    this.building.select(row.guid);
  }

  private deselect(): void {
    this.note(null);
    this.detail.hide();
    this.building.select(null);
  }

  private note(guid: string | null): void {
    this.turn += 1;
    this.query = { ...this.query, selected: guid };
    history.replaceState(null, "", location.pathname + writeQuery(this.query));
    this.table.select(guid);
  }

  private async onPick(picked: Picked | null): Promise<void> {
    if (!picked) return this.deselect();
    if (await this.find(picked.guid)) return;
    this.note(null);
    this.detail.showUnchanged(picked.guid, picked.class, picked.storey);
    this.building.select(picked.guid);
  }

  /** Selects an element by its GlobalId and brings its row into sight, where the filters leave it.
   * Returns false where no change tells of it. */
  private async find(guid: string): Promise<boolean> {
    const turn = (this.turn += 1);
    const { rows } = this;
    try {
      const index = await rows.find(guid);
      const row = index === null ? await this.unfiltered(guid) : rows.get(index);
      if (turn !== this.turn) return true;
      if (row) this.select(row);
      if (index !== null) this.table.reveal(index);
      return row !== undefined;
    } catch (error) {
      if (!isAbort(error)) fill(this.said, problemNotice(error));
      return true;
    }
  }

  private async unfiltered(guid: string): Promise<Row | undefined> {
    const page = await changes(this.jobId, new URLSearchParams({ find: guid, limit: "200" }), new AbortController().signal);
    return page.changes.find((row) => row.guid === guid);
  }
}
