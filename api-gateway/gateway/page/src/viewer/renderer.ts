/** three.js's renderer, as fine as the machine draws fast. */

import { WebGLRenderer } from "three";

const MOST_PIXELS = 2;

/** Makes a renderer; throws where the browser has no WebGL. */
export function makeRenderer(): WebGLRenderer {
  const isFast = drawsFast();
  const renderer = new WebGLRenderer({ antialias: isFast, alpha: true });
  renderer.setPixelRatio(isFast ? Math.min(MOST_PIXELS, devicePixelRatio) : 1);
  return renderer;
}

/** Asks whether there is a graphics card: what draws in software says that this would cost much. */
function drawsFast(): boolean {
  const context = document.createElement("canvas").getContext("webgl2", { failIfMajorPerformanceCaveat: true });
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}
