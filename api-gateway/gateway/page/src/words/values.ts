/** Single values of a change in words, with their units. Knows no aspect. */

import type { Box, Classification, Json, Reference } from "../api/types";
import { length, short, sizeText } from "./numbers";

/** Where a side has no such value at all, which is not the same as an empty one. */
export const NOTHING = null;

/** A value of the result file as text, its numbers with their unit; what has no value is `—`. */
export function valueText(value: Json | undefined, unit?: string): string {
  if (value === null || value === undefined) return "—";
  if (typeof value === "number") return measured(value, unit);
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value === "string") return value === "" ? "(empty)" : value;
  if (Array.isArray(value)) return value.map((each) => valueText(each, unit)).join(", ");
  return Object.entries(value)
    .map(([name, inner]) => `${name}: ${valueText(inner, unit)}`)
    .join(", ");
}

/** The result file has lengths in metres. */
function measured(value: number, unit: string | undefined): string {
  if (!unit) return short(value);
  if (unit === "m") return length(value);
  return `${short(value)}${unit === "°" ? "" : " "}${unit}`;
}

export function referenceText(reference: Reference | null): string | null {
  if (!reference) return NOTHING;
  return `${reference.class} ${reference.name ?? reference.guid}`;
}

export function classificationText({ system, code, name }: Classification): string {
  return [system, code, name].filter((part) => part !== null && part !== "").join(" · ");
}

/** The size of a bounding box. */
export function boxText([least, largest]: Box): string {
  return sizeText(least.map((from, axis) => (largest[axis] ?? from) - from));
}
