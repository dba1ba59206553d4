/** One pass over the bytes of an IFC file, chunk by chunk: how many elements it has, and whether it is whole. */

import schemas from "./schemas.json";

const ELEMENTS: ReadonlySet<string> = new Set(schemas.elements.map((name) => name.toUpperCase()));
const END = "END-ISO-10303-21";
const LONGEST_WORD = 64;

const [QUOTE, SEMICOLON, SLASH, STAR, HASH, EQUALS, OPEN] = Array.from("';/*#=(", (sign) => sign.charCodeAt(0));
const [BACKSLASH, LETTER_P, LETTER_S, LETTER_X] = Array.from("\\PSX", (sign) => sign.charCodeAt(0));
const [SPACE, SMALL_A, SMALL_Z] = [0x20, 0x61, 0x7a];

/** Where in a file the pass stands between two bytes. */
const enum At {
  Begin,
  Id,
  Keyword,
  Word,
  Rest,
  String,
}

/** Where in an escape of a string (ISO 10303-21, 6.4.3): after its backslash, its letter, what follows that. */
const enum Escape {
  None,
  Begin,
  Shift,
  Shifted,
  Letter,
  Number,
}

/** Counts the instances of classes in scope: products but features, types, groups, the project. */
export class ElementScan {
  elements = 0;
  /** Whether the line that ends a file was seen. */
  isWhole = false;

  private at = At.Begin;
  private word = "";
  private escape = Escape.None;
  private inComment = false;
  private last = 0;

  push(chunk: Uint8Array): void {
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index] as number;
      if (this.inComment) {
        if (byte === SLASH && this.last === STAR) this.inComment = false;
      } else if (this.at === At.String) {
        this.inString(byte);
      } else if (byte === STAR && this.last === SLASH) {
        this.inComment = true;
        this.last = 0;
        continue;
      } else if (byte > SPACE) {
        this.step(byte);
      }
      this.last = byte;
    }
  }

  /** Ends the string at its quote, but for one in an escape: the section sign is written as `\S\'`. */
  private inString(byte: number): void {
    const before = this.escape;
    this.escape = Escape.None;
    if (before === Escape.Shifted) return;
    if (byte === QUOTE) {
      this.at = At.Rest;
    } else if (byte === BACKSLASH) {
      if (before === Escape.None) this.escape = Escape.Begin;
      else if (before === Escape.Shift) this.escape = Escape.Shifted;
    } else if (before === Escape.Begin) {
      if (byte === LETTER_S) this.escape = Escape.Shift;
      else if (byte === LETTER_X || byte === LETTER_P) this.escape = Escape.Letter;
    } else if (before === Escape.Letter) {
      this.escape = Escape.Number;
    }
  }

  private step(byte: number): void {
    if (byte === SLASH) return; // Begins a comment, or means nothing.
    if (byte === SEMICOLON) {
      if (this.at === At.Word && this.word === END) this.isWhole = true;
      this.at = At.Begin;
    } else if (this.at === At.Rest) {
      if (byte === QUOTE) this.at = At.String;
    } else if (this.at === At.Begin) {
      this.word = byte === HASH ? "" : letter(byte);
      this.at = byte === HASH ? At.Id : At.Word;
    } else if (this.at === At.Id) {
      if (byte === EQUALS) this.at = At.Keyword;
    } else if (byte === OPEN) {
      if (this.at === At.Keyword && ELEMENTS.has(this.word)) this.elements += 1;
      this.at = At.Rest;
    } else if (this.word.length < LONGEST_WORD) {
      this.word += letter(byte);
    }
  }
}

function letter(byte: number): string {
  return String.fromCharCode(byte >= SMALL_A && byte <= SMALL_Z ? byte - SPACE : byte);
}
