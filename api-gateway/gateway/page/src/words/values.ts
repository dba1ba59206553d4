/** Single values of a change in words, with their units. Knows no aspect. */

import type { Box, Classification, Json, Reference } from "../api/types";
import { length, short, sizeText } from "./numbers";

/** Where a side has no such value at all, which is not the same as an empty one. */
export const NOTHING = null;

const QUANTITY_SET = /^Qto_|Quantities$/;
const UNITS: readonly (readonly [RegExp, string])[] = [
  [/Area$/, "m²"],
  [/Volume$/, "m³"],
  [/(Length|Width|Height|Depth|Perimeter|Thickness)$/, "m"],
];
const LENGTH_ATTRIBUTE = /^(Elevation|ElevationWithFlooring|OverallHeight|OverallWidth|RefElevation|ElevationOf.*)$/;

/** A value of the result file as text; what has no value is `—`. */
export function valueText(value: Json | undefined): string {
  if (value === null || value === undefined) return "—";
  if (typeof value === "number") return short(value);
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value === "string") return value === "" ? "(empty)" : value;
  if (Array.isArray(value)) return value.map(valueText).join(", ");
  return Object.entries(value)
    .map(([name, inner]) => `${name}: ${valueText(inner)}`)
    .join(", ");
}

/** A property with the unit that its set and its name give it; the result file has SI units throughout. */
export function propertyText(set: string, name: string, value: Json | undefined): string {
  const unit = QUANTITY_SET.test(set) ? UNITS.find(([names]) => names.test(name))?.[1] : undefined;
  return typeof value === "number" && unit ? `${short(value)} ${unit}` : valueText(value);
}

export function attributeText(name: string, value: Json | undefined): string {
  return typeof value === "number" && LENGTH_ATTRIBUTE.test(name) ? length(value) : valueText(value);
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
