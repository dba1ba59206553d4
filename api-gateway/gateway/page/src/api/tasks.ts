/** The calls about one job, by its id. */

import { call, getJson, getMade } from "./http";
import type { ChangesPage, JobPage, JobStatus, Overview } from "./types";

const RECENT = 20;

export function recentJobs(signal: AbortSignal): Promise<JobPage> {
  return getJson(`/tasks?limit=${RECENT}`, signal);
}

export function jobStatus(jobId: string, signal: AbortSignal): Promise<JobStatus> {
  return getJson(task(jobId, "status"), signal);
}

export async function cancelJob(jobId: string): Promise<void> {
  await call(`/tasks/${encodeURIComponent(jobId)}`, { method: "DELETE" });
}

/** The two below are made from the result on their first call; `getMade` waits for that. */
export async function overview(jobId: string, signal: AbortSignal): Promise<Overview> {
  const response = await getMade(task(jobId, "overview"), signal, () => undefined);
  return (await response.json()) as Overview;
}

export async function changes(jobId: string, query: URLSearchParams, signal: AbortSignal): Promise<ChangesPage> {
  const response = await getMade(`${task(jobId, "changes")}?${query.toString()}`, signal, () => undefined);
  return (await response.json()) as ChangesPage;
}

/** The GlobalIds of all elements that the filters leave. */
export async function changedGuids(jobId: string, filters: URLSearchParams, signal: AbortSignal): Promise<string[]> {
  const response = await getMade(`${task(jobId, "changes/guids")}?${filters.toString()}`, signal, () => undefined);
  return ((await response.json()) as { guids: string[] }).guids;
}

/** The building as binary glTF, or a part of it. */
export function shapes(
  jobId: string,
  part: "all" | "changed" | "unchanged",
  signal: AbortSignal,
  onWait: () => void,
): Promise<Response> {
  return getMade(`${task(jobId, "geometry")}?part=${part}`, signal, onWait);
}

export function resultIn(format: string, jobId: string, signal: AbortSignal, onWait: () => void): Promise<Response> {
  return getMade(`${task(jobId, "result")}?format=${encodeURIComponent(format)}`, signal, onWait);
}

function task(jobId: string, what: string): string {
  return `/tasks/${encodeURIComponent(jobId)}/${what}`;
}
