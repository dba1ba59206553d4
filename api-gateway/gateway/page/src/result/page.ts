/** `/view/<job_id>`: follows the job while it runs, then shows its result. */

import { getPatiently, isAbort } from "../api/http";
import { overview } from "../api/tasks";
import { fill, h } from "../dom";
import { showFrame } from "../frame";
import { followJob } from "../job/follow";
import { problemNotice, TroubleLine } from "../problems";
import { downloads } from "./downloads";
import { ResultView } from "./view";

export function showResult(jobId: string): void {
  const trouble = new TroubleLine();
  const host = h("div", { class: "waiting-for" }, h("p", { class: "quiet", role: "status" }, "Loading …"));
  showFrame("ifcdiff", h("main", { class: "waiting" }, trouble.element, host));
  void load(jobId, host, trouble, new AbortController().signal);
}

async function load(jobId: string, host: HTMLElement, trouble: TroubleLine, signal: AbortSignal): Promise<void> {
  try {
    if (!(await followJob(jobId, host, signal, trouble.tell))) return;
    const found = await getPatiently(() => overview(jobId, signal), signal, trouble.tell);
    const view = new ResultView(jobId, found);
    showFrame(`${found.old.file} → ${found.new.file} – ifcdiff`, view.element, downloads(jobId));
    view.start();
  } catch (error) {
    if (isAbort(error)) return;
    fill(host, h("h1", {}, "There is nothing to show"), problemNotice(error), h("p", {}, h("a", { href: "/" }, "Compare two models")));
  }
}
