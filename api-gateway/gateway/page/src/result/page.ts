/** `/view/<job_id>`: follows the job while it runs, then shows its result. */

import { isAbort } from "../api/http";
import { overview } from "../api/tasks";
import { fill, h } from "../dom";
import { showFrame } from "../frame";
import { followJob } from "../job/follow";
import { problemNotice } from "../problems";
import { downloads } from "./downloads";
import { ResultView } from "./view";

export function showResult(jobId: string): void {
  const main = h("main", { class: "waiting" }, h("p", { class: "quiet", role: "status" }, "Loading …"));
  showFrame("ifcdiff", main);
  void load(jobId, main, new AbortController().signal);
}

async function load(jobId: string, main: HTMLElement, signal: AbortSignal): Promise<void> {
  try {
    if (!(await followJob(jobId, main, signal))) return;
    const found = await overview(jobId, signal);
    const view = new ResultView(jobId, found);
    showFrame(`${found.old.file} → ${found.new.file} – ifcdiff`, view.element, downloads(jobId));
    view.start();
  } catch (error) {
    if (isAbort(error)) return;
    fill(main, h("h1", {}, "There is nothing to show"), problemNotice(error), h("p", {}, h("a", { href: "/" }, "Compare two models")));
  }
}
