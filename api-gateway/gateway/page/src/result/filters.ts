/** The counts by kind, class, storey and aspect, which are the filters too. */

import { type Facet, FACETS, type FacetCounts, type Kind, KINDS, type Kinds } from "../api/types";
import { button, fill, h } from "../dom";
import { capital } from "../words/capital";
import { grouped } from "../words/numbers";
import type { Query } from "./query";

/** A fact is chosen among the facts. */
type Shown = Exclude<Facet, "fact">;
const TITLES: Readonly<Record<Shown, string>> = { kind: "Change", class: "Class", storey: "Storey", aspect: "What changed" };
/** Values shown before the rest is asked for. */
const SHOWN = 12;

export class Filters {
  readonly element = h("div", { class: "filters", role: "group", "aria-label": "Filters" });
  private readonly lists = new Map<Facet, HTMLElement>();
  private readonly opened = new Set<Facet>();

  constructor(
    private readonly kinds: Kinds,
    private readonly onToggle: (facet: Facet, value: string) => void,
  ) {
    for (const facet of FACETS.filter((each): each is Shown => each !== "fact")) {
      const list = h("ul", { class: `facet facet-${facet}` });
      this.lists.set(facet, list);
      this.element.append(h("section", {}, h("h2", {}, TITLES[facet]), list));
    }
  }

  /** Shows how many rows each value has under the other facets' filters. */
  update(counts: FacetCounts, query: Query): void {
    for (const [facet, list] of this.lists) this.draw(facet, list, counts[facet], query.filters[facet]);
  }

  private draw(facet: Facet, list: HTMLElement, counts: Record<string, number>, chosen: readonly string[]): void {
    const values = ordered(facet, counts, chosen);
    const shown = this.opened.has(facet) ? values : values.filter((value, at) => at < SHOWN || chosen.includes(value));
    const focused = list.contains(document.activeElement) ? document.activeElement?.getAttribute("data-value") : undefined;
    fill(
      list,
      ...shown.map((value) => h("li", {}, this.toggle(facet, value, counts[value] ?? 0, chosen.includes(value)))),
      shown.length < values.length && h("li", {}, this.more(values.length - shown.length, () => {
        this.opened.add(facet);
        this.draw(facet, list, counts, chosen);
      })),
      !values.length && h("li", { class: "quiet" }, "none"),
    );
    if (focused === undefined || focused === null) return;
    for (const each of list.querySelectorAll("button")) if (each.dataset["value"] === focused) each.focus();
  }

  private toggle(facet: Facet, value: string, total: number, isChosen: boolean): HTMLElement {
    const called = this.valueName(facet, value);
    const name = h("span", { class: "facet-name" }, called);
    return button(
      h("span", { class: "facet-value" }, name, h("span", { class: "facet-count" }, grouped(total))),
      () => this.onToggle(facet, value),
      { "aria-pressed": String(isChosen), "data-value": value, "data-kind": facet === "kind" ? value : null, title: called },
    );
  }

  private valueName(facet: Facet, value: string): string {
    if (facet === "kind") return capital(this.kinds[value as Kind]?.name ?? value);
    if (facet === "aspect") return capital(value);
    return value || (facet === "storey" ? "(on no storey)" : "(no class)");
  }

  private more(hidden: number, onAll: () => void): HTMLElement {
    return button(`${grouped(hidden)} more`, onAll, { class: "link" });
  }
}

function ordered(facet: Facet, counts: Record<string, number>, chosen: readonly string[]): string[] {
  const values = [...new Set([...Object.keys(counts), ...chosen])];
  if (facet === "kind") return KINDS.filter((kind) => values.includes(kind));
  return values.sort((one, other) => (counts[other] ?? 0) - (counts[one] ?? 0) || one.localeCompare(other, "en", { numeric: true }));
}
