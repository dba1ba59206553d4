/** A material in words, a line for each layer, constituent or profile. */

import type { Json } from "../api/types";
import { length, short } from "./numbers";
import { valueText } from "./values";

const PARTS = ["layers", "constituents", "profiles", "materials"] as const;

type Told = { [key: string]: Json };

/** The lines that tell a material; none where there is none. */
export function materialLines(material: Json | undefined): string[] {
  if (material === null || material === undefined) return [];
  if (Array.isArray(material)) return material.flatMap(materialLines);
  if (typeof material !== "object") return [valueText(material)];
  if (material["set"] !== undefined) return [...materialLines(material["set"]), ...usage(material)];
  const key = PARTS.find((each) => Array.isArray(material[each]));
  if (!key) return [valueText(material["name"] ?? material)];
  const named = typeof material["name"] === "string" ? [material["name"]] : [];
  return [...named, ...(material[key] as Json[]).map(partText)];
}

function partText(part: Json): string {
  if (typeof part !== "object" || part === null || Array.isArray(part)) return valueText(part);
  const inner = part["material"];
  const material = isTold(inner) ? valueText(inner["name"] ?? inner) : valueText(inner);
  const name = inner === undefined ? valueText(part["name"]) : material;
  const details: string[] = [];
  if (typeof part["thickness"] === "number") details.push(length(part["thickness"]));
  if (typeof part["fraction"] === "number") details.push(`${short(100 * part["fraction"])} %`);
  if (part["profile"] !== undefined) details.push(valueText(part["profile"]));
  return [name, ...details].join(" ");
}

/** How a set is used: on which side of the axis and how far from it. */
function usage(material: Told): string[] {
  const told = [];
  if (typeof material["offset"] === "number") told.push(`offset ${length(material["offset"])}`);
  for (const key of ["direction", "sense"]) if (typeof material[key] === "string") told.push(material[key]);
  return told.length ? [told.join(", ")] : [];
}

function isTold(value: Json | undefined): value is Told {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
