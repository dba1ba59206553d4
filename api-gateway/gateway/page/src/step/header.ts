/** The header of an IFC file (ISO 10303-21, 8): what it is, what wrote it, when; or why it is no IFC file. */

import schemas from "./schemas.json";
import { decodeString } from "./strings";
import { type Token, tokens } from "./tokens";

export interface Header {
  schema: string;
  application: string | null;
  /** As the file tells it: ISO 8601, mostly without a time zone. */
  date: string | null;
}

/** How many tokens are looked at; a header has some hundred. */
const MOST_TOKENS = 100_000;
/** How many letters of a schema's name are told. */
const SHOWN = 40;
const START = "ISO-10303-21 ; HEADER ;";

/** Reads the header out of the beginning of a file; a string says why it is no file that can be compared. */
export function readHeader(beginning: string): Header | string {
  if (beginning === "") return "The file is empty.";
  if (beginning.startsWith("\ufeff")) {
    return "The file begins with a UTF-8 byte order mark, which IFC does not allow; save it without.";
  }
  const walk = tokens(beginning);
  const start = Array.from({ length: 4 }, () => textOf(walk.next().value));
  if (start.join(" ") !== START) return `This is not an IFC file: ${looksLike(beginning.trimStart(), start)}.`;
  const entries = new Entries();
  let hasData = false;
  for (let left = MOST_TOKENS; left > 0 && !hasData; left--) {
    const { value, done } = walk.next();
    if (done) break;
    hasData = entries.endAt(value);
  }
  const schema = entries.schema?.trim().toUpperCase();
  if (schema === undefined) return "This is not an IFC file: its header has no FILE_SCHEMA.";
  if (!schemas.readable.includes(schema)) {
    return `The schema ${schema.slice(0, SHOWN) || "of no name"} cannot be read; export the model as IFC2X3, IFC4 or IFC4X3.`;
  }
  if (!hasData) return "This is not an IFC file: it has no DATA section.";
  const [, date, , , preprocessor, system] = entries.fileName.map((text) => decodeString(text).trim());
  return { schema, application: system || preprocessor || null, date: date || null };
}

/** The strings of the header's entries, collected token by token. */
class Entries {
  schema: string | undefined;
  /** The arguments of FILE_NAME, of which those that are no strings read as empty. */
  fileName: string[] = [];

  private keyword = "";
  private depth = 0;

  /** Takes the next token; tells whether it is the `;` of `DATA;`, after which the instances begin. */
  endAt(token: Token): boolean {
    if (token.kind === "string") {
      this.take(token.text.slice(1, -1));
    } else if (token.kind === "word") {
      if (this.depth > 0) return false;
      this.keyword = textOf(token);
      if (this.keyword === "FILE_NAME") this.fileName = [""];
    } else if (token.text === ";") {
      // Ends an entry, even where one of its brackets is missing.
      const ended = this.keyword;
      [this.keyword, this.depth] = ["", 0];
      return ended === "DATA";
    } else if (token.text === "(") this.depth += 1;
    else if (token.text === ")") this.depth = Math.max(0, this.depth - 1);
    else if (token.text === "," && this.depth === 1 && this.keyword === "FILE_NAME") this.fileName.push("");
    return false;
  }

  private take(string: string): void {
    if (this.keyword === "FILE_SCHEMA") this.schema ??= string;
    else if (this.keyword === "FILE_NAME" && this.depth === 1) this.fileName[this.fileName.length - 1] = string;
  }
}

function textOf(token: Token | undefined): string {
  return token?.text.toUpperCase() ?? "";
}

function looksLike(text: string, start: string[]): string {
  if (text.startsWith("%PDF")) return "it is a PDF";
  if (text.startsWith("<")) return "it is XML or HTML (ifcXML is not read; export as .ifc)";
  if (start[0] === "ISO-10303-21") return "it has no HEADER section";
  return "it does not begin with ISO-10303-21;";
}
