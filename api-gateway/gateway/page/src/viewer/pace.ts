/** Whether a frame may show everything: while the camera moves, not where that takes too long. Knows no scene. */

const SLOW_MS = 100;
const REST_MS = 200;

export class Pace {
  private isSlow = false;
  private isMoving = false;
  private timer = 0;

  /** `onRest` is called when the camera has come to rest. */
  constructor(private readonly onRest: () => void) {}

  /** Whether the next frame should leave out what it can. */
  get isSparing(): boolean {
    return this.isMoving && this.isSlow;
  }

  /** Notes that the camera moves. */
  move(): void {
    this.isMoving = true;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.isMoving = false;
      if (this.isSlow) this.onRest();
    }, REST_MS);
  }

  /** Takes the time of a frame that shows everything, from here until the browser has room for the next. */
  measure(): void {
    const began = performance.now();
    requestAnimationFrame(() => {
      this.isSlow = performance.now() - began > SLOW_MS;
    });
  }
}
