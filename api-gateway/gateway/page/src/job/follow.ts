/** A job on its way: phases in words, percent, cancel; resolves when it has finished. */

import { getPatiently, pause } from "../api/http";
import { cancelJob, jobStatus } from "../api/tasks";
import { type JobStatus, PHASES } from "../api/types";
import { button, fill, h, setAttributes } from "../dom";
import { noticeOf, problemNotice } from "../problems";
import { PHASE_NAMES } from "../words/job";

const POLL_MS = 500;

/** Shows the job in `host` until it ends. Returns whether it finished; if not, `host` says why. `onTrouble` as in `getPatiently`. */
export async function followJob(
  jobId: string,
  host: HTMLElement,
  signal: AbortSignal,
  onTrouble: (words: string | null) => void,
): Promise<boolean> {
  const ask = (): Promise<JobStatus> => getPatiently(() => jobStatus(jobId, signal), signal, onTrouble);
  let status = await ask();
  if (status.status === "queued" || status.status === "started") {
    const view = progressView(status, () => void cancelJob(jobId).catch((error: unknown) => host.append(problemNotice(error))));
    fill(host, view.element);
    while (status.status === "queued" || status.status === "started") {
      view.update(status);
      await pause(POLL_MS, signal);
      status = await ask();
    }
  }
  if (status.status === "finished") return true;
  fill(host, h("h1", {}, title(status)), ending(status), h("p", {}, h("a", { href: "/" }, "Compare two models")));
  return false;
}

function ending(status: JobStatus): HTMLElement {
  if (status.status === "canceled") {
    return h("p", { class: "notice", role: "status" }, "This comparison was canceled; it has no result.");
  }
  return noticeOf(status.error ?? "The comparison failed.", status.error_code ?? "internal");
}

function title(status: JobStatus): string {
  return `${status.old_name} → ${status.new_name}`;
}

function progressView(first: JobStatus, onCancel: () => void): { element: HTMLElement; update: (status: JobStatus) => void } {
  const bar = h("progress", { max: 100, value: 0, "aria-label": "Comparison" });
  const words = h("p", { role: "status" });
  const percent = h("span", { class: "percent" });
  const steps = PHASES.map((phase) => h("li", {}, PHASE_NAMES[phase]));
  const cancel = button("Cancel", () => {
    cancel.disabled = true;
    onCancel();
  });
  const element = h(
    "section",
    { class: "following" },
    h("h1", {}, title(first)),
    words,
    h("div", { class: "progress" }, bar, percent, cancel),
    h("ol", { class: "phases" }, ...steps),
  );
  const update = ({ progress }: JobStatus): void => {
    const at = progress ? PHASES.indexOf(progress.phase) : -1;
    const now = progress ? `${PHASE_NAMES[progress.phase]} …` : "Waiting for a worker …";
    if (words.textContent !== now) words.textContent = now;
    bar.value = progress?.percent ?? 0;
    percent.textContent = progress ? `${progress.percent} %` : "";
    steps.forEach((step, index) => setAttributes(step, { class: index < at ? "done" : null, "aria-current": index === at && "step" }));
  };
  return { element, update };
}
