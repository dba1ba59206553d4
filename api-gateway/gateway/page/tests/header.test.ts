import { expect, test } from "vitest";

import examples from "../../../../tests/stepfile/examples.json";
import { readHeader } from "../src/step/header";
import { ElementScan } from "../src/step/scan";

interface Example {
  name: string;
  /** Texts, some with how often they are repeated. */
  parts: (string | [string, number])[];
  header?: unknown;
  refused?: string;
  whole: boolean;
}

/** The same that the service's reader is held to. */
const EXAMPLES = (examples as unknown as Example[]).map((each) => ({
  ...each,
  text: each.parts.map((part) => (typeof part === "string" ? part : part[0].repeat(part[1]))).join(""),
}));

test.each(EXAMPLES.filter(({ header }) => header))("reads the header: $name", ({ text, header }) => {
  expect(readHeader(text)).toEqual(header);
});

test.each(EXAMPLES.filter(({ refused }) => refused))("refuses with a reason: $name", ({ text, refused }) => {
  expect(readHeader(text)).toContain(refused);
});

test.each(EXAMPLES)("tells whether the file is whole: $name", ({ text, whole }) => {
  const scan = new ElementScan();
  scan.push(new TextEncoder().encode(text));
  expect(scan.isWhole).toBe(whole);
});

test("names the schema that cannot be read", () => {
  const five = "ISO-10303-21;HEADER;FILE_SCHEMA(('IFC5'));ENDSEC;DATA;";
  expect(readHeader(five)).toContain("IFC5 cannot be read");
});
