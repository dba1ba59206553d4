import { expect, test } from "vitest";

import { decodeString } from "../src/step/strings";

test.each([
  ["plain", "plain"],
  ["it''s", "it's"],
  ["back\\\\slash", "back\\slash"],
  ["\\X2\\00C4\\X0\\rger", "Ärger"],
  ["\\X2\\D83DDE00\\X0\\", "😀"],
  ["\\X4\\0001F600\\X0\\", "😀"],
  ["caf\\X\\E9", "café"],
  ["caf\\S\\i", "café"],
  ["\\PA\\caf\\S\\i", "café"],
  [String.raw`\S\'`, "§"],
  [String.raw`\S\''' 5`, "§' 5"],
  [String.raw`\PE\\S\'\PA\\S\'`, "Ї§"],
  ["\\X4\\FFFFFFFF\\X0\\", "\ufffd"],
  ["\\X2\\00C", "\\X2\\00C"],
])("%s is %s", (raw, text) => {
  expect(decodeString(raw)).toBe(text);
});
