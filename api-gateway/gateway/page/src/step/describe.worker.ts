/** Reads a dropped file off the main thread: the header first, then the count of its elements. */

import type { Description } from "./describe";
import { readHeader } from "./header";
import { ElementScan } from "./scan";
import { onlyModel } from "./zip";

const HEADER_BYTES = 1024 * 1024;
const ZIP = "PK\u0003\u0004";

addEventListener("message", (event: MessageEvent<File>) => void answer(event.data));

async function answer(file: File): Promise<void> {
  try {
    if ((await file.slice(0, ZIP.length).text()) === ZIP) await describeArchive(file);
    else await describe(() => file.stream(), null);
  } catch {
    tell({ kind: "refused", reason: "The file cannot be read. Was it moved or changed since it was chosen?" });
  }
}

/** What cannot be read of an archive here is left to the service. */
async function describeArchive(archive: File): Promise<void> {
  try {
    const member = await onlyModel(archive);
    if (member) await describe(member.open, member.name);
    else tell({ kind: "zip" });
  } catch {
    tell({ kind: "zip" });
  }
}

async function describe(open: () => ReadableStream<Uint8Array>, member: string | null): Promise<void> {
  const header = readHeader(await beginningOf(open()));
  if (typeof header === "string") return tell({ kind: "refused", reason: header });
  tell({ kind: "ifc", ...header, member, elements: null });
  const scan = new ElementScan();
  for await (const chunk of open()) scan.push(chunk);
  if (!scan.isWhole) {
    return tell({
      kind: "refused",
      reason: "The file ends before END-ISO-10303-21; it was cut off. Export or copy it again.",
    });
  }
  const application = scan.application ?? header.application;
  tell({ kind: "ifc", ...header, application, member, elements: scan.elements });
}

/** As much text as holds every header. */
async function beginningOf(content: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let [text, length] = ["", 0];
  for await (const chunk of content) {
    text += decoder.decode(chunk.subarray(0, HEADER_BYTES - length), { stream: true });
    length += chunk.length;
    if (length >= HEADER_BYTES) break;
  }
  return text;
}

function tell(description: Description): void {
  postMessage(description);
}
