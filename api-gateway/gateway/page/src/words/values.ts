/** Single values of a change in words, with their units. Knows no aspect. */

import type { Box, Classification, Json, Reference, Sides } from "../api/types";
import { length, short, sizeText } from "./numbers";

/** Where a side has no such value at all, which is not the same as an empty one. */
export const NOTHING = null;

/** Both sides of a value as texts: with all digits where they differ in the last ones alone. */
export function sidesText(sides: Sides, unit?: string): { old: string | null; new: string | null } {
  const [before, after] = [sides.old, sides.new];
  const told = { old: "old" in sides ? valueText(before, unit) : NOTHING, new: "new" in sides ? valueText(after, unit) : NOTHING };
  if (told.old !== told.new || JSON.stringify(before) === JSON.stringify(after)) return told;
  return { old: exact(before, unit), new: exact(after, unit) };
}

function exact(value: Json | undefined, unit: string | undefined): string {
  return typeof value === "number" ? withUnit(String(value), unit) : JSON.stringify(value);
}

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
  return unit === "m" ? length(value) : withUnit(short(value), unit);
}

function withUnit(digits: string, unit: string | undefined): string {
  return unit ? `${digits}${unit === "°" ? "" : " "}${unit}` : digits;
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
