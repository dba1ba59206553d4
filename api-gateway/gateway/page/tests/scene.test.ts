import { expect, test } from "vitest";

import { readPart } from "../src/viewer/scene";

const TRIANGLE = new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0]);

/** A binary glTF with a triangle for each node. */
function glb(
  nodes: { name?: string; state: string; side: string; at: number; effect?: string; class?: string }[],
): ArrayBuffer {
  const json = JSON.stringify({
    asset: { version: "2.0" },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [
      { children: nodes.map((_, index) => index + 1) },
      ...nodes.map(({ name, at, ...extras }) => ({ name, mesh: 0, translation: [at, 0, 0], extras })),
    ],
    meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }],
    accessors: [{ bufferView: 0, componentType: 5126, count: 3, type: "VEC3", min: [0, 0, 0], max: [1, 1, 0] }],
    bufferViews: [{ buffer: 0, byteLength: TRIANGLE.byteLength }],
    buffers: [{ byteLength: TRIANGLE.byteLength }],
  });
  const text = new TextEncoder().encode(json.padEnd(Math.ceil(json.length / 4) * 4));
  const header = (...numbers: number[]): Uint8Array => new Uint8Array(new Uint32Array(numbers).buffer);
  const total = 12 + 8 + text.length + 8 + TRIANGLE.byteLength;
  const parts = [
    header(0x46546c67, 2, total),
    header(text.length, 0x4e4f534a),
    text,
    header(TRIANGLE.byteLength, 0x004e4942),
    new Uint8Array(TRIANGLE.buffer),
  ];
  const content = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    content.set(part, at);
    at += part.length;
  }
  return content.buffer;
}

test.each([["$"], [undefined], ["2O2Fr$t4X7Zf8NOew3FLOH"]])("shows every piece of what shares the name %s", async (name) => {
  const alike = { ...(name === undefined ? {} : { name }), state: "unchanged", side: "both" };
  const { elements } = await readPart(glb([1, 2, 3].map((at) => ({ ...alike, at }))), null);
  expect(elements.flatMap(({ pieces }) => pieces.map(({ matrix }) => matrix.elements[12]))).toEqual([1, 2, 3]);
});

test("does not take what was deleted and what was added for one element because neither has a name", async () => {
  const { elements } = await readPart(
    glb([
      { name: "$", state: "deleted", side: "old", at: 0 },
      { name: "$", state: "added", side: "new", at: 0 },
    ]),
    null,
  );
  expect(elements.map(({ state }) => state)).toEqual(["deleted", "added"]);
});

test("shows once what changed in other ways than its shape and place", async () => {
  const { elements } = await readPart(
    glb([
      { name: "one", state: "changed", side: "old", at: 0 },
      { name: "one", state: "changed", side: "new", at: 0 },
      { name: "two", state: "changed", side: "old", at: 0 },
      { name: "two", state: "changed", side: "new", at: 5 },
    ]),
    null,
  );
  expect(elements.map(({ guid, side }) => `${guid} ${side}`)).toEqual(["one both", "two old", "two new"]);
});

test("tells what changed in data alone, and what is a room", async () => {
  const changed = { state: "changed", side: "new", at: 0 };
  const { elements } = await readPart(
    glb([
      { ...changed, name: "a", effect: "shape" },
      { ...changed, name: "b", effect: "data", class: "IfcSpace" },
      { name: "c", state: "unchanged", side: "both", at: 0 },
    ]),
    null,
  );
  expect(elements.map(({ isDataOnly, isRoom }) => [isDataOnly, isRoom])).toEqual([
    [false, false],
    [true, true],
    [false, false],
  ]);
});
