/** `/`: two models in, one button, and the comparisons of before. */

import { isAbort, postForm } from "../api/http";
import type { JobLinks } from "../api/types";
import { button, fill, h } from "../dom";
import { showFrame } from "../frame";
import { problemNotice } from "../problems";
import { doubtsOf } from "./doubts";
import { FileTarget } from "./fileTarget";
import { Options } from "./options";
import { showRecent } from "./recent";

export function showStart(): void {
  const recent = h("div");
  showFrame(
    "ifcdiff: what changed between two revisions of a building model",
    h(
      "main",
      { class: "start" },
      h("h1", {}, "What changed between two revisions?"),
      h("p", { class: "lead" }, "Drop two IFC models. You see what was added, deleted and changed, in words, in a table and in the building."),
      comparisonForm(),
      h("section", { "aria-labelledby": "recent-title" }, h("h2", { id: "recent-title" }, "Recent comparisons"), recent),
    ),
  );
  void showRecent(recent, new AbortController().signal);
  keepDropsIn();
}

function comparisonForm(): HTMLFormElement {
  const old = new FileTarget("old", "Old model", follow);
  const now = new FileTarget("new", "New model", follow);
  const options = new Options();
  const said = h("div", { class: "said" });
  const doubts = h("div", { class: "doubts", role: "status" });
  const compare = h("button", { type: "submit", class: "primary", disabled: true }, "Compare");
  const swap = button("Swap", exchange, { disabled: true });
  const form = h(
    "form",
    { class: "comparison" },
    h("div", { class: "targets" }, old.element, now.element),
    options.element,
    doubts,
    h("p", { class: "buttons" }, compare, swap),
    said,
  );

  function follow(): void {
    compare.disabled = !old.file || !now.file;
    swap.disabled = !old.file && !now.file;
    fill(doubts, ...doubtsOf(old, now).map((sentence) => h("p", { class: "notice doubt" }, sentence)));
  }

  function exchange(): void {
    const [before, after] = [old.file, now.file];
    old.clear();
    now.clear();
    if (after) old.take(after);
    if (before) now.take(before);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const fault = options.fault();
    if (fault) fill(said, h("p", { class: "error-text", role: "alert" }, fault));
    else if (old.file && now.file) void send(formOf(old.file, now.file, options), form, said);
  });
  return form;
}

function formOf(old: File, now: File, options: Options): FormData {
  const form = new FormData();
  // Options first: the service reads them before it stores anything.
  options.addTo(form);
  form.append("old", old);
  form.append("new", now);
  return form;
}

/** Sends the models and goes to the comparison's own page. */
async function send(content: FormData, form: HTMLFormElement, said: HTMLElement): Promise<void> {
  const sending = new AbortController();
  const bar = h("progress", { max: 1, value: 0, "aria-label": "Upload" });
  const label = h("span", { role: "status" }, "Sending the models …");
  fill(said, h("div", { class: "progress" }, label, bar, button("Cancel", () => sending.abort())));
  form.classList.add("busy");
  try {
    const job = await postForm<JobLinks>("/ifcdiff", content, (share) => {
      bar.value = share;
      if (share === 1) label.textContent = "Checking the models …";
    }, sending.signal);
    location.assign(`/view/${encodeURIComponent(job.job_id)}`);
  } catch (error) {
    fill(said, isAbort(error) ? h("p", { class: "quiet", role: "status" }, "Canceled; nothing was compared.") : problemNotice(error));
    form.classList.remove("busy");
  }
}

/** A file that misses its target must not replace the page. */
function keepDropsIn(): void {
  for (const type of ["dragover", "drop"]) window.addEventListener(type, (event) => event.preventDefault());
}
