/** Where one of the two models is dropped or chosen, and what it is, as soon as that is known. */

import { button, fill, h } from "../dom";
import { describeFile, type Description } from "../step/describe";
import { bytes, grouped } from "../words/numbers";
import { dateText } from "../words/times";

const ACCEPTED = ".ifc,.ifczip";

export class FileTarget {
  readonly element: HTMLElement;
  /** The file, null as long as there is none or it is one that cannot be compared. */
  file: File | null = null;
  /** What is known of it so far. */
  description: Description | null = null;

  private readonly input: HTMLInputElement;
  private readonly told = h("div", { class: "told", role: "status" });
  private reading = new AbortController();

  /** `side` is `old` or `new`; `onChange` is called when `file` may be another. */
  constructor(
    side: "old" | "new",
    title: string,
    private readonly onChange: () => void,
  ) {
    this.input = h("input", { type: "file", accept: ACCEPTED, id: `file-${side}`, "aria-describedby": `told-${side}` });
    this.told.id = `told-${side}`;
    this.element = h(
      "div",
      { class: "target", "data-side": side },
      h(
        "label",
        { class: "target-label", for: `file-${side}` },
        h("span", { class: "target-title" }, title),
        h("span", { class: "quiet" }, "Drop an .ifc or .ifczip here"),
        h("span", { class: "button" }, "Choose a file"),
        this.input,
      ),
      this.told,
    );
    this.input.addEventListener("change", () => {
      const chosen = this.input.files?.[0];
      if (chosen) this.take(chosen);
    });
    this.acceptDrops();
  }

  /** Takes a file, as if it had been dropped. */
  take(file: File): void {
    this.clear();
    this.file = file;
    fill(this.told, this.heading(file), h("p", { class: "quiet" }, "Reading …"));
    describeFile(file, (description) => this.show(file, description), this.reading.signal);
    this.onChange();
  }

  /** Gives the file back. */
  clear(): void {
    this.reading.abort();
    this.reading = new AbortController();
    this.file = null;
    this.description = null;
    this.input.value = "";
    fill(this.told);
    this.element.classList.remove("refused");
    this.onChange();
  }

  private show(file: File, description: Description): void {
    const refused = description.kind === "refused";
    this.element.classList.toggle("refused", refused);
    if (refused) this.file = null;
    this.description = description;
    fill(this.told, this.heading(file), details(description));
    this.onChange();
  }

  private heading(file: File): HTMLElement {
    return h(
      "p",
      { class: "target-file" },
      h("strong", {}, file.name),
      h("span", { class: "quiet" }, bytes(file.size)),
      button("Remove", () => this.clear(), { class: "link", "aria-label": `Remove ${file.name}` }),
    );
  }

  private acceptDrops(): void {
    const over = (isOver: boolean) => (event: DragEvent) => {
      event.preventDefault();
      this.element.classList.toggle("over", isOver);
    };
    this.element.addEventListener("dragover", over(true));
    this.element.addEventListener("dragleave", over(false));
    this.element.addEventListener("drop", (event) => {
      over(false)(event);
      const dropped = event.dataTransfer?.files[0];
      if (dropped) this.take(dropped);
    });
  }
}

function details(description: Description): HTMLElement {
  if (description.kind === "refused") return h("p", { class: "error-text" }, description.reason);
  if (description.kind === "zip") {
    return h("p", { class: "quiet" }, "A zip archive that cannot be looked into here; the service unpacks the model in it.");
  }
  const { schema, application, date, member, elements } = description;
  return h(
    "dl",
    { class: "facts" },
    ...(member === null ? [] : fact("In the archive", member)),
    ...fact("Schema", schema),
    ...fact("Written by", application ?? "not told"),
    ...fact("Date", date ? dateText(date) : "not told"),
    ...fact("Elements", elements === null ? "counting …" : grouped(elements)),
  );
}

function fact(name: string, value: string): HTMLElement[] {
  return [h("dt", {}, name), h("dd", {}, value)];
}
