/** The whole diff in a sentence. */

import { type Aspect, ASPECTS, type Kind, type Overview } from "../api/types";
import { count, grouped } from "./numbers";

export const KIND_NAMES: Readonly<Record<Kind, string>> = {
  added: "Added",
  deleted: "Deleted",
  changed: "Changed",
  matched: "New GlobalId",
  unknown: "Not compared",
};

const ALL = ASPECTS.length;

/** Returns the sentence that sums a diff up. */
export function summarySentence({ summary, coverage }: Overview): string {
  const { added, deleted, changed, unchanged, matched } = summary;
  const told = [
    [added, "added"],
    [deleted, "deleted"],
    [changed, "changed"],
  ].filter((part): part is [number, string] => part[0] !== 0);
  const again = matched ? ` ${count(matched, "element")} came with another GlobalId and ${matched === 1 ? "was" : "were"} found again.` : "";
  if (!told.length) {
    const looked = coverage.unknown ? "in all that could be compared" : scope(coverage.compared);
    return `No element differs ${looked}; ${grouped(unchanged)} are unchanged.${again}`;
  }
  const [first, ...others] = told.map(([total, verb], index) =>
    index ? `${grouped(total)} ${verb}` : `${count(total, "element")} ${total === 1 ? "was" : "were"} ${verb}`,
  );
  const last = others.pop();
  const differing = [first, ...others].join(", ") + (last ? ` and ${last}` : "");
  return `${differing}; ${grouped(unchanged)} ${unchanged === 1 ? "is" : "are"} unchanged.${again}`;
}

function scope(compared: readonly Aspect[]): string {
  return compared.length === ALL ? "in anything" : `in ${compared.join(", ")}`;
}
