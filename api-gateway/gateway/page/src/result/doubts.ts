/** Whether the two files are the pair that somebody meant: a sentence each, and what to do about it. */

import { postJson } from "../api/http";
import { jobStatus } from "../api/tasks";
import type { DoubtText, JobLinks, Overview } from "../api/types";
import { button, fill, h } from "../dom";
import { problemNotice } from "../problems";

export function doubtNotices(overview: Overview): HTMLElement[] {
  return overview.doubts.map((doubt) => h("div", { class: "notice doubt" }, h("p", {}, doubt.sentence, " ", action(doubt, overview))));
}

function action({ action: what }: DoubtText, overview: Overview): HTMLElement | null {
  if (what === "swap") return swapping(overview);
  return what === "other_files" ? h("a", { href: "/" }, "Use other files") : null;
}

function swapping(overview: Overview): HTMLElement {
  const said = h("span");
  const swap = button("Swap them", () => void compareSwapped(overview, said), { class: "link" });
  return h("span", {}, swap, said);
}

/** Compares the same files the other way round, with the same options, and goes there. */
async function compareSwapped({ job_id: jobId, options }: Overview, said: HTMLElement): Promise<void> {
  try {
    const { old_file: before, new_file: after } = await jobStatus(jobId, new AbortController().signal);
    const job = await postJson<JobLinks>("/ifcdiff", { ...options, old_file: after, new_file: before });
    location.assign(`/view/${encodeURIComponent(job.job_id)}`);
  } catch (error) {
    fill(said, problemNotice(error));
  }
}
