/** Which rows of a long table are in sight, and where they stand. Knows no DOM.
 *
 * Browsers cap how tall an element can be; beyond that, the scroll position is scaled to the rows. @tanstack/virtual-core
 * does not, and makes the page 24 kB of gzip, not 15.
 */

/** Below every browser's cap (Firefox has the lowest, at about 17.8 million pixels). */
export const TALLEST = 8_000_000;

export interface Sight {
  /** Pixels of the element that is scrolled. */
  height: number;
  /** First row in sight, and the one after the last. */
  first: number;
  end: number;
  /** Pixels from the element's top to the first row. */
  top: number;
}

/** Returns what is in sight of `total` rows, all sizes in pixels. */
export function sightOf(total: number, rowHeight: number, viewport: number, scrollTop: number): Sight {
  const full = total * rowHeight;
  const height = Math.min(full, TALLEST);
  const position = scrollTop * scale(full, height, viewport);
  const first = Math.max(0, Math.min(Math.floor(position / rowHeight), total));
  const end = Math.min(total, Math.ceil((position + viewport) / rowHeight) + 1);
  return { height, first, end, top: scrollTop - (position - first * rowHeight) };
}

/** Returns the scroll position that shows row `index`, moving as little as needed from `scrollTop`. */
export function scrollTo(index: number, total: number, rowHeight: number, viewport: number, scrollTop: number): number {
  const full = total * rowHeight;
  const factor = scale(full, Math.min(full, TALLEST), viewport);
  const position = scrollTop * factor;
  const [lowest, highest] = [(index + 1) * rowHeight - viewport, index * rowHeight];
  return Math.max(0, Math.min(Math.max(position, lowest), highest) / factor);
}

/** How many pixels of rows one pixel of scrolling is. */
function scale(full: number, height: number, viewport: number): number {
  return height > viewport ? (full - viewport) / (height - viewport) : 1;
}
