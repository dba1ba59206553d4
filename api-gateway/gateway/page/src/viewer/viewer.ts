/** The building: parts come in, are shown by state and side, picked, isolated and cut. Draws only when something is new. */

import { Box3, HemisphereLight, Plane, Raycaster, Scene, Sphere, type Vector3, Vector2, Vector3 as Vector } from "three";

import { Batch } from "./batch";
import { Camera } from "./camera";
import { Pace } from "./pace";
import { makeRenderer } from "./renderer";
import { type Element, readPart } from "./scene";
import { Selection } from "./selection";
import type { Cut, Picked, Side, State } from "./types";

const STILL_A_CLICK = 4;
/** How many of its own sizes a model is from the other where both cannot be seen at once. */
const FAR = 20;
/** The axes of the model, whose Z is up, in the scene, whose Y is. */
const AXES: Readonly<Record<Cut["axis"], Vector3>> = {
  x: new Vector(1, 0, 0),
  y: new Vector(0, 0, -1),
  z: new Vector(0, 1, 0),
};

interface Shown {
  state: State;
  side: Element["side"];
  isRoom: boolean;
  batch: Batch;
  isShown: boolean;
}

export class Viewer {
  private readonly renderer = makeRenderer();
  private readonly scene = new Scene();
  private readonly camera: Camera;
  private readonly batches: Shown[] = [];
  private readonly bounds = new Box3();
  private readonly selection = new Selection();
  private origin: Vector3 | null = null;
  private states: ReadonlySet<State> = new Set();
  private side: Side = "both";
  private withRooms = true;
  private followed: ReadonlySet<string> | null = null;
  private selected: string | null = null;
  /** Whether the camera has come to what is selected. */
  private isApproached = false;
  private isIsolated = false;
  private plane: Plane | null = null;
  private frame = 0;
  // The renderer makes no other context.
  private readonly pace = new Pace(this.renderer.getContext() as WebGL2RenderingContext, () => this.draw());

  /** Throws where the browser has no WebGL. */
  constructor(private readonly host: HTMLElement, private readonly onPick: (picked: Picked | null) => void) {
    const canvas = this.renderer.domElement;
    this.camera = new Camera(canvas, () => {
      this.pace.move();
      this.draw();
    });
    this.scene.add(this.camera.camera, new HemisphereLight(0xffffff, 0x9aa4ae, 1.9), this.selection.group);
    host.append(canvas);
    new ResizeObserver(() => this.resize()).observe(host);
    this.listen(canvas);
  }

  /** Adds a part of the building; returns how many elements it has, and how many have no shape that could be made. */
  async add(content: ArrayBuffer): Promise<{ shown: number; missing: number }> {
    const { elements, origin, missing } = await readPart(content, this.origin);
    const shaped = elements.filter(({ pieces }) => pieces.length > 0);
    if (!shaped.length) return { shown: 0, missing };
    this.origin ??= origin;
    for (const [, alike] of grouped(shaped)) this.addBatch(alike);
    const selected = this.update();
    const framed = this.framed();
    this.camera.reach(framed);
    this.camera.begin(framed);
    if (!this.isApproached) this.approach(selected);
    return { shown: shaped.length, missing };
  }

  show(states: ReadonlySet<State>, side: Side, withRooms: boolean): void {
    const isOther = side !== this.side;
    this.states = states;
    this.side = side;
    this.withRooms = withRooms;
    this.update();
    if (isOther && this.apart()) {
      this.camera.reach(this.framed());
      this.fit();
    }
  }

  /** How many metres lie between the old and the new model where both cannot be seen at once; else 0. */
  apart(): number {
    const [old, now] = [this.extent(["old"]), this.extent(["new", "both"])].map((box) => box.getBoundingSphere(new Sphere()));
    if (!old || !now || old.isEmpty() || now.isEmpty()) return 0;
    const distance = old.center.distanceTo(now.center);
    return distance > FAR * Math.max(old.radius, now.radius) ? distance : 0;
  }

  /** Colours what changed where it is one of these elements, by GlobalId; null: all of it. */
  follow(guids: ReadonlySet<string> | null): void {
    this.followed = guids;
    for (const { batch, state } of this.batches) this.colour(batch, state);
    this.draw();
  }

  /** Marks an element, on both sides, and flies to it; null: takes the mark away. */
  select(guid: string | null): void {
    this.selected = guid;
    this.approach(this.update());
  }

  /** Shows the selected elements alone, or all again. */
  isolate(isIsolated: boolean): void {
    this.isIsolated = isIsolated;
    this.update();
  }

  cut(cut: Cut | null): void {
    this.plane = cut && this.planeOf(cut);
    this.renderer.clippingPlanes = this.plane ? [this.plane] : [];
    this.draw();
  }

  fit(): void {
    this.camera.fit(this.framed());
  }

  turn(sideways: number, upwards: number): void {
    this.camera.turn(sideways, upwards);
  }

  zoom(factor: number): void {
    this.camera.zoom(factor);
  }

  private addBatch(alike: Element[]): void {
    const [first] = alike;
    if (!first) return;
    const batch = new Batch(alike);
    this.colour(batch, first.state);
    this.batches.push({ state: first.state, side: first.side, isRoom: first.isRoom, batch, isShown: false });
    this.bounds.union(batch.bounds);
    this.scene.add(batch.mesh);
  }

  /** The box that all of what is shown is in; of models that lie far apart that of one. */
  private framed(): Box3 {
    if (!this.apart()) return this.bounds;
    return this.extent(this.side === "old" ? ["old"] : ["new", "both"]);
  }

  private extent(sides: readonly Element["side"][]): Box3 {
    const box = new Box3();
    for (const { side, batch } of this.batches) if (sides.includes(side)) box.union(batch.bounds);
    return box;
  }

  private colour(batch: Batch, state: State): void {
    const { followed } = this;
    if (state !== "unchanged") batch.colour((guid) => followed === null || followed.has(guid));
  }

  /** Shows what is to be seen; returns the box around what is selected of it. */
  private update(): Box3 {
    const { selected } = this;
    const isAlone = this.isIsolated && selected !== null;
    const marked: Element[] = [];
    for (const shown of this.batches) {
      const { state, side, isRoom, batch } = shown;
      const isOnSide = this.side === "both" || side === "both" || side === this.side;
      shown.isShown = this.states.has(state) && isOnSide && (this.withRooms || !isRoom);
      batch.show((guid) => !isAlone || guid === selected);
      if (selected !== null && shown.isShown) marked.push(...batch.get(selected));
    }
    this.draw();
    return this.selection.show(marked);
  }

  private approach(bounds: Box3): void {
    this.isApproached = !bounds.isEmpty();
    this.camera.approach(bounds);
  }

  private planeOf({ axis, share }: Cut): Plane {
    const direction = AXES[axis];
    const [one, other] = [direction.dot(this.bounds.min), direction.dot(this.bounds.max)];
    const [least, most] = [Math.min(one, other), Math.max(one, other)];
    return new Plane(direction.clone().negate(), least + (most - least) * share);
  }

  private listen(canvas: HTMLCanvasElement): void {
    const down = new Vector2();
    canvas.addEventListener("pointerdown", (event) => down.set(event.clientX, event.clientY));
    canvas.addEventListener("pointerup", (event) => {
      const isClick = down.distanceTo(new Vector2(event.clientX, event.clientY)) < STILL_A_CLICK;
      if (isClick && event.button === 0) this.onPick(this.pickedAt(event));
    });
    canvas.addEventListener("webglcontextrestored", () => this.draw());
  }

  private pickedAt(event: PointerEvent): Picked | null {
    const { left, top, width, height } = this.renderer.domElement.getBoundingClientRect();
    const pointer = new Vector2(((event.clientX - left) / width) * 2 - 1, 1 - ((event.clientY - top) / height) * 2);
    const raycaster = new Raycaster();
    raycaster.setFromCamera(pointer, this.camera.camera);
    const hits = this.batches
      .filter(({ isShown }) => isShown)
      .flatMap(({ batch }) => batch.hits(raycaster))
      .filter(({ hit }) => !this.plane || this.plane.distanceToPoint(hit.point) >= 0)
      .sort((one, other) => one.hit.distance - other.hit.distance);
    // What is seen through is not meant, unless there is nothing else.
    const solid = hits.find(({ element }) => element.state !== "unchanged" && !element.isRoom);
    return (solid ?? hits[0])?.element ?? null;
  }

  private resize(): void {
    const { clientWidth, clientHeight } = this.host;
    if (!clientWidth || !clientHeight) return;
    this.renderer.setSize(clientWidth, clientHeight);
    this.camera.resize(clientWidth, clientHeight);
    this.draw();
  }

  private draw(): void {
    if (this.frame || !this.pace.mayDraw()) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      const isSparing = this.pace.isSparing && this.batches.some(({ state, isShown }) => isShown && state !== "unchanged");
      for (const { state, batch, isShown } of this.batches) batch.mesh.visible = isShown && !(isSparing && state === "unchanged");
      this.renderer.render(this.scene, this.camera.camera);
      this.pace.follow(!isSparing);
    });
  }
}

function grouped(elements: readonly Element[]): Map<string, Element[]> {
  const groups = new Map<string, Element[]>();
  for (const element of elements) {
    const { state, side, isDataOnly, isRoom } = element;
    const look = `${state} ${side} ${isDataOnly} ${isRoom}`;
    const group = groups.get(look);
    if (group) group.push(element);
    else groups.set(look, [element]);
  }
  return groups;
}
