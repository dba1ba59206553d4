/** When the next frame may be drawn, and whether it may show everything: not while the camera moves and that takes too long. */

const SLOW_MS = 100;
const REST_MS = 400;
const LOOK_MS = 4;

export class Pace {
  private isSlow = false;
  private isMoving = false;
  private isBusy = false;
  private isDue = false;
  private timer = 0;

  /** `onTime` is called when there is time for a frame that had to wait, and when the camera has come to rest. */
  constructor(
    private readonly context: WebGL2RenderingContext,
    private readonly onTime: () => void,
  ) {}

  /** Whether the next frame should leave out what it can. */
  get isSparing(): boolean {
    return this.isMoving && this.isSlow;
  }

  /** Whether a frame can be drawn now; if not, it waits for the one before it. */
  mayDraw(): boolean {
    this.isDue = this.isBusy;
    return !this.isBusy;
  }

  /** Notes that the camera moves. */
  move(): void {
    this.isMoving = true;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.isMoving = false;
      if (this.isSlow) this.onTime();
    }, REST_MS);
  }

  /** Follows a frame until it is drawn, which is long after it was asked for where there is no graphics card. */
  follow(isWhole: boolean): void {
    const { context } = this;
    const fence = context.fenceSync(context.SYNC_GPU_COMMANDS_COMPLETE, 0);
    if (!fence) return;
    context.flush();
    this.isBusy = true;
    const began = performance.now();
    const look = (): void => {
      if (!context.isContextLost() && context.getSyncParameter(fence, context.SYNC_STATUS) === context.UNSIGNALED) {
        setTimeout(look, LOOK_MS);
        return;
      }
      context.deleteSync(fence);
      this.isBusy = false;
      if (isWhole) this.isSlow = performance.now() - began > SLOW_MS;
      if (this.isDue) this.onTime();
    };
    setTimeout(look, LOOK_MS);
  }
}
