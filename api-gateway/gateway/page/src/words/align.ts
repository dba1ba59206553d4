/** Two lists of lines beside each other: what stayed faces itself, what was replaced faces what replaced it. */

export type Facing = readonly [old: string | null, new: string | null];

/** Pairs lines by their longest common subsequence; the lists are short. */
export function align(old: readonly string[], now: readonly string[]): Facing[] {
  const lengths = commonLengths(old, now);
  const facing: Facing[] = [];
  let [left, right] = [0, 0];
  let [gone, come]: [string[], string[]] = [[], []];
  const settle = (): void => {
    for (let at = 0; at < Math.max(gone.length, come.length); at++) facing.push([gone[at] ?? null, come[at] ?? null]);
    [gone, come] = [[], []];
  };
  while (left < old.length || right < now.length) {
    const [before, after] = [old[left], now[right]];
    if (before !== undefined && before === after) {
      settle();
      facing.push([before, before]);
      left += 1;
      right += 1;
    } else if (before !== undefined && (after === undefined || at(lengths, left + 1, right) >= at(lengths, left, right + 1))) {
      gone.push(before);
      left += 1;
    } else if (after !== undefined) {
      come.push(after);
      right += 1;
    }
  }
  settle();
  return facing;
}

/** For each pair of positions, how many lines their rests have in common. */
function commonLengths(old: readonly string[], now: readonly string[]): number[][] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0));
  for (let left = old.length - 1; left >= 0; left--) {
    for (let right = now.length - 1; right >= 0; right--) {
      const row = lengths[left] as number[];
      row[right] =
        old[left] === now[right]
          ? at(lengths, left + 1, right + 1) + 1
          : Math.max(at(lengths, left + 1, right), at(lengths, left, right + 1));
    }
  }
  return lengths;
}

function at(lengths: number[][], left: number, right: number): number {
  return lengths[left]?.[right] ?? 0;
}
