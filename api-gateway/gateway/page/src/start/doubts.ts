/** Whether two chosen files are the pair that somebody means, as far as their headers tell; the result tells the rest. */

import type { Description } from "../step/describe";
import { dateText } from "../words/times";

export interface Chosen {
  file: File | null;
  description: Description | null;
}

/** Returns a sentence for each doubt, none while one of the files is missing. */
export function doubtsOf(old: Chosen, now: Chosen): string[] {
  if (!old.file || !now.file) return [];
  if (isSame(old.file, now.file)) return ["Old and new are the same file: choose another one if another issue is meant."];
  const [before, after] = [old.description, now.description];
  if (before?.kind !== "ifc" || after?.kind !== "ifc") return [];
  const found = [];
  if (isBefore(after.date, before.date)) {
    found.push(`The new model was written before the old one (${dateText(after.date ?? "")}, ${dateText(before.date ?? "")}): swap them if they are the wrong way round.`);
  }
  if (before.schema !== after.schema) {
    found.push(`The schema is another one (${before.schema}, ${after.schema}): names are compared by their meaning.`);
  }
  return found;
}

function isSame(one: File, other: File): boolean {
  return one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
}

function isBefore(one: string | null, other: string | null): boolean {
  const [first, second] = [one, other].map((each) => new Date(each ?? "").getTime());
  return first !== undefined && second !== undefined && first < second;
}
