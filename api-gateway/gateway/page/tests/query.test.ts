import { expect, test } from "vitest";

import { readQuery, toggled, writeQuery } from "../src/result/query";

const ADDRESS = "?kind=changed&class=IfcWall&class=IfcSlab&storey=&q=R90&sort=name&order=desc&columns=kind,name&selected=abc";

test("survives the way into the address and back", () => {
  const query = readQuery(ADDRESS);
  expect(query.filters.class).toEqual(["IfcWall", "IfcSlab"]);
  expect(query.filters.storey).toEqual([""]);
  expect(readQuery(writeQuery(query))).toEqual(query);
});

test("leaves out what is as by default, and does not believe what an address says", () => {
  expect(writeQuery(readQuery(""))).toBe("");
  expect(writeQuery(readQuery("?sort=<img>&columns=nonsense"))).toBe("");
});

test("switches a value on and off", () => {
  const once = toggled(readQuery(""), "kind", "added");
  expect(once.filters.kind).toEqual(["added"]);
  expect(toggled(once, "kind", "added").filters.kind).toEqual([]);
});

test("shows the facts first, and elements to who asks for some", () => {
  expect(readQuery("").view).toBe("facts");
  expect(readQuery("?q=wall").view).toBe("elements");
  for (const address of ["?view=elements", "?q=wall&view=facts", "?fact=3"]) {
    expect(writeQuery(readQuery(address))).toBe(address);
  }
});
