/** An error as the person sees it: what is wrong, what to do, and the code to look up or pass on. */

import { Problem } from "./api/http";
import { h } from "./dom";

/** What a person can do, where the service's own sentence does not say it. */
const ADVICE: Readonly<Record<string, string>> = {
  job_not_found: "Check the address, or make the comparison again.",
  result_expired: "Make the comparison again with the same two files.",
  queue_full: "Wait a minute, then try again.",
  unreadable_file: "Export the model again, or try to open it in another program.",
  no_worker: "Load the page again in a minute, or tell the operator.",
  other_file: "Make the comparison again with the same two files.",
  bad_filter: "Correct the filter on the start page and compare again.",
  timeout: "Compare fewer aspects, or narrow the elements with a filter.",
  out_of_memory: "Compare fewer aspects, or narrow the elements with a filter.",
  engine_crashed: "Export both models again; if it happens again, give the files to the operator.",
  engine_failed: "Tell the operator the address of this page; the log has the reason.",
  worker_lost: "Make the comparison again.",
  storage_failed: "Tell the operator.",
  internal: "Tell the operator.",
};

/** A notice for `error`, read out when it appears. */
export function problemNotice(error: unknown): HTMLElement {
  if (error instanceof Problem) return noticeOf(error.message, error.code);
  return noticeOf(`The page failed: ${error instanceof Error ? error.message : String(error)}. Load it again.`, "page");
}

/** A line that says what is being waited for, as long as there is something. */
export class TroubleLine {
  readonly element = h("p", { class: "notice trouble", role: "status", hidden: true });

  readonly tell = (words: string | null): void => {
    if (this.element.textContent !== (words ?? "")) this.element.textContent = words;
    this.element.hidden = words === null;
  };
}

export function noticeOf(detail: string, code: string): HTMLElement {
  const advice = ADVICE[code];
  return h(
    "div",
    { class: "notice error", role: "alert" },
    h("p", {}, h("strong", {}, detail), advice ? ` ${advice}` : null),
    h("p", { class: "quiet" }, "Code: ", h("code", {}, code)),
  );
}
