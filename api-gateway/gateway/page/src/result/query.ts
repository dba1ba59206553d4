/** What is shown of a result: filters, search, order, columns, the selected element. Lives in the page's address. */

import { FACETS, type Facet } from "../api/types";
import { COLUMNS, type ColumnName, DEFAULT_COLUMNS, SORTABLE, type Sortable } from "./columns";

export interface Query {
  readonly filters: Readonly<Record<Facet, readonly string[]>>;
  readonly q: string;
  readonly sort: Sortable;
  readonly descending: boolean;
  readonly columns: readonly ColumnName[];
  readonly selected: string | null;
  readonly view: View;
}

/** The facts, or the elements in a flat table. */
export type View = "facts" | "elements";

const DEFAULT_SORT: Sortable = "kind";
const VIEWS: readonly View[] = ["facts", "elements"];
type WithoutView = Omit<Query, "view">;

export function readQuery(search: string): Query {
  const given = new URLSearchParams(search);
  const sort = SORTABLE.find((name) => name === given.get("sort")) ?? DEFAULT_SORT;
  const columns = COLUMNS.filter(({ name }) => given.get("columns")?.split(",").includes(name)).map(({ name }) => name);
  const query: WithoutView = {
    filters: {
      kind: given.getAll("kind"),
      class: given.getAll("class"),
      storey: given.getAll("storey"),
      aspect: given.getAll("aspect"),
      fact: given.getAll("fact"),
    },
    q: given.get("q") ?? "",
    sort,
    descending: given.get("order") === "desc",
    columns: columns.length ? columns : DEFAULT_COLUMNS,
    selected: given.get("selected"),
  };
  return { ...query, view: VIEWS.find((view) => view === given.get("view")) ?? viewOf(query) };
}

/** The query as the end of the page's address; what is as by default is left out. */
export function writeQuery(query: Query): string {
  const parameters = addressOf(query);
  if (query.view !== viewOf(query)) parameters.set("view", query.view);
  const text = parameters.toString();
  return text && `?${text}`;
}

/** What an address shows that does not say: who asks for certain elements sees them. */
function viewOf(query: WithoutView): View {
  return addressOf(query).toString() ? "elements" : "facts";
}

function addressOf(query: WithoutView): URLSearchParams {
  const parameters = parametersOf(query);
  if (query.columns.join() !== DEFAULT_COLUMNS.join()) parameters.set("columns", query.columns.join());
  if (query.selected) parameters.set("selected", query.selected);
  return parameters;
}

/** The query as the parameters of `GET /tasks/{id}/changes`. */
export function parametersOf(query: WithoutView): URLSearchParams {
  const parameters = filtersOf(query);
  if (query.sort !== DEFAULT_SORT) parameters.set("sort", query.sort);
  if (query.descending) parameters.set("order", "desc");
  return parameters;
}

/** Its filters and its search alone. */
export function filtersOf({ filters, q }: Pick<Query, "filters" | "q">): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const facet of FACETS) {
    for (const value of filters[facet]) parameters.append(facet, value);
  }
  if (q) parameters.set("q", q);
  return parameters;
}

/** The query with one value of a facet switched. */
export function toggled(query: Query, facet: Facet, value: string): Query {
  const chosen = query.filters[facet];
  const others = chosen.filter((each) => each !== value);
  return {
    ...query,
    filters: { ...query.filters, [facet]: others.length === chosen.length ? [...chosen, value] : others },
  };
}

export function withoutFilters(query: Query): Query {
  return { ...query, filters: { kind: [], class: [], storey: [], aspect: [], fact: [] }, q: "" };
}

export function isFiltered({ filters, q }: Query): boolean {
  return q !== "" || FACETS.some((facet) => filters[facet].length > 0);
}
