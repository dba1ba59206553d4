/** The header of an IFC file (ISO 10303-21, 8): what it is, what wrote it, when; or why it is no IFC file. */

import schemas from "./schemas.json";
import { decodeString } from "./strings";

export interface Header {
  schema: string;
  application: string | null;
  /** As the file tells it: ISO 8601, mostly without a time zone. */
  date: string | null;
}


const COMMENT = /\/\*[^]*?\*\//g;
const START = /^\s*ISO-10303-21\s*;\s*HEADER\s*;/i;
const SCHEMA = /FILE_SCHEMA\s*\(\s*\(\s*'([^']*)'/i;
const NAME = /FILE_NAME\s*\(/i;
const TOKEN = /\s*(?:'((?:[^']|'')*)'|([(),$*]))/y;

/** Reads the header out of the beginning of a file; a string says why it is no file that can be compared. */
export function readHeader(beginning: string): Header | string {
  if (beginning === "") return "The file is empty.";
  if (beginning.startsWith("\ufeff")) {
    return "The file begins with a UTF-8 byte order mark, which IFC does not allow; save it without.";
  }
  const text = beginning.replace(COMMENT, "");
  if (!START.test(text)) return `This is not an IFC file: ${looksLike(text.trimStart())}.`;
  const schema = SCHEMA.exec(text)?.[1]?.trim().toUpperCase();
  if (schema === undefined) return "This is not an IFC file: its header has no FILE_SCHEMA.";
  if (!schemas.readable.includes(schema)) {
    return `The schema ${schema || "of no name"} cannot be read; export the model as one of ${schemas.readable.join(", ")}.`;
  }
  const [, date, , , preprocessor, system] = fileName(text);
  return { schema, application: system || preprocessor || null, date: date || null };
}

/** The arguments of FILE_NAME, of which those that are lists read as empty. */
function fileName(text: string): string[] {
  const found = NAME.exec(text);
  if (!found) return [];
  const values = [""];
  let depth = 1;
  TOKEN.lastIndex = found.index + found[0].length;
  for (let token = TOKEN.exec(text); token !== null && depth > 0; token = TOKEN.exec(text)) {
    const [, string, sign] = token;
    if (string !== undefined && depth === 1) values[values.length - 1] = decodeString(string).trim();
    else if (sign === "," && depth === 1) values.push("");
    else if (sign === "(") depth += 1;
    else if (sign === ")") depth -= 1;
  }
  return values;
}

function looksLike(text: string): string {
  if (text.startsWith("%PDF")) return "it is a PDF";
  if (text.startsWith("<")) return "it is XML or HTML (ifcXML is not read; export as .ifc)";
  if (/^ISO-10303-21/i.test(text)) return "it has no HEADER section";
  return "it does not begin with ISO-10303-21;";
}
