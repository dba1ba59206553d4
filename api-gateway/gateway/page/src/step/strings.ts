/** Strings of STEP files (ISO 10303-21, 6.4.3) → text. */

const ESCAPES = /''|\\\\|\\X2\\([0-9A-F]*)\\X0\\|\\X4\\([0-9A-F]*)\\X0\\|\\X\\([0-9A-F]{2})|\\S\\([ -~])|\\P([A-I])\\/gi;

/** Decodes what stands between the quotes of a string. */
export function decodeString(raw: string): string {
  let alphabet = 1;
  return raw.replace(
    ESCAPES,
    (escape: string, utf16?: string, utf32?: string, latin?: string, shifted?: string, page?: string): string => {
      if (utf16 !== undefined) return codes(utf16, 4, String.fromCharCode);
      if (utf32 !== undefined) return codes(utf32, 8, character);
      if (latin !== undefined) return String.fromCharCode(parseInt(latin, 16));
      if (shifted !== undefined) {
        return new TextDecoder(`iso-8859-${alphabet}`).decode(Uint8Array.of(shifted.charCodeAt(0) + 128));
      }
      if (page !== undefined) alphabet = 1 + page.toUpperCase().charCodeAt(0) - "A".charCodeAt(0);
      return escape === "''" ? "'" : escape === "\\\\" ? "\\" : "";
    },
  );
}

function codes(digits: string, width: number, toText: (code: number) => string): string {
  let text = "";
  for (let at = 0; at + width <= digits.length; at += width) text += toText(parseInt(digits.slice(at, at + width), 16));
  return text;
}

function character(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
}
