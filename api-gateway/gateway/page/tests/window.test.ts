import { expect, test } from "vitest";

import { scrollTo, sightOf, TALLEST } from "../src/result/window";

const ROW = 32;
const VIEW = 320;

test("shows the rows in sight and no others", () => {
  expect(sightOf(1000, ROW, VIEW, 48)).toEqual({ height: 32_000, first: 1, end: 13, top: 32 });
  expect(sightOf(3, ROW, VIEW, 0)).toMatchObject({ height: 96, first: 0, end: 3 });
  expect(sightOf(0, ROW, VIEW, 0)).toMatchObject({ height: 0, first: 0, end: 0 });
});

test("reaches the last of a million rows though no element is that tall", () => {
  const total = 1_000_000;
  const end = sightOf(total, ROW, VIEW, TALLEST - VIEW);
  expect(end.height).toBe(TALLEST);
  expect(end.end).toBe(total);
  // The last row ends where the canvas does.
  expect(end.top + (total - end.first) * ROW).toBeCloseTo(TALLEST, 3);
});

test.each([0, 1, 777, 499_999, 999_999])("brings row %i of a million into sight", (index) => {
  const scrolled = scrollTo(index, 1_000_000, ROW, VIEW, 123_456);
  const { first, end } = sightOf(1_000_000, ROW, VIEW, scrolled);
  expect(first).toBeLessThanOrEqual(index);
  expect(end).toBeGreaterThan(index);
});

test("does not scroll for a row that is in sight", () => {
  expect(scrollTo(5, 1000, ROW, VIEW, 64)).toBe(64);
});
