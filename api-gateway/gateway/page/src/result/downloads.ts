/** The result in its other forms, made by the service on demand and saved as files. */

import { isAbort } from "../api/http";
import { resultIn, shapes } from "../api/tasks";
import { button, fill, h, menu } from "../dom";
import { problemNotice } from "../problems";

const GLTF = "glb";
const FORMS: readonly (readonly [format: string, title: string, use: string])[] = [
  ["html", "Report", "one HTML file, to read, print or mail"],
  ["xlsx", "Workbook", "Excel, a row per changed value"],
  ["csv", "Table", "CSV, a row per changed value"],
  ["bcf", "Issues, BCF 3.0", "a topic per fact"],
  ["bcf-2.1", "Issues, BCF 2.1", "for older tools"],
  ["markdown", "Summary", "Markdown, for a message"],
  [GLTF, "Building", "glTF, in the colours of what changed"],
  ["json", "Result file", "JSON, for programs"],
  ["ndjson", "Result, streamed", "a change a line"],
];

/** A browser may ask the person where to save before it reads what is saved. */
const SAVED_MS = 60_000;

/** The menu of downloads of one job. */
export function downloads(jobId: string): HTMLElement {
  const said = h("div", { role: "status", class: "download-status" });
  let current = new AbortController();
  const items = FORMS.map(([format, title, use]) =>
    h(
      "li",
      {},
      button(h("span", {}, h("strong", {}, title), h("span", { class: "quiet" }, ` ${use}`)), () => {
        current.abort();
        current = new AbortController();
        void download(format, title, jobId, said, current.signal);
      }, { "data-format": format }),
    ),
  );
  return menu("Download", h("ul", {}, ...items), said);
}

async function download(format: string, title: string, jobId: string, said: HTMLElement, signal: AbortSignal): Promise<void> {
  fill(said, h("p", {}, `${title}: fetching …`));
  try {
    const onWait = (): void => fill(said, h("p", {}, `${title}: being made …`));
    const response = await (format === GLTF ? shapes(jobId, "all", signal, onWait) : resultIn(format, jobId, signal, onWait));
    const name = fileName(response.headers.get("Content-Disposition")) ?? `${jobId}.${format}`;
    save(await response.blob(), name);
    fill(said, h("p", {}, `Saved as ${name}`));
  } catch (error) {
    if (!isAbort(error)) fill(said, problemNotice(error));
  }
}

function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = h("a", { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), SAVED_MS);
}

/** The name in a Content-Disposition header (RFC 6266), in either notation. */
function fileName(header: string | null): string | null {
  const encoded = header && /filename\*=utf-8''([^;]+)/i.exec(header)?.[1];
  if (encoded) return decodeURIComponent(encoded);
  return (header && /filename="([^"]+)"/i.exec(header)?.[1]) || null;
}
