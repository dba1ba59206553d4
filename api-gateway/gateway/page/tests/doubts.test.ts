import { expect, test } from "vitest";

import { doubtsOf, type Chosen } from "../src/start/doubts";

function chosen(name: string, date: string | null, schema = "IFC4"): Chosen {
  const file = new File([name], name, { lastModified: 1 });
  return { file, description: { kind: "ifc", member: null, elements: null, application: null, date, schema } };
}

test("two issues of one model are in no doubt", () => {
  expect(doubtsOf(chosen("a.ifc", "2026-11-17T12:00:00"), chosen("b.ifc", "2026-11-24T12:00:00"))).toEqual([]);
  expect(doubtsOf(chosen("a.ifc", null), chosen("b.ifc", "yesterday"))).toEqual([]);
  expect(doubtsOf(chosen("a.ifc", null), { file: null, description: null })).toEqual([]);
});

test("an older date on the right, another schema and the same file are told", () => {
  const later = chosen("a.ifc", "2026-11-24T12:00:00");
  expect(doubtsOf(later, chosen("b.ifc", "2026-11-17T12:00:00"))[0]).toMatch(/^The new model was written before/);
  expect(doubtsOf(later, chosen("b.ifc", "2026-11-24T12:00:00", "IFC2X3"))[0]).toMatch(/^The schema is another one \(IFC4, IFC2X3\)/);
  expect(doubtsOf(later, later)[0]).toMatch(/^Old and new are the same file/);
});
