/** What the service answers, as docs/api.md tells it. */

export const ASPECTS = [
  "class",
  "attributes",
  "property",
  "type",
  "material",
  "classification",
  "container",
  "aggregate",
  "group",
  "placement",
  "geometry",
  "representation",
  "connection",
  "boundary",
  "assignment",
  "appearance",
] as const;
export type Aspect = (typeof ASPECTS)[number];

export type JobState = "queued" | "started" | "finished" | "failed" | "canceled";

export const PHASES = ["reading_old", "reading_new", "comparing", "comparing_geometry", "writing"] as const;
export type Phase = (typeof PHASES)[number];

export interface Counts {
  added: number;
  deleted: number;
  changed: number;
  unchanged: number;
  matched: number;
}

export interface JobLinks {
  job_id: string;
  status: JobState;
  status_url: string;
  result_url: string;
}

export interface JobStatus extends JobLinks {
  progress: { phase: Phase; percent: number } | null;
  created_at: string | null;
  started_at: string | null;
  ended_at: string | null;
  summary: Counts | null;
  error: string | null;
  error_code: string | null;
  old_file: string;
  new_file: string;
  /** What they were called by who sent them. */
  old_name: string;
  new_name: string;
}

export interface JobPage {
  tasks: JobStatus[];
  next: string | null;
}

export interface ModelInfo {
  file: string;
  sha256: string;
  size: number;
  schema: string;
  application: string | null;
  date?: string | null;
  elements: number;
}

export interface Overview {
  job_id: string;
  old: ModelInfo;
  new: ModelInfo;
  options: {
    relationships: Aspect[];
    is_shallow: boolean;
    filter_elements: string | null;
    engine: string;
    tolerance: number;
  };
  summary: Counts;
  coverage: { compared: Aspect[]; unknown: number; unseen?: Record<string, { old: number; new: number }> | null };
  /** What the result says on the whole. */
  sentence: string;
  /** Whether these are two issues of one model; empty: it seems so. */
  doubts: DoubtText[];
  model_rows: TextRow[];
  /** By class, what differs and no change tells of. */
  unseen_lines: string[];
  /** What those are to a person. */
  unseen_meaning: string;
  /** How much is written otherwise and means the same; empty where nothing is. */
  equivalent_line: string;
  kinds: Kinds;
  /** What happened, those that matter most first. */
  facts: Fact[];
}

export interface DoubtText {
  doubt: string;
  sentence: string;
  /** What to do about it. */
  action: "swap" | "other_files" | "go_on";
}

/** Elements whose changes are of one form. */
export interface Fact {
  /** From 1. */
  number: number;
  effect: "existence" | "shape" | "place" | "data" | "presentation";
  change: "added" | "deleted" | "changed";
  /** Elements. */
  count: number;
  /** What stands over the facts of its effect. */
  title: string;
  line: string;
}

/** What changed, in words: texts to show as they are. */
export interface TextRow {
  /** As requests name it, or a part of the model; empty for a GlobalId. */
  aspect: string;
  /** The property set that has the field, or empty. */
  set: string;
  /** Empty where the aspect says it. */
  field: string;
  /** null: there are no two sides, and `new` says what happened. */
  old: string | null;
  new: string;
  note: string;
}

export const KINDS = ["added", "deleted", "changed", "matched", "unknown"] as const;
export type Kind = (typeof KINDS)[number];
/** What each kind is called, and what it says of an element. */
export type Kinds = Record<Kind, { name: string; meaning: string }>;

export interface Row {
  guid: string;
  kind: Kind;
  /** Empty where it is not known. */
  class: string;
  name: string | null;
  tag: string | null;
  type: string | null;
  /** Empty where the element is on none. */
  storey: string;
  /** What changed, in a line. */
  line: string;
  rows: TextRow[];
}

export const FACETS = ["kind", "class", "storey", "aspect", "fact"] as const;
export type Facet = (typeof FACETS)[number];
/** For each facet how many rows each of its values has, given the other facets' filters. */
export type FacetCounts = Record<Facet, Record<string, number>>;

export interface ChangesPage {
  total: number;
  offset: number;
  limit: number;
  /** null: not asked for. */
  counts: FacetCounts | null;
  changes: Row[];
}
