/** The options of a comparison, folded away: their defaults are right for most. */

import { ASPECTS, type Aspect } from "../api/types";
import { checkbox, h } from "../dom";
import { capital } from "../words/capital";

/** What IfcOpenShell's own ifcdiff compares; the service refuses to leave the others out silently. */
const BY_IFCOPENSHELL: readonly Aspect[] = [
  "attributes",
  "property",
  "type",
  "classification",
  "container",
  "aggregate",
  "geometry",
];
const DEFAULT_TOLERANCE_MM = 0.1;

export class Options {
  readonly element: HTMLElement;
  private readonly aspects = new Map<Aspect, HTMLInputElement>();
  private readonly filter = h("input", { id: "filter", type: "text", placeholder: "IfcWall, IfcSlab", spellcheck: "false" });
  private readonly tolerance = h("input", {
    id: "tolerance",
    type: "number",
    min: 0,
    max: 1_000_000,
    step: "any",
    value: DEFAULT_TOLERANCE_MM,
  });
  private readonly engine = h(
    "select",
    { id: "engine" },
    h("option", { value: "delta" }, "delta (this project's)"),
    h("option", { value: "ifcopenshell" }, "ifcopenshell (IfcOpenShell's ifcdiff)"),
  );
  private isShallow = false;

  constructor() {
    const boxes = ASPECTS.map((aspect) => {
      const label = checkbox(capital(aspect), true, () => undefined);
      this.aspects.set(aspect, label.querySelector("input") as HTMLInputElement);
      return label;
    });
    this.engine.addEventListener("change", () => this.followEngine());
    this.element = h(
      "details",
      { class: "options" },
      h("summary", {}, "Options"),
      h("fieldset", {}, h("legend", {}, "Compare"), h("div", { class: "checks" }, ...boxes)),
      h(
        "div",
        { class: "fields" },
        field("filter", "Only elements that match", this.filter, "An IfcOpenShell selector; empty: all elements"),
        field("tolerance", "Tolerance in mm", this.tolerance, "Lengths that differ by less are equal"),
        field("engine", "Engine", this.engine, "Who decides what changed"),
      ),
      checkbox("Only the first kind of change of each element (shallow)", false, (checked) => {
        this.isShallow = checked;
      }),
    );
  }

  /** Adds to `form` what differs from the service's defaults. */
  addTo(form: FormData): void {
    const offered = [...this.aspects].filter(([, input]) => !input.disabled);
    const chosen = offered.filter(([, input]) => input.checked).map(([aspect]) => aspect);
    if (chosen.length < offered.length) form.append("relationships", chosen.join(","));
    if (this.isShallow) form.append("is_shallow", "true");
    if (this.filter.value.trim()) form.append("filter_elements", this.filter.value.trim());
    if (this.engine.value !== "delta") form.append("engine", this.engine.value);
    if (this.tolerance.valueAsNumber !== DEFAULT_TOLERANCE_MM) {
      form.append("tolerance", String(this.tolerance.valueAsNumber / 1000));
    }
  }

  /** Says what is wrong with the options, null where nothing is. */
  fault(): string | null {
    const chosen = [...this.aspects.values()].some((input) => input.checked && !input.disabled);
    if (!chosen) return "Choose at least one thing to compare.";
    return this.tolerance.validity.valid && this.tolerance.value !== "" ? null : "Give the tolerance as a number of millimetres.";
  }

  private followEngine(): void {
    for (const [aspect, input] of this.aspects) {
      input.disabled = this.engine.value === "ifcopenshell" && !BY_IFCOPENSHELL.includes(aspect);
    }
  }
}

function field(id: string, label: string, input: HTMLElement, hint: string): HTMLElement {
  input.setAttribute("aria-describedby", `${id}-hint`);
  return h(
    "div",
    { class: "field" },
    h("label", { for: id }, label),
    input,
    h("span", { class: "quiet", id: `${id}-hint` }, hint),
  );
}
