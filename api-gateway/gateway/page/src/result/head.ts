/** What stands above the table: the models, the sentence that sums the diff up, what was not looked at. */

import { ASPECTS, type Json, type ModelInfo, type Overview } from "../api/types";
import { button, h } from "../dom";
import type { Fact } from "../words/change";
import { count, grouped } from "../words/numbers";
import { summarySentence } from "../words/summary";
import { sidesText } from "../words/values";
import { groupElement } from "./detail";

/** `onShowUnknown` filters the table to what could not be compared. */
export function resultHead(overview: Overview, onShowUnknown: () => void): HTMLElement {
  return h(
    "section",
    { class: "head-part", "aria-label": "Summary" },
    h("h1", {}, summarySentence(overview)),
    h("p", { class: "models quiet" }, ...modelText("Old", overview.old), h("span", { "aria-hidden": "true" }, "→"), ...modelText("New", overview.new)),
    notices(overview, onShowUnknown),
  );
}

function modelText(side: string, model: ModelInfo): HTMLElement[] {
  const details = [model.schema, model.application, `${grouped(model.elements)} elements`].filter(Boolean).join(", ");
  return [h("span", {}, `${side}: `, h("strong", {}, model.file), ` (${details})`)];
}

function notices(overview: Overview, onShowUnknown: () => void): HTMLElement {
  return h("div", { class: "notices" }, unknownNotice(overview, onShowUnknown), scopeNotice(overview), modelNotice(overview.model));
}

function unknownNotice({ coverage }: Overview, onShowUnknown: () => void): HTMLElement | null {
  if (!coverage.unknown) return null;
  return h(
    "p",
    { class: "notice unknown" },
    `${count(coverage.unknown, "element")} could not be compared in full.`,
    " ",
    button("Show those without a change", onShowUnknown, { class: "link" }),
  );
}

/** What the options left out is told, so that nobody takes it for unchanged. */
function scopeNotice({ coverage, options }: Overview): HTMLElement | null {
  const told = [];
  if (options.filter_elements) told.push(`only elements that match ${options.filter_elements}`);
  if (options.is_shallow) told.push("only the first kind of change of each element");
  if (options.engine !== "delta") told.push(`by the engine ${options.engine}`);
  if (coverage.compared.length < ASPECTS.length) told.push(`only ${coverage.compared.join(", ")}`);
  return told.length ? h("p", { class: "notice" }, `Compared: ${told.join("; ")}.`) : null;
}

function modelNotice(model: Overview["model"]): HTMLElement | null {
  const parts = Object.keys(model);
  if (!parts.length) return null;
  return h(
    "details",
    { class: "notice model-changes" },
    h("summary", {}, `The model itself changed: ${parts.map(partName).join(", ")}`),
    groupElement({ title: null, facts: parts.flatMap((part) => modelFacts(partName(part), model[part])) }, "The model itself"),
  );
}

function modelFacts(name: string, change: Json | undefined): Fact[] {
  if (typeof change !== "object" || change === null || Array.isArray(change)) return [];
  if ("old" in change || "new" in change) {
    return [{ name, ...sidesText(change) }];
  }
  return Object.entries(change).flatMap(([inner, value]) => modelFacts(`${name}: ${inner}`, value));
}

function partName(part: string): string {
  return part.replaceAll("_", " ");
}
