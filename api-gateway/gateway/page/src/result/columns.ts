/** The columns of the table of changes: what each is called, how wide it is, what it says of a row. */

import type { Kinds, Row } from "../api/types";
import { capital } from "../words/capital";

export type ColumnName = "kind" | "class" | "name" | "type" | "storey" | "tag" | "guid" | "change";

/** What the service can sort by. */
export const SORTABLE = ["kind", "class", "name", "storey", "type", "tag"] as const;
export type Sortable = (typeof SORTABLE)[number];

export interface Column {
  name: ColumnName;
  title: string;
  /** A track of a CSS grid. */
  track: string;
  text: (row: Row, kinds: Kinds) => string;
}

export const COLUMNS: readonly Column[] = [
  { name: "kind", title: "Change", track: "6.75rem", text: (row, kinds) => capital(kinds[row.kind].name) },
  { name: "class", title: "Class", track: "minmax(6rem, 1fr)", text: (row) => row.class },
  { name: "name", title: "Name", track: "minmax(7rem, 1.3fr)", text: (row) => row.name ?? "" },
  { name: "type", title: "Type", track: "minmax(6rem, 1fr)", text: (row) => row.type ?? "" },
  { name: "storey", title: "Storey", track: "minmax(7rem, .8fr)", text: (row) => row.storey },
  { name: "tag", title: "Tag", track: "minmax(4rem, .6fr)", text: (row) => row.tag ?? "" },
  { name: "guid", title: "GlobalId", track: "minmax(12rem, 1fr)", text: (row) => row.guid },
  { name: "change", title: "What changed", track: "minmax(9rem, 2fr)", text: (row) => row.line },
];

export const DEFAULT_COLUMNS: readonly ColumnName[] = ["kind", "class", "name", "storey", "change"];
