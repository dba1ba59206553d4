/** The building beside the table: fetches its parts, holds the controls, and says what there is to see. */

import { isAbort } from "../api/http";
import { shapes } from "../api/tasks";
import { button, checkbox, fill, h, segmented } from "../dom";
import { problemNotice } from "../problems";
import { capital } from "../words/capital";
import { count, lengthText } from "../words/numbers";
import { type Cut, type Picked, type Side, type State, STATES } from "./types";
import type { Viewer } from "./viewer";

const NEARER = 0.8;

export class BuildingPanel {
  readonly element: HTMLElement;
  private readonly stage = h("div", {
    class: "stage",
    role: "application",
    tabindex: 0,
    "aria-label": "The building. Arrow keys turn it, plus and minus zoom, F shows all of it.",
  });
  private readonly said = h("div", { class: "stage-status", role: "status" });
  private readonly states = new Set<State>(STATES);
  private readonly isolate: HTMLButtonElement;
  private viewer: Viewer | null = null;
  private side: Side = "both";
  private withRooms = true;
  private cut: Cut = { axis: "z", share: 1 };
  private selected: string | null = null;
  private followed: ReadonlySet<string> | null = null;
  private missing = 0;

  /** `onPick` is told what a person points at, null for nothing. */
  constructor(private readonly jobId: string, private readonly onPick: (picked: Picked | null) => void) {
    this.isolate = button("Isolate", () => this.setIsolated(this.isolate.getAttribute("aria-pressed") !== "true"), {
      "aria-pressed": "false",
      disabled: true,
    });
    this.element = h(
      "details",
      { class: "building", open: true },
      h("summary", {}, "Building"),
      h("div", { class: "controls" }, this.stateSwitches(), this.sideSwitch(), this.isolate, button("Reset view", () => this.reset()), this.cutControls()),
      h("div", { class: "stage-frame" }, this.stage, this.said),
    );
    this.stage.addEventListener("keydown", (event) => this.onKey(event));
  }

  /** Fetches and shows what changed, then the rest. */
  start(): void {
    void this.load(new AbortController().signal);
  }

  /** Marks an element in the building and flies to it; null: takes the mark away. */
  select(guid: string | null): void {
    this.selected = guid;
    this.isolate.disabled = guid === null;
    if (guid === null) this.setIsolated(false);
    this.viewer?.select(guid);
  }

  /** Colours those of the changed elements that the list has; null: all. */
  follow(guids: ReadonlySet<string> | null): void {
    this.followed = guids;
    this.stage.dataset["followed"] = guids ? String(guids.size) : "all";
    this.viewer?.follow(guids);
  }

  private async load(signal: AbortSignal): Promise<void> {
    this.say("Loading the building …");
    try {
      // three.js and the geometry come at the same time.
      const content = this.fetch("changed", signal, () => this.say("The building is being made …"));
      content.catch(() => undefined);
      if (!(await this.open())) return;
      const changed = await this.add(await content);
      this.say("The unchanged elements follow …");
      const rest = await this.fetch("unchanged", signal, () => undefined);
      const unchanged = await this.add(rest);
      this.say(this.endText(changed + unchanged));
    } catch (error) {
      if (!isAbort(error)) fill(this.said, problemNotice(error));
    }
  }

  private async fetch(part: "changed" | "unchanged", signal: AbortSignal, onWait: () => void): Promise<ArrayBuffer> {
    return (await shapes(this.jobId, part, signal, onWait)).arrayBuffer();
  }

  /** Starts three.js; says so where the browser cannot. */
  private async open(): Promise<boolean> {
    const { Viewer } = await import("./viewer");
    try {
      this.viewer = new Viewer(this.stage, this.onPick);
    } catch {
      this.say("This browser shows no 3D (WebGL is missing or switched off). The table has everything.");
      return false;
    }
    this.show();
    this.viewer.follow(this.followed);
    this.viewer.select(this.selected);
    return true;
  }

  private async add(content: ArrayBuffer): Promise<number> {
    const { shown, missing } = (await this.viewer?.add(content)) ?? { shown: 0, missing: 0 };
    this.missing += missing;
    this.stage.dataset["elements"] = String(Number(this.stage.dataset["elements"] ?? 0) + shown);
    return shown;
  }

  /** What is left to say once everything is there. */
  private endText(shown: number): string {
    const apart = this.viewer?.apart();
    if (apart) return `The models lie ${lengthText(apart)} apart, so that one is shown: choose Old or New.`;
    if (this.missing) return `${count(this.missing, "element")} could not be made and ${this.missing === 1 ? "is" : "are"} not shown.`;
    return shown ? "" : "No element of these models has a shape to show.";
  }

  private say(text: string): void {
    fill(this.said, text && h("p", {}, text));
  }

  private stateSwitches(): HTMLElement {
    const switches = STATES.map((state) => {
      const label = checkbox(capital(state), true, (checked) => {
        if (checked) this.states.add(state);
        else this.states.delete(state);
        this.show();
      });
      label.dataset["kind"] = state;
      return label;
    });
    const rooms = checkbox("Rooms", true, (checked) => {
      this.withRooms = checked;
      this.show();
    });
    const legend = h("span", { class: "quiet pale-legend" }, "pale: in data only");
    return h("div", { class: "states", role: "group", "aria-label": "Shown elements" }, ...switches, rooms, legend);
  }

  private show(): void {
    this.viewer?.show(this.states, this.side, this.withRooms);
  }

  private sideSwitch(): HTMLElement {
    const choices = [["old", "Old"], ["both", "Both"], ["new", "New"]] as const;
    return segmented<Side>("Model shown", choices, this.side, (side) => {
      this.side = side;
      this.show();
    });
  }

  private cutControls(): HTMLElement {
    const slider = h("input", { type: "range", min: 0, max: 1, step: 0.005, value: 1, "aria-label": "Section plane" });
    const apply = (cut: Cut): void => {
      this.cut = cut;
      slider.valueAsNumber = cut.share;
      this.viewer?.cut(cut.share < 1 ? cut : null);
    };
    slider.addEventListener("input", () => apply({ ...this.cut, share: slider.valueAsNumber }));
    const axes = [["x", "X"], ["y", "Y"], ["z", "Z"]] as const;
    const axis = segmented<Cut["axis"]>("Axis of the section", axes, this.cut.axis, (chosen) => apply({ ...this.cut, axis: chosen }));
    this.uncut = () => apply({ ...this.cut, share: 1 });
    return h("div", { class: "cut" }, h("span", {}, "Section"), axis, slider);
  }

  private uncut: () => void = () => undefined;

  private setIsolated(isIsolated: boolean): void {
    this.isolate.setAttribute("aria-pressed", String(isIsolated));
    this.viewer?.isolate(isIsolated);
  }

  private reset(): void {
    this.uncut();
    this.setIsolated(false);
    this.viewer?.fit();
  }

  private onKey(event: KeyboardEvent): void {
    const { viewer } = this;
    const moves: Record<string, (() => void) | undefined> = {
      ArrowLeft: () => viewer?.turn(-1, 0),
      ArrowRight: () => viewer?.turn(1, 0),
      ArrowUp: () => viewer?.turn(0, 1),
      ArrowDown: () => viewer?.turn(0, -1),
      "+": () => viewer?.zoom(NEARER),
      "-": () => viewer?.zoom(1 / NEARER),
      f: () => viewer?.fit(),
    };
    const move = moves[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move();
  }
}
