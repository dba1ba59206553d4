/** Many elements in one draw call: geometries that are shared are stored once. */

import { BatchedMesh, Box3, BufferGeometry, Color, DoubleSide, type Intersection, MeshLambertMaterial, type Raycaster } from "three";

import type { Element } from "./scene";
import { PALE, PASSED_OVER, STATE_COLOURS } from "./types";

const SEE_THROUGH = 0.16;
/** A room, and the old side of what changed, behind its new side. */
const FORMER = 0.35;

interface Placed {
  element: Element;
  /** Numbers of its pieces in the mesh. */
  instances: number[];
}

/** Elements of one look: one state, one side, all of them rooms or none. */
export class Batch {
  readonly mesh: BatchedMesh;
  readonly bounds = new Box3();
  /** By GlobalId, which a file may give several elements. */
  private readonly placed = new Map<string, Placed[]>();
  private readonly owners: Element[] = [];

  constructor(elements: readonly Element[]) {
    const [first] = elements;
    if (!first) throw new RangeError("a batch needs elements");
    this.mesh = emptyMesh(elements, materialOf(first));
    const numbers = new Map<BufferGeometry, number>();
    for (const element of elements) this.place(element, numbers);
    this.colour(() => true);
    this.mesh.computeBoundingSphere();
  }

  /** Shows the elements that `isShown` accepts. */
  show(isShown: (guid: string) => boolean): void {
    for (const [guid, all] of this.placed) {
      const visible = isShown(guid);
      for (const { instances } of all) for (const instance of instances) this.mesh.setVisibleAt(instance, visible);
    }
  }

  /** Colours the elements that `isMeant` accepts by what became of them, and no other. */
  colour(isMeant: (guid: string) => boolean): void {
    for (const [guid, all] of this.placed) {
      for (const { element, instances } of all) {
        const colour = isMeant(guid) ? colourOf(element) : passedOver;
        for (const instance of instances) this.mesh.setColorAt(instance, colour);
      }
    }
  }

  get(guid: string): Element[] {
    return this.placed.get(guid)?.map(({ element }) => element) ?? [];
  }

  /** What a ray meets, nearest first, with the element it belongs to. */
  hits(raycaster: Raycaster): { element: Element; hit: Intersection }[] {
    return raycaster.intersectObject(this.mesh, false).flatMap((hit) => {
      const element = hit.batchId === undefined ? undefined : this.owners[hit.batchId];
      return element ? [{ element, hit }] : [];
    });
  }

  private place(element: Element, numbers: Map<BufferGeometry, number>): void {
    const instances = element.pieces.map(({ geometry, matrix }) => {
      let number = numbers.get(geometry);
      if (number === undefined) {
        number = this.mesh.addGeometry(bare(geometry));
        numbers.set(geometry, number);
        geometry.computeBoundingBox();
      }
      const instance = this.mesh.addInstance(number);
      this.mesh.setMatrixAt(instance, matrix);
      this.owners[instance] = element;
      return instance;
    });
    const known = this.placed.get(element.guid);
    if (known) known.push({ element, instances });
    else this.placed.set(element.guid, [{ element, instances }]);
    this.bounds.union(boundsOf(element));
  }
}

/** The box around an element whose geometries have theirs. */
export function boundsOf({ pieces }: Element): Box3 {
  const bounds = new Box3();
  for (const { geometry, matrix } of pieces) {
    if (geometry.boundingBox) bounds.union(geometry.boundingBox.clone().applyMatrix4(matrix));
  }
  return bounds;
}

function emptyMesh(elements: readonly Element[], material: MeshLambertMaterial): BatchedMesh {
  const geometries = new Set(elements.flatMap(({ pieces }) => pieces.map(({ geometry }) => geometry)));
  let [vertices, indices, instances] = [0, 0, 0];
  for (const geometry of geometries) {
    vertices += geometry.getAttribute("position").count;
    indices += bare(geometry).getIndex()?.count ?? 0;
  }
  for (const { pieces } of elements) instances += pieces.length;
  const mesh = new BatchedMesh(instances, vertices, indices, material);
  mesh.sortObjects = false;
  return mesh;
}

/** The geometry with positions and an index alone: normals come from the faces. */
function bare(geometry: BufferGeometry): BufferGeometry {
  for (const name of Object.keys(geometry.attributes)) if (name !== "position") geometry.deleteAttribute(name);
  if (!geometry.getIndex()) geometry.setIndex(Array.from({ length: geometry.getAttribute("position").count }, (_, at) => at));
  return geometry;
}

const passedOver = new Color(PASSED_OVER);

function colourOf({ state, isDataOnly }: Element): Color {
  return new Color(isDataOnly ? PALE : STATE_COLOURS[state]);
}

function opacityOf({ state, side, isRoom }: Element): number {
  if (state === "unchanged") return SEE_THROUGH;
  return isRoom || (state === "changed" && side === "old") ? FORMER : 1;
}

function materialOf(element: Element): MeshLambertMaterial {
  const opacity = opacityOf(element);
  const isSolid = opacity === 1;
  return new MeshLambertMaterial({
    // Each piece has a colour of its own.
    color: 0xffffff,
    flatShading: true,
    side: DoubleSide,
    // Otherwise what is seen through is drawn twice.
    forceSinglePass: true,
    transparent: !isSolid,
    opacity,
    depthWrite: isSolid,
  });
}
