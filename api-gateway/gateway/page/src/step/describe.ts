/** What a dropped file is, told as soon as it is known. */

import type { Header } from "./header";

export type Description =
  | (Header & {
      kind: "ifc";
      /** Its name in the archive; null where it is in none. */
      member: string | null;
      /** null: not counted yet. */
      elements: number | null;
    })
  | { kind: "zip" }
  | { kind: "refused"; reason: string };

/** Reads `file` in a worker and tells what it finds, until `signal` aborts. */
export function describeFile(file: File, onKnown: (description: Description) => void, signal: AbortSignal): void {
  const worker = new Worker(new URL("./describe.worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", (event: MessageEvent<Description>) => {
    onKnown(event.data);
    if (event.data.kind !== "ifc" || event.data.elements !== null) worker.terminate();
  });
  worker.addEventListener("error", () => {
    onKnown({ kind: "refused", reason: "The file cannot be read. Was it moved or changed since it was chosen?" });
    worker.terminate();
  });
  signal.addEventListener("abort", () => worker.terminate());
  worker.postMessage(file);
}
