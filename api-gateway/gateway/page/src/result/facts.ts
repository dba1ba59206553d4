/** The facts: elements whose changes are of one form, a line each, which opens to them. Knows no query. */

import { isAbort } from "../api/http";
import type { ChangesPage, Fact, Row } from "../api/types";
import { button, fill, h } from "../dom";
import { problemNotice } from "../problems";
import { count, grouped } from "../words/numbers";

/** Elements that a fact opens to; the table has all. */
export const SHOWN = 20;

export interface FactsListener {
  /** Fetches the first elements of a fact that the filters leave. */
  fetch: (fact: Fact, signal: AbortSignal) => Promise<ChangesPage>;
  onSelect: (row: Row) => void;
  /** Is told that others are open. */
  onToggle: () => void;
  /** Asks for the elements of a fact in the table. */
  onTable: (fact: Fact) => void;
}

export class FactList {
  readonly element = h("div", { class: "fact-list", role: "region", "aria-label": "Facts", tabindex: 0 });
  private readonly facts: OneFact[] = [];
  private readonly sections: Section[] = [];

  constructor(facts: readonly Fact[], listener: FactsListener) {
    for (const title of new Set(facts.map((fact) => fact.title))) {
      const own = facts.filter((fact) => fact.title === title).map((fact) => new OneFact(fact, listener));
      const total = h("span", { class: "quiet" });
      const element = h("section", {}, h("h2", {}, `${title} `, total), ...own.map((fact) => fact.element));
      this.facts.push(...own);
      this.sections.push({ element, total, facts: own });
      this.element.append(element);
    }
  }

  /** Shows how many elements the filters leave of each fact, by its number; returns how many that are. */
  update(counts: Readonly<Record<string, number>>): number {
    let all = 0;
    for (const { element, total, facts } of this.sections) {
      const left = facts.reduce((sum, fact) => sum + fact.update(counts), 0);
      total.textContent = grouped(left);
      element.hidden = left === 0;
      all += left;
    }
    return all;
  }

  /** The facts that a person has opened. */
  open(): Fact[] {
    return this.facts.filter(({ element }) => element.open && !element.hidden).map(({ fact }) => fact);
  }

  /** Marks the element as selected. */
  select(guid: string | null): void {
    for (const fact of this.facts) fact.select(guid);
  }
}

interface Section {
  element: HTMLElement;
  total: HTMLElement;
  facts: OneFact[];
}

class OneFact {
  readonly element: HTMLDetailsElement;
  private readonly total = h("span", { class: "fact-count" });
  private readonly body = h("div", { class: "fact-body" });
  private selected: string | null = null;
  private fetching: AbortController | null = null;

  constructor(
    readonly fact: Fact,
    private readonly listener: FactsListener,
  ) {
    const line = h("span", { class: "fact-line" }, fact.line);
    this.element = h("details", { class: "fact", "data-kind": fact.change, "data-fact": fact.number }, h("summary", {}, line, this.total), this.body);
    this.element.addEventListener("toggle", () => {
      void this.load();
      listener.onToggle();
    });
  }

  update(counts: Readonly<Record<string, number>>): number {
    const left = counts[this.fact.number] ?? 0;
    this.total.textContent = left === this.fact.count ? grouped(left) : `${grouped(left)} of ${grouped(this.fact.count)}`;
    this.element.hidden = left === 0;
    void this.load();
    return left;
  }

  select(guid: string | null): void {
    this.selected = guid;
    for (const each of this.body.querySelectorAll<HTMLElement>("[data-guid]")) {
      each.setAttribute("aria-pressed", String(each.dataset["guid"] === guid));
    }
  }

  /** Shows the elements where the fact is open. */
  private async load(): Promise<void> {
    this.fetching?.abort();
    if (!this.element.open || this.element.hidden) return;
    const { signal } = (this.fetching = new AbortController());
    try {
      const page = await this.listener.fetch(this.fact, signal);
      if (!signal.aborted) this.show(page);
    } catch (error) {
      if (!isAbort(error)) fill(this.body, problemNotice(error));
    }
  }

  private show({ changes, total }: ChangesPage): void {
    const all = button(`Show ${total === 1 ? "it" : `all ${count(total, "element")}`} in the table`, () => this.listener.onTable(this.fact), { class: "link" });
    fill(this.body, h("ul", {}, ...changes.map((row) => h("li", {}, this.rowButton(row)))), all);
    this.select(this.selected);
  }

  private rowButton(row: Row): HTMLElement {
    const about = [row.class, row.type, row.storey].filter(Boolean).join(" · ");
    const text = h("span", { class: "fact-element" }, h("strong", {}, row.name || row.guid), " ", h("span", { class: "quiet" }, about), h("span", { class: "quiet what" }, row.line));
    return button(text, () => this.listener.onSelect(row), { "data-guid": row.guid, "aria-pressed": "false" });
  }
}
