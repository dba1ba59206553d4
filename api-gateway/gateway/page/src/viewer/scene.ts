/** Binary glTF of the service → elements with their geometry and place, relative to one origin in double precision. */

import { type BufferGeometry, Matrix4, Mesh, type Object3D, Vector3 } from "three";
import { GLTFLoader } from "three/addons/loaders/GLTFLoader.js";

import { type Picked, STATES } from "./types";

const ROOMS: readonly unknown[] = ["IfcSpace", "IfcSpatialZone", "IfcVirtualElement"];
const BUILT: readonly unknown[] = [undefined, "shape", "place"];
/** Metres, or parts of a direction. */
const CLOSE = 1e-6;

export interface Element extends Picked {
  side: "old" | "new" | "both";
  /** Whether it changed, and has the shape and the place that it had. */
  isDataOnly: boolean;
  /** Whether it surrounds others, as a room does. */
  isRoom: boolean;
  /** Its pieces, each placed relative to the origin. */
  pieces: { geometry: BufferGeometry; matrix: Matrix4 }[];
}

export interface Part {
  elements: Element[];
  /** Where the file puts its own origin: georeferenced models stand far from zero. */
  origin: Vector3;
  /** How many elements the service could make no shape of. */
  missing: number;
}

/** Reads a file; with `origin`, places its elements relative to that one of another part. */
export async function readPart(content: ArrayBuffer, origin: Vector3 | null): Promise<Part> {
  const { scenes, asset } = await new GLTFLoader().parseAsync(content, "");
  const roots = scenes.flatMap((scene) => scene.children);
  const own = origin ?? originOf(roots);
  const toOrigin = new Matrix4().makeTranslation(own.clone().negate());
  const elements = new Map<string, Element>();
  for (const root of roots) collect(root, toOrigin, null, elements);
  return { elements: settled([...elements.values()]), origin: own, missing: missingIn(asset) };
}

/** What changed in other ways than its shape and place is one element, on both sides. */
function settled(elements: readonly Element[]): Element[] {
  const former = new Map(elements.filter(({ side }) => side === "old").map((element) => [identity(element), element]));
  const unmoved = new Set<Element>();
  for (const element of elements) {
    const before = element.side === "new" ? former.get(identity(element)) : undefined;
    if (!before || !isSame(before, element)) continue;
    element.side = "both";
    unmoved.add(before);
  }
  return elements.filter((element) => !unmoved.has(element));
}

/** A GlobalId alone is not enough: a file may have it several times, or not at all (`$`). */
function identity({ guid, state }: Element): string {
  return `${state} ${guid}`;
}

function isSame(one: Element, other: Element): boolean {
  return (
    one.pieces.length === other.pieces.length &&
    one.pieces.every(({ geometry, matrix }, at) => {
      const facing = other.pieces[at];
      return facing !== undefined && isClose(matrix, facing.matrix) && hasSameFaces(geometry, facing.geometry);
    })
  );
}

function isClose(one: Matrix4, other: Matrix4): boolean {
  return one.elements.every((value, at) => Math.abs(value - (other.elements[at] ?? Infinity)) < CLOSE);
}

function hasSameFaces(one: BufferGeometry, other: BufferGeometry): boolean {
  if (one === other) return true;
  return (
    sameNumbers(one.getAttribute("position").array, other.getAttribute("position").array) &&
    sameNumbers(one.getIndex()?.array, other.getIndex()?.array)
  );
}

function sameNumbers(one: ArrayLike<number> | undefined, other: ArrayLike<number> | undefined): boolean {
  if (one?.length !== other?.length) return false;
  for (let at = 0; at < (one?.length ?? 0); at++) if (one?.[at] !== other?.[at]) return false;
  return true;
}

function missingIn(asset: { extras?: { missing?: Record<string, string> } }): number {
  return Object.keys(asset.extras?.missing ?? {}).length;
}

function originOf(roots: Object3D[]): Vector3 {
  const [root] = roots;
  root?.updateMatrix();
  return root ? new Vector3().setFromMatrixPosition(root.matrix) : new Vector3();
}

/** Matrices are multiplied here, as numbers of double precision; what reaches the graphics card is small. */
function collect(node: Object3D, above: Matrix4, within: Element | null, elements: Map<string, Element>): void {
  node.updateMatrix();
  const matrix = new Matrix4().multiplyMatrices(above, node.matrix);
  const element = elementOf(node, elements) ?? within;
  if (element && node instanceof Mesh) {
    element.pieces.push({ geometry: (node as Mesh<BufferGeometry>).geometry, matrix });
  }
  for (const child of node.children) collect(child, matrix, element, elements);
}

/** The element that a node stands for: it carries a state; its name is the GlobalId. Nodes that tell the same are pieces of one. */
function elementOf(node: Object3D, elements: Map<string, Element>): Element | null {
  const { name, state, side, effect, class: className, storey } = node.userData as Record<string, unknown>;
  const known = STATES.find((each) => each === state);
  if (!known) return null;
  const element: Element = {
    guid: typeof name === "string" ? name : "",
    state: known,
    side: side === "old" || side === "new" ? side : "both",
    isDataOnly: !BUILT.includes(effect),
    isRoom: ROOMS.includes(className),
    class: typeof className === "string" ? className : "",
    storey: typeof storey === "string" ? storey : "",
    pieces: [],
  };
  const key = `${element.side} ${identity(element)}`;
  const before = elements.get(key);
  if (before) return before;
  elements.set(key, element);
  return element;
}
