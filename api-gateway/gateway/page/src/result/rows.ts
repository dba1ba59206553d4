/** The rows of one query, fetched window by window as they come into sight. Knows no table. */

import { isAbort, pause } from "../api/http";
import { changes } from "../api/tasks";
import type { ChangesPage, Row } from "../api/types";

const WINDOW = 200;
/** Windows kept; the oldest go first. */
const KEPT = 100;
/** Rows that rush by are not fetched. */
const SETTLED_MS = 60;

export interface RowsListener {
  onPage: (page: ChangesPage) => void;
  onError: (error: unknown) => void;
}

export class Rows {
  total = 0;

  private readonly windows = new Map<number, Row[]>();
  private readonly fetching = new Map<number, AbortController>();
  private readonly life = new AbortController();
  private isCounted = false;

  constructor(
    private readonly jobId: string,
    private readonly parameters: URLSearchParams,
    private readonly listener: RowsListener,
  ) {}

  get(index: number): Row | undefined {
    return this.windows.get(Math.floor(index / WINDOW))?.[index % WINDOW];
  }

  /** Fetches what is missing of the rows from `first` to before `end`; what else is on its way is given up. */
  want(first: number, end: number): void {
    if (this.life.signal.aborted) return;
    const wanted = new Set<number>();
    for (let at = Math.floor(first / WINDOW); at * WINDOW < Math.max(end, first + 1); at++) wanted.add(at);
    for (const [at, controller] of this.fetching) if (!wanted.has(at)) controller.abort();
    for (const at of wanted) if (!this.windows.has(at) && !this.fetching.has(at)) void this.fetchWindow(at, SETTLED_MS);
  }

  /** Fetches the window that holds the element, or the first one where the query does not find it. */
  async find(guid: string): Promise<number | null> {
    const parameters = new URLSearchParams(this.parameters);
    parameters.set("find", guid);
    const page = await this.fetchPage(parameters, this.life.signal);
    const index = page.changes.findIndex((row) => row.guid === guid);
    return index < 0 ? null : page.offset + index;
  }

  start(): void {
    void this.fetchWindow(0, 0);
  }

  /** Gives up everything that is on its way; the listener hears nothing more. */
  stop(): void {
    this.life.abort();
    for (const controller of this.fetching.values()) controller.abort();
  }

  private async fetchWindow(at: number, delay: number): Promise<void> {
    const controller = new AbortController();
    this.fetching.set(at, controller);
    try {
      if (delay) await pause(delay, controller.signal);
      const parameters = new URLSearchParams(this.parameters);
      parameters.set("offset", String(at * WINDOW));
      await this.fetchPage(parameters, controller.signal);
    } catch (error) {
      if (!isAbort(error)) this.listener.onError(error);
    } finally {
      if (this.fetching.get(at) === controller) this.fetching.delete(at);
    }
  }

  private async fetchPage(parameters: URLSearchParams, signal: AbortSignal): Promise<ChangesPage> {
    parameters.set("limit", String(WINDOW));
    // They are the same for every window of a query.
    parameters.set("counts", String(!this.isCounted));
    const page = await changes(this.jobId, parameters, signal);
    // What was read to its end can no longer be aborted.
    this.life.signal.throwIfAborted();
    this.isCounted ||= page.counts !== null;
    this.total = page.total;
    if (page.offset % WINDOW === 0) this.keep(page.offset / WINDOW, page.changes);
    this.listener.onPage(page);
    return page;
  }

  private keep(at: number, rows: Row[]): void {
    this.windows.set(at, rows);
    const oldest = this.windows.keys().next().value;
    if (this.windows.size > KEPT && oldest !== undefined) this.windows.delete(oldest);
  }
}
