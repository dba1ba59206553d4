/** Numbers and sizes in words: millimetres for what a person builds by, six digits at most. */

const DIGITS = 6;
const MILLIMETRES_UP_TO = 10;

const counted = new Intl.NumberFormat("en", { useGrouping: true });

/** A count with its noun: `1 element`, `12,400 elements`. */
export function count(total: number, noun: string): string {
  return `${counted.format(total)} ${noun}${total === 1 ? "" : "s"}`;
}

export function grouped(total: number): string {
  return counted.format(total);
}

/** A number as short as it is exact: 2.6025, not 2.6025000000000005. */
export function short(value: number): string {
  return String(Number(value.toPrecision(DIGITS)));
}

/** A length given in metres: `250 mm`, from ten metres on `12.4 m`. */
export function length(metres: number): string {
  return Math.abs(metres) < MILLIMETRES_UP_TO ? `${millimetres(metres)} mm` : `${short(metres)} m`;
}

/** How far along which axes, given in metres: `X +250, Z −40`; empty where it is nowhere. */
export function along([x, y, z]: readonly [number, number, number]): string {
  const inMetres = Math.max(Math.abs(x), Math.abs(y), Math.abs(z)) >= MILLIMETRES_UP_TO;
  return (["X", "Y", "Z"] as const)
    .map((axis, index) => [axis, Number(inMetres ? short([x, y, z][index] ?? 0) : millimetres([x, y, z][index] ?? 0))] as const)
    .filter(([, distance]) => distance !== 0)
    .map(([axis, distance]) => `${axis} ${distance > 0 ? "+" : "−"}${Math.abs(distance)}`)
    .join(", ");
}

export function bytes(size: number): string {
  if (size < 1000) return `${size} B`;
  const megabytes = size / 1e6;
  return megabytes < 1 ? `${Math.round(size / 1000)} kB` : `${megabytes < 100 ? megabytes.toFixed(1) : Math.round(megabytes)} MB`;
}

/** A tenth of a millimetre is the least that is told. */
function millimetres(metres: number): string {
  return String(Math.round(metres * 10_000) / 10);
}
