/** One pass over the bytes of an IFC file, chunk by chunk: its elements, what wrote it, and whether it is whole. */

import { applicationOf } from "./application";
import schemas from "./schemas.json";

const ELEMENTS: ReadonlySet<string> = new Set(schemas.elements.map((name) => name.toUpperCase()));
const END = "END-ISO-10303-21";
const LONGEST_WORD = 64;
const APPLICATION = "IFCAPPLICATION";
const LONGEST_APPLICATION = 4096;

/** What an escape in a string begins with, and whole ones: after a page's `\S\` an apostrophe is a letter. */
const ESCAPE_BEGINS = /^\\(?:[SPX]|S\\|[PX][A-Z0-9])?$/;
const ESCAPE = /^\\(?:\\|S\\[^]|X\\|[PX][A-Z0-9]\\)$/;

const [QUOTE, SEMICOLON, SLASH, STAR, HASH, EQUALS, OPEN, BACKSLASH] = Array.from("';/*#=(\\", (sign) =>
  sign.charCodeAt(0),
);
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

/** Counts the instances of classes in scope: products but features, types, groups, the project. */
export class ElementScan {
  elements = 0;
  /** Whether the line that ends a file was seen. */
  isWhole = false;
  /** What the first IfcApplication is called; null where there is none yet. */
  application: string | null = null;

  /** The arguments of an IfcApplication as far as they were read; null outside one. */
  private read: number[] | null = null;
  private at = At.Begin;
  private word = "";
  private inComment = false;
  private last = 0;
  /** What was read of an escape. */
  private escape = "";

  push(chunk: Uint8Array): void {
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index] as number;
      if (this.read && this.read.length < LONGEST_APPLICATION) this.read.push(byte);
      if (this.inComment) {
        if (byte === SLASH && this.last === STAR) this.inComment = false;
      } else if (this.at === At.String) {
        if ((byte === BACKSLASH || this.escape) && this.isInEscape(byte)) continue;
        if (byte === QUOTE) this.at = At.Rest;
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

  private isInEscape(byte: number): boolean {
    const read = this.escape + String.fromCharCode(byte);
    const ends = ESCAPE.test(read);
    this.escape = ends ? "" : ESCAPE_BEGINS.test(read) ? read : byte === BACKSLASH ? "\\" : "";
    return ends || this.escape !== "";
  }

  private endApplication(): void {
    if (this.read) this.application = applicationOf(new TextDecoder().decode(Uint8Array.from(this.read)));
    this.read = null;
  }

  private step(byte: number): void {
    if (byte === SLASH) return; // Begins a comment, or means nothing.
    if (byte === SEMICOLON) {
      if (this.at === At.Word && this.word === END) this.isWhole = true;
      this.endApplication();
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
      if (this.at === At.Keyword && this.word === APPLICATION && !this.application) this.read = [];
      this.at = At.Rest;
    } else if (this.word.length < LONGEST_WORD) {
      this.word += letter(byte);
    }
  }
}

function letter(byte: number): string {
  return String.fromCharCode(byte >= SMALL_A && byte <= SMALL_Z ? byte - SPACE : byte);
}
