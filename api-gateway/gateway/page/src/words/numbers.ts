/** Numbers and sizes in words: millimetres for what a person builds by, six digits at most. */

const DIGITS = 6;
const LARGE = 1e6;
const DIGITS_OF_LARGE = 12;
const MILLIMETRES_UP_TO = 10;
const AXES = ["X", "Y", "Z"] as const;

const counted = new Intl.NumberFormat("en", { useGrouping: true });

/** A count with its noun: `1 element`, `12,400 elements`. */
export function count(total: number, noun: string): string {
  return `${counted.format(total)} ${noun}${total === 1 ? "" : "s"}`;
}

export function grouped(total: number): string {
  return counted.format(total);
}

/** A number as a person reads it: 2.6025, not 2.6025000000000005; of a large one, such as a coordinate, more digits. */
export function short(value: number): string {
  return String(Number(value.toPrecision(Math.abs(value) < LARGE ? DIGITS : DIGITS_OF_LARGE)));
}

/** A length given in metres: `250 mm`, from ten metres on `12.4 m`. */
export function length(metres: number): string {
  return sizeText([metres]);
}

/** Sizes in one unit, given in metres: `5000 × 300 × 2750 mm`. */
export function sizeText(metres: readonly number[]): string {
  const [unit, inUnit] = commonUnit(metres);
  return `${metres.map(inUnit).join(" × ")} ${unit}`;
}

/** How far along which axes, given in metres, in the unit of the whole: `X +250, Z −40`; empty where it is nowhere. */
export function along(moved: readonly [x: number, y: number, z: number]): string {
  const [, inUnit] = commonUnit([Math.hypot(...moved)]);
  return AXES.map((axis, index) => [axis, Number(inUnit(moved[index] ?? 0))] as const)
    .filter(([, distance]) => distance !== 0)
    .map(([axis, distance]) => `${axis} ${distance > 0 ? "+" : "−"}${Math.abs(distance)}`)
    .join(", ");
}

export function bytes(size: number): string {
  if (size < 1000) return `${size} B`;
  const megabytes = size / 1e6;
  return megabytes < 1 ? `${Math.round(size / 1000)} kB` : `${megabytes < 100 ? megabytes.toFixed(1) : Math.round(megabytes)} MB`;
}

/** Millimetres, unless one of the lengths would be a long number of them. */
function commonUnit(metres: readonly number[]): ["mm" | "m", (length: number) => string] {
  return metres.some((each) => Math.abs(each) >= MILLIMETRES_UP_TO) ? ["m", short] : ["mm", millimetres];
}

function millimetres(metres: number): string {
  return short(1000 * metres);
}
