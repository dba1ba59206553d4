/** The tokens of a STEP file (ISO 10303-21, 5 and 6), in time linear in its length. Knows no header and no instance. */

const TOKEN = /(')|(\/\*)|([\t-\r ]+)|([A-Za-z_][A-Za-z0-9_-]*)|[^]/y;
const IN_STRING = /['\\]/g;
const ESCAPE = /\\(?:\\|S\\[^]|X\\|[PX][A-Z0-9]\\)?/y;

export interface Token {
  kind: "word" | "string" | "mark";
  /** With its quotes, if it is a string. */
  text: string;
  end: number;
}

/** Yields the tokens of `text` but white space and comments; a comment or a string that does not end is the end. */
export function* tokens(text: string, from = 0): Generator<Token> {
  for (let at = from; at < text.length; ) {
    TOKEN.lastIndex = at;
    const [found = "", string, comment, blank, word] = TOKEN.exec(text) ?? [];
    let end = at + found.length;
    if (comment) end = text.indexOf("*/", end) + 2;
    else if (string) end = pastString(text, end);
    if (end <= at) return;
    if (!comment && !blank) yield { kind: string ? "string" : word ? "word" : "mark", text: text.slice(at, end), end };
    at = end;
  }
}

/** Where a string ends, from the letter after its first quote on; -1: it does not. `\S\'` is a letter, as `''` is. */
function pastString(text: string, from: number): number {
  for (let at = from; ; ) {
    IN_STRING.lastIndex = at;
    const found = IN_STRING.exec(text);
    if (!found) return -1;
    ESCAPE.lastIndex = found.index;
    const escape = ESCAPE.exec(text);
    if (escape) at = found.index + escape[0].length;
    else if (text[found.index + 1] === "'") at = found.index + 2;
    else return found.index + 1;
  }
}
