/** Reads a dropped file off the main thread: the header first, then the count of its elements. */

import type { Description } from "./describe";
import { readHeader } from "./header";
import { ElementScan } from "./scan";

const HEADER_BYTES = 1024 * 1024;
const ZIP = "PK\u0003\u0004";

addEventListener("message", (event: MessageEvent<File>) => void describe(event.data));

async function describe(file: File): Promise<void> {
  const beginning = new TextDecoder("utf-8", { ignoreBOM: true }).decode(
    await file.slice(0, HEADER_BYTES).arrayBuffer(),
  );
  if (beginning.startsWith(ZIP)) return tell({ kind: "zip" });
  const header = readHeader(beginning);
  if (typeof header === "string") return tell({ kind: "refused", reason: header });
  tell({ kind: "ifc", ...header, elements: null });
  const scan = new ElementScan();
  for await (const chunk of file.stream()) scan.push(chunk);
  if (!scan.isWhole) {
    return tell({
      kind: "refused",
      reason: "The file ends before END-ISO-10303-21; it was cut off. Export or copy it again.",
    });
  }
  tell({ kind: "ifc", ...header, elements: scan.elements });
}

function tell(description: Description): void {
  postMessage(description);
}
