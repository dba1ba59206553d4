/** The selected elements: drawn in a colour of their own, and through what hides them. */

import { Box3, DoubleSide, Group, Mesh, MeshLambertMaterial } from "three";

import { boundsOf } from "./batch";
import type { Element } from "./scene";

const COLOUR = 0x1f6feb;
const HIDDEN_PART = 0.55;

const inSight = new MeshLambertMaterial({
  color: COLOUR,
  flatShading: true,
  side: DoubleSide,
  // In front of the same faces of the building.
  polygonOffset: true,
  polygonOffsetFactor: -1,
  polygonOffsetUnits: -1,
});
const behind = new MeshLambertMaterial({
  color: COLOUR,
  flatShading: true,
  side: DoubleSide,
  transparent: true,
  opacity: HIDDEN_PART,
  depthTest: false,
  depthWrite: false,
});

export class Selection {
  readonly group = new Group();

  /** Draws these elements; returns the box around them. */
  show(elements: readonly Element[]): Box3 {
    this.group.clear();
    const bounds = new Box3();
    for (const element of elements) {
      bounds.union(boundsOf(element));
      for (const { geometry, matrix } of element.pieces) {
        for (const material of [inSight, behind]) {
          const mesh = new Mesh(geometry, material);
          mesh.matrixAutoUpdate = false;
          mesh.matrix.copy(matrix);
          this.group.add(mesh);
        }
      }
    }
    return bounds;
  }
}
