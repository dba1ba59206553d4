/** Calls of the service: with the key, with errors as problems (RFC 9457), with patience for what is being made. */

import { askForKey, keyHeader, storedKey } from "./key";

/** What the service, or the way to it, has against a call. `code` is one of docs/errors.md, or `unreachable`. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    detail: string,
    readonly retryAfter: number | null = null,
    /** Whether the same call may succeed a little later. */
    readonly isPassing = false,
  ) {
    super(detail);
  }
}

/** Too many requests, and what a gateway or a proxy says while what is behind it is away. */
const PASSING: readonly number[] = [429, 502, 503, 504];
const UNREACHABLE = "unreachable";
const PATIENCE_SECONDS = 2;

/** Sends a call and returns the good answer; asks for a key where one is wanted. */
export async function call(path: string, init: RequestInit = {}): Promise<Response> {
  for (;;) {
    const key = storedKey();
    const response = await reach(path, { ...init, headers: { ...init.headers, ...keyHeader(key) } });
    if (response.ok) return response;
    if (response.status !== 401) {
      throw problemOf(response.status, await response.text(), response.headers.get("Retry-After"));
    }
    await askForKey(key);
  }
}

export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await call(path, signal ? { signal } : {});
  return (await response.json()) as T;
}

export async function postJson<T>(path: string, content: unknown): Promise<T> {
  const response = await call(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(content),
  });
  return (await response.json()) as T;
}

/** Fetches what the service makes on demand: asks again as long as it says that it is not there yet. */
export async function getMade(path: string, signal: AbortSignal, onWait: () => void): Promise<Response> {
  for (;;) {
    try {
      return await call(path, { signal });
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "job_not_finished") throw error;
      onWait();
      await pause(1000 * (error.retryAfter ?? PATIENCE_SECONDS), signal);
    }
  }
}

/** Gets an answer, asking again while the connection or the service is away; `onTrouble` is told so, null when it is over. */
export async function getPatiently<T>(
  ask: () => Promise<T>,
  signal: AbortSignal,
  onTrouble: (words: string | null) => void,
): Promise<T> {
  for (;;) {
    try {
      const answer = await ask();
      onTrouble(null);
      return answer;
    } catch (error) {
      if (!(error instanceof Problem) || !error.isPassing) throw error;
      onTrouble(error.code === UNREACHABLE ? "Connection lost, trying again …" : `${error.message} Trying again …`);
      await pause(1000 * (error.retryAfter ?? PATIENCE_SECONDS), signal);
    }
  }
}

/** Posts a form, telling how much of it is sent (0 to 1); fetch cannot tell that. */
export async function postForm<T>(
  path: string,
  form: FormData,
  onSent: (share: number) => void,
  signal: AbortSignal,
): Promise<T> {
  for (;;) {
    const key = storedKey();
    const { status, body, retryAfter } = await send(path, form, keyHeader(key), onSent, signal);
    if (status >= 200 && status < 300) return JSON.parse(body) as T;
    if (status !== 401) throw problemOf(status, body, retryAfter);
    await askForKey(key);
  }
}

/** Resolves after `milliseconds`; rejects as soon as `signal` aborts. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal.addEventListener("abort", stop, { once: true });
  });
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

interface Answer {
  status: number;
  body: string;
  retryAfter: string | null;
}

function send(
  path: string,
  form: FormData,
  headers: Record<string, string>,
  onSent: (share: number) => void,
  signal: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onSent(event.loaded / event.total);
    });
    request.addEventListener("load", () =>
      resolve({
        status: request.status,
        body: request.responseText,
        retryAfter: request.getResponseHeader("Retry-After"),
      }),
    );
    request.addEventListener("error", () => reject(unreachable()));
    request.addEventListener("abort", () => reject(new DOMException("canceled", "AbortError")));
    signal.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    if (isAbort(error)) throw error;
    throw unreachable();
  }
}

function unreachable(): Problem {
  return new Problem(UNREACHABLE, "The service cannot be reached. Check the connection, then try again.", null, true);
}

function problemOf(status: number, body: string, retryAfter: string | null): Problem {
  const seconds = retryAfter === null || Number.isNaN(Number(retryAfter)) ? null : Number(retryAfter);
  const isPassing = PASSING.includes(status);
  try {
    const { code, detail } = JSON.parse(body) as { code: unknown; detail: unknown };
    if (typeof code === "string" && typeof detail === "string") return new Problem(code, detail, seconds, isPassing);
  } catch {
    // Something in between answered, a proxy say, and not with a problem.
  }
  return new Problem(`http_${status}`, `The service answered with status ${status} and no reason.`, seconds, isPassing);
}
