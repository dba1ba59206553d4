import { expect, test } from "vitest";

import { onlyModel } from "../src/step/zip";

interface Packed {
  name: string;
  content: string;
  isDeflated?: boolean;
  flags?: number;
}

async function deflated(content: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([content]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function record(bytes: number, ...numbers: [at: number, width: 2 | 4, value: number][]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(bytes));
  for (const [at, width, value] of numbers) width === 2 ? view.setUint16(at, value, true) : view.setUint32(at, value, true);
  return new Uint8Array(view.buffer);
}

/** An archive (APPNOTE 4.3) whose local headers have an extra field that the directory has not. */
async function zip(...members: Packed[]): Promise<Blob> {
  const [files, directory]: BlobPart[][] = [[], []];
  for (const { name, content, isDeflated = true, flags = 0 } of members) {
    const [data, method] = isDeflated ? [await deflated(content), 8] : [new TextEncoder().encode(content), 0];
    const at = new Blob(files).size;
    files?.push(record(30, [0, 4, 0x04034b50], [26, 2, name.length], [28, 2, 4]), name, "\0\0\0\0", data);
    directory?.push(
      record(46, [0, 4, 0x02014b50], [8, 2, flags], [10, 2, method], [20, 4, data.length], [28, 2, name.length], [42, 4, at]),
      name,
    );
  }
  const [start, length] = [new Blob(files).size, new Blob(directory).size];
  return new Blob([...(files ?? []), ...(directory ?? []), record(22, [0, 4, 0x06054b50], [12, 4, length], [16, 4, start]), "a comment"]);
}

test.each([true, false])("unpacks the only model, as often as it is opened (deflated: %s)", async (isDeflated) => {
  const content = "ISO-10303-21;".repeat(1000);
  const model = await onlyModel(await zip({ name: "notes.txt", content: "none" }, { name: "a/House.IFC", content, isDeflated }));
  expect(model?.name).toBe("a/House.IFC");
  for (let time = 0; time < 2; time++) expect(await new Response(model?.open() as ReadableStream<Uint8Array<ArrayBuffer>>).text()).toBe(content);
});

test("leaves to the service what is not plain", async () => {
  const model = { name: "one.ifc", content: "ISO-10303-21;" };
  expect(await onlyModel(await zip())).toBeNull();
  expect(await onlyModel(await zip({ name: "notes.txt", content: "none" }))).toBeNull();
  expect(await onlyModel(await zip(model, { ...model, name: "two.ifc" }))).toBeNull();
  expect(await onlyModel(await zip({ ...model, flags: 1 }))).toBeNull();
  expect(await onlyModel((await zip(model)).slice(0, 60))).toBeNull();
  expect(await onlyModel(new Blob(["PK\u0003\u0004"]))).toBeNull();
});
