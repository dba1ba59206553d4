/** Counts and sizes in words. How a value of a model reads is told by the service. */

const counted = new Intl.NumberFormat("en", { useGrouping: true });

/** A count with its noun: `1 element`, `12,400 elements`. */
export function count(total: number, noun: string): string {
  return `${counted.format(total)} ${noun}${total === 1 ? "" : "s"}`;
}

export function grouped(total: number): string {
  return counted.format(total);
}

export function bytes(size: number): string {
  if (size < 1000) return `${size} B`;
  const megabytes = size / 1e6;
  return megabytes < 1 ? `${Math.round(size / 1000)} kB` : `${megabytes < 100 ? megabytes.toFixed(1) : Math.round(megabytes)} MB`;
}

/** A distance that needs no digits: `640 m`, `2,864 km`. */
export function lengthText(metres: number): string {
  return metres < 10_000 ? `${grouped(Math.round(metres))} m` : `${grouped(Math.round(metres / 1000))} km`;
}
