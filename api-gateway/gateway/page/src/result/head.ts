/** What stands above the table: the models, the sentence that sums the diff up, what was not looked at. */

import { ASPECTS, type ModelInfo, type Overview } from "../api/types";
import { button, h } from "../dom";
import { capital } from "../words/capital";
import { grouped } from "../words/numbers";
import { dateText } from "../words/times";
import { doubtNotices } from "./doubts";
import { grouping, sidesTable } from "./sides";

/** `onShowUnknown` filters the table to what could not be compared. */
export function resultHead(overview: Overview, onShowUnknown: () => void): HTMLElement {
  return h(
    "section",
    { class: "head-part", "aria-label": "Summary" },
    h("h1", {}, overview.sentence),
    h("p", { class: "models quiet" }, ...modelText("Old", overview.old), h("span", { "aria-hidden": "true" }, "→"), ...modelText("New", overview.new)),
    notices(overview, onShowUnknown),
  );
}

function modelText(side: string, model: ModelInfo): HTMLElement[] {
  const date = model.date ? dateText(model.date) : null;
  const details = [date, model.schema, model.application, `${grouped(model.elements)} elements`].filter(Boolean).join(", ");
  return [h("span", {}, `${side}: `, h("strong", {}, model.file), ` (${details})`)];
}

function notices(overview: Overview, onShowUnknown: () => void): HTMLElement {
  return h(
    "div",
    { class: "notices" },
    ...doubtNotices(overview),
    unknownNotice(overview, onShowUnknown),
    unseenNotice(overview),
    scopeNotice(overview),
    modelNotice(overview.model_rows),
    overview.equivalent_line ? h("p", { class: "notice equivalent quiet" }, `${overview.equivalent_line}.`) : null,
  );
}

function unknownNotice({ coverage }: Overview, onShowUnknown: () => void): HTMLElement | null {
  if (!coverage.unknown) return null;
  return h(
    "p",
    { class: "notice unknown" },
    button("Show what could not be compared and is not known to differ", onShowUnknown, { class: "link" }),
  );
}

function unseenNotice({ unseen_lines: lines, unseen_meaning: meaning }: Overview): HTMLElement | null {
  if (!lines.length) return null;
  return h(
    "details",
    { class: "notice unseen" },
    h("summary", {}, "Something differs that no change tells of"),
    h("p", {}, meaning),
    h("ul", {}, ...lines.map((line) => h("li", {}, line))),
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

function modelNotice(rows: Overview["model_rows"]): HTMLElement | null {
  if (!rows.length) return null;
  const parts = grouping(rows, ({ aspect }) => aspect);
  return h(
    "details",
    { class: "notice model-changes" },
    h("summary", {}, `The model itself: ${parts.map(([part]) => part).join(", ")}`),
    ...parts.map(([part, told]) => sidesTable(capital(part), told)),
  );
}
