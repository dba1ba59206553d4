/** What the service answers, as docs/api.md and docs/result.md tell it. Lengths are metres, angles degrees. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

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
  coverage: { compared: Aspect[]; unknown: number };
  model: { [part: string]: Json };
  units: Units;
}

/** The SI symbols of the numbers that changed, by attribute, and by set and property. */
export interface Units {
  attributes: Record<string, string>;
  property: Record<string, Record<string, string>>;
}

/** An old and a new value; a side that lacks it has no key. */
export interface Sides {
  old?: Json;
  new?: Json;
  from?: "type";
}

export interface Reference {
  guid: string;
  class: string;
  name: string | null;
}

export interface ReferenceSides {
  old: Reference | null;
  new: Reference | null;
}

export interface Classification {
  system: string | null;
  code: string | null;
  name: string | null;
}

export interface Membership<T> {
  added: T[];
  removed: T[];
}

export interface PlacementChange {
  moved: [number, number, number];
  distance: number;
  rotated: number;
  carried?: number;
  placed?: { old: boolean; new: boolean };
}

export type Box = [[number, number, number], [number, number, number]];

export interface GeometryChange {
  cause: string[];
  volume?: { old?: number; new?: number };
  bbox?: { old?: Box; new?: Box };
  openings?: { guid: string; change: "added" | "deleted" | "moved" | "resized" }[];
}

/** `true`: changed, and the engine does not tell how. */
type Told<T> = T | true;

export interface ElementChange {
  class_changed?: Told<Sides>;
  attributes_changed?: Told<Record<string, Sides>>;
  properties_changed?: Told<Record<string, Record<string, Sides>>>;
  type_changed?: Told<ReferenceSides>;
  material_changed?: Told<Sides>;
  classification_changed?: Told<Membership<Classification>>;
  container_changed?: Told<ReferenceSides>;
  aggregate_changed?: Told<ReferenceSides>;
  group_changed?: Told<Membership<Reference>>;
  placement_changed?: Told<PlacementChange>;
  geometry_changed?: Told<GeometryChange>;
}

export const KINDS = ["added", "deleted", "changed", "matched", "unknown"] as const;
export type Kind = (typeof KINDS)[number];

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
  aspects: Aspect[];
  change: ElementChange;
  matched: { old: string; by: string } | null;
  unknown: Partial<Record<Aspect, string>>;
}

export const FACETS = ["kind", "class", "storey", "aspect"] as const;
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
