/** A finished result: filters, table, detail and building, kept together by one query in the page's address. */

import { isAbort } from "../api/http";
import { changedGuids, changes } from "../api/tasks";
import type { ChangesPage, Fact, Overview, Row } from "../api/types";
import { button, fill, h } from "../dom";
import { problemNotice } from "../problems";
import { BuildingPanel } from "../viewer/panel";
import type { Picked } from "../viewer/types";
import { Detail } from "./detail";
import { FactList, SHOWN } from "./facts";
import { Filters } from "./filters";
import { resultHead } from "./head";
import { filtersOf, isFiltered, parametersOf, type Query, readQuery, toggled, withoutFilters, writeQuery } from "./query";
import { Rows } from "./rows";
import { ChangesTable } from "./table";
import { Toolbar } from "./toolbar";

const OF_NO_FACT = "Nothing of these elements is known to differ: they are in no fact.";

export class ResultView {
  readonly element: HTMLElement;

  private query: Query = readQuery(location.search);
  private rows: Rows;
  private isStarted = false;
  private following = new AbortController();
  /** Counts what was selected, so that an answer that comes late does not undo it. */
  private turn = 0;
  private readonly said = h("div", {});
  private readonly chosen = h("p", { class: "chosen-fact" });
  private readonly filters: Filters;
  private readonly detail: Detail;
  private readonly building: BuildingPanel;
  private readonly toolbar: Toolbar;
  private readonly table: ChangesTable;
  private readonly facts: FactList;

  constructor(
    private readonly jobId: string,
    private readonly overview: Overview,
  ) {
    this.rows = this.rowsOf(this.query);
    const { kinds } = overview;
    this.filters = new Filters(kinds, (facet, value) => this.ask(toggled(this.query, facet, value)));
    this.detail = new Detail(kinds, () => this.deselect());
    this.table = new ChangesTable(kinds, {
      onSort: (sort) => this.ask({ ...this.query, sort, descending: sort === this.query.sort && !this.query.descending }),
      onSelect: (row) => this.select(row),
    });
    this.facts = new FactList(overview.facts, {
      fetch: (fact, signal) => this.elementsOf(fact, signal),
      onSelect: (row) => this.select(row),
      onToggle: () => void this.follow(),
      onTable: (fact) => this.ask({ ...this.withFacts([fact]), view: "elements" }),
    });
    this.building = new BuildingPanel(jobId, (picked) => void this.onPick(picked));
    this.toolbar = new Toolbar({
      onSearch: (q) => this.refine({ ...this.query, q }),
      onColumns: (columns) => this.setColumns(columns),
      onClear: () => this.ask(withoutFilters(this.query)),
      onView: (view) => this.ask(view === "facts" ? this.withFacts([]) : { ...this.query, view }),
    });
    const narrow = matchMedia("(max-width: 60rem)").matches;
    this.element = h(
      "main",
      { class: "result" },
      resultHead(overview, () => this.ask(toggled({ ...withoutFilters(this.query), view: "elements" }, "kind", "unknown"))),
      h("details", { class: "side", open: !narrow }, h("summary", {}, "Filters"), this.filters.element),
      h("div", { class: "right" }, this.building.element, this.detail.element),
      h("div", { class: "middle" }, this.toolbar.element, this.chosen, this.said, this.facts.element, this.table.element),
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
    this.toolbar.showView(query.view);
    this.facts.element.hidden = query.view !== "facts";
    this.table.element.hidden = query.view === "facts";
    const lines = this.overview.facts.filter(({ number }) => query.filters.fact.includes(String(number))).map(({ line }) => h("span", {}, line));
    fill(this.chosen, ...lines, button("All facts", () => this.ask(this.withFacts([])), { class: "link" }));
    this.chosen.hidden = !lines.length;
    void this.follow();
  }

  /** Has the building show what the filters and the search leave, of the facts that are open where some are. */
  private async follow(): Promise<void> {
    this.following.abort();
    const { signal } = (this.following = new AbortController());
    const shown = this.query.view === "facts" ? this.withFacts(this.facts.open()) : this.query;
    if (!isFiltered(shown)) return this.building.follow(null);
    try {
      const guids = await changedGuids(this.jobId, filtersOf(shown), signal);
      if (!signal.aborted) this.building.follow(new Set(guids));
    } catch (error) {
      if (!isAbort(error)) fill(this.said, problemNotice(error));
    }
  }

  /** The query for the elements of these facts alone, or of all where there are none. */
  private withFacts(facts: readonly Fact[]): Query {
    return { ...this.query, view: "facts", filters: { ...this.query.filters, fact: facts.map(({ number }) => String(number)) } };
  }

  private elementsOf(fact: Fact, signal: AbortSignal): Promise<ChangesPage> {
    const parameters = parametersOf(this.withFacts([fact]));
    for (const [name, value] of [["limit", String(SHOWN)], ["counts", "false"]] as const) parameters.set(name, value);
    return changes(this.jobId, parameters, signal);
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
    const inFacts = page.counts ? this.facts.update(page.counts.fact) : 1;
    const empty = page.total === 0 ? this.emptyText() : this.query.view === "facts" && !inFacts && OF_NO_FACT;
    fill(this.said, empty && h("p", { class: "empty" }, empty));
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
    this.facts.select(guid);
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
