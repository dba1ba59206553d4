import { expect, test, vi } from "vitest";

import { getPatiently, pause, Problem } from "../src/api/http";
import { askForKey, canBeSent } from "../src/api/key";

test("asks again while the service is away, and tells so until it is back", async () => {
  const answers = [
    () => Promise.reject(new Problem("unreachable", "The service cannot be reached.", 0, true)),
    () => Promise.reject(new Problem("broker_unavailable", "The queue is away.", 0, true)),
    () => Promise.resolve("there"),
  ];
  const told: (string | null)[] = [];
  const answer = await getPatiently(() => answers.shift()!(), new AbortController().signal, (words) => told.push(words));
  expect(answer).toBe("there");
  expect(told).toEqual(["Connection lost, trying again …", "The queue is away. Trying again …", null]);
});

test("gives up at once on what does not pass", async () => {
  const refused = new Problem("job_not_found", "There is no such job.");
  const asked = getPatiently(() => Promise.reject(refused), new AbortController().signal, () => undefined);
  await expect(asked).rejects.toBe(refused);
});

test("leaves no listener on the signal of a pause that is over", async () => {
  const { signal } = new AbortController();
  const [added, removed] = [vi.spyOn(signal, "addEventListener"), vi.spyOn(signal, "removeEventListener")];
  await pause(1, signal);
  expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(added.mock.calls.map(([, listener]) => listener));
});

test("knows which keys a header can carry", () => {
  expect(["abc-123", "with space"].every(canBeSent)).toBe(true);
  expect(["", "clé", "ключ", "“quoted”", "two\nlines"].some(canBeSent)).toBe(false);
});

test("does not ask for a key again where another was given since the refused call", async () => {
  vi.stubGlobal("sessionStorage", { getItem: () => "right" });
  await expect(askForKey("wrong")).resolves.toBeUndefined();
});
