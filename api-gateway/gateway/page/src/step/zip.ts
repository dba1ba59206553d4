/** The one model in a zip archive (.ifczip), where the archive is a plain one. Knows no IFC.
 *
 * The browser unpacks; only the directory is read here. zip.js makes the worker 51 kB of gzip, not 4; fflate reads an
 * archive in whole to list it, and holds all that it unpacks.
 */

const DIRECTORY_END = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
/** Bytes of each, without what they vary in; and how long a comment at the end may be. */
const [END_BYTES, ENTRY_BYTES, LOCAL_BYTES, LONGEST_COMMENT] = [22, 46, 30, 0xffff];
const [STORED, DEFLATED] = [0, 8];
const ENCRYPTED = 1;
const IS_MODEL = /\.ifc$/i;

export interface Member {
  name: string;
  /** Begins to read its content, unpacked. */
  open: () => ReadableStream<Uint8Array>;
}

interface Entry {
  name: string;
  flags: number;
  method: number;
  packed: number;
  at: number;
}

/** Finds the only .ifc in an archive; null where there is not exactly one, or it is packed in an uncommon way. */
export async function onlyModel(archive: Blob): Promise<Member | null> {
  const models = (await entriesOf(archive)).filter(({ name }) => IS_MODEL.test(name));
  const [model] = models;
  if (!model || models.length > 1 || model.flags & ENCRYPTED) return null;
  if (model.method !== STORED && model.method !== DEFLATED) return null;
  const local = await viewOf(archive, model.at, LOCAL_BYTES);
  if (local.byteLength < LOCAL_BYTES || local.getUint32(0, true) !== LOCAL_HEADER) return null;
  const from = model.at + LOCAL_BYTES + local.getUint16(26, true) + local.getUint16(28, true);
  const packed = archive.slice(from, from + model.packed);
  const open = (): ReadableStream<Uint8Array> =>
    model.method === STORED ? packed.stream() : packed.stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return { name: model.name, open };
}

/** The archive's central directory; empty where it has none that is plain (zip64, say). */
async function entriesOf(archive: Blob): Promise<Entry[]> {
  const tail = await viewOf(archive, Math.max(0, archive.size - END_BYTES - LONGEST_COMMENT), END_BYTES + LONGEST_COMMENT);
  let end = tail.byteLength - END_BYTES;
  while (end >= 0 && tail.getUint32(end, true) !== DIRECTORY_END) end -= 1;
  if (end < 0) return [];
  const directory = await viewOf(archive, tail.getUint32(end + 16, true), tail.getUint32(end + 12, true));
  const entries: Entry[] = [];
  for (let at = 0; at + ENTRY_BYTES <= directory.byteLength; ) {
    if (directory.getUint32(at, true) !== DIRECTORY_ENTRY) return [];
    const length = directory.getUint16(at + 28, true);
    entries.push({
      name: new TextDecoder().decode(new Uint8Array(directory.buffer, at + ENTRY_BYTES, Math.min(length, directory.byteLength - at - ENTRY_BYTES))),
      flags: directory.getUint16(at + 8, true),
      method: directory.getUint16(at + 10, true),
      packed: directory.getUint32(at + 20, true),
      at: directory.getUint32(at + 42, true),
    });
    at += ENTRY_BYTES + length + directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true);
  }
  return entries;
}

async function viewOf(blob: Blob, from: number, length: number): Promise<DataView<ArrayBuffer>> {
  return new DataView(await blob.slice(from, from + length).arrayBuffer());
}
