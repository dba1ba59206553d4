/** The recent comparisons, with how they stand; kept fresh while some of them run. */

import { getPatiently, isAbort, pause } from "../api/http";
import { recentJobs } from "../api/tasks";
import type { JobStatus } from "../api/types";
import { fill, h } from "../dom";
import { problemNotice, TroubleLine } from "../problems";
import { STATE_NAMES } from "../words/job";
import { grouped } from "../words/numbers";
import { agoText, dateText } from "../words/times";

const FRESH_MS = 3000;

/** Fills `host` until `signal` aborts. */
export async function showRecent(host: HTMLElement, signal: AbortSignal): Promise<void> {
  const trouble = new TroubleLine();
  const list = h("div", {}, h("p", { class: "quiet" }, "Loading …"));
  fill(host, trouble.element, list);
  try {
    for (;;) {
      const { tasks } = await getPatiently(() => recentJobs(signal), signal, trouble.tell);
      if (tasks.length) fill(list, h("ul", { class: "jobs" }, ...tasks.map(jobItem)));
      else fill(list, h("p", { class: "quiet" }, "None yet. They appear here as soon as there is one."));
      if (!tasks.some((task) => task.status === "queued" || task.status === "started")) return;
      await pause(FRESH_MS, signal);
    }
  } catch (error) {
    if (!isAbort(error)) fill(list, problemNotice(error));
  }
}

function jobItem(job: JobStatus): HTMLElement {
  const names = [job.old_name, " → ", job.new_name];
  return h(
    "li",
    { class: "job" },
    h("a", { href: `/view/${encodeURIComponent(job.job_id)}` }, ...names),
    h("span", { class: `state state-${job.status}` }, ...state(job)),
    job.created_at && h("time", { datetime: job.created_at, title: dateText(job.created_at) }, agoText(job.created_at, Date.now())),
  );
}

function state({ status, progress, summary }: JobStatus): (HTMLElement | string)[] {
  if (status === "started" && progress) return [`${progress.percent} %`];
  if (status !== "finished" || !summary) return [STATE_NAMES[status]];
  return (["added", "deleted", "changed"] as const)
    .filter((kind) => summary[kind] > 0)
    .map((kind) => h("span", { "data-kind": kind }, `${grouped(summary[kind])} ${kind}`))
    .concat(summary.added + summary.deleted + summary.changed ? [] : h("span", {}, "no change"));
}
