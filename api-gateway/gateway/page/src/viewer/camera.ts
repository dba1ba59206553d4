/** The camera: orbits, flies to what is asked for, and says when there is something new to draw. */

import { Box3, DirectionalLight, PerspectiveCamera, Sphere, Spherical, Vector3 } from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";

const FIELD_OF_VIEW = 45;
const FLIGHT_MS = 350;
const TURN = Math.PI / 24;
const FROM = new Vector3(-0.7, 0.55, 0.9).normalize();
const LEAST_RADIUS = 0.5;

export class Camera {
  readonly camera = new PerspectiveCamera(FIELD_OF_VIEW);
  private readonly controls: OrbitControls;
  private readonly still = matchMedia("(prefers-reduced-motion: reduce)");
  private flight = 0;
  private isPlaced = false;

  constructor(canvas: HTMLElement, private readonly onMove: () => void) {
    this.controls = new OrbitControls(this.camera, canvas);
    this.controls.enableDamping = false;
    this.controls.addEventListener("change", onMove);
    this.controls.addEventListener("start", () => {
      this.isPlaced = true;
      cancelAnimationFrame(this.flight);
    });
    const light = new DirectionalLight(0xffffff, 1.6);
    light.position.set(0.4, 0.6, 1);
    this.camera.add(light, light.target);
  }

  resize(width: number, height: number): void {
    this.camera.aspect = width / Math.max(1, height);
    this.camera.updateProjectionMatrix();
  }

  /** Looks at all of `bounds` from where one looks at a building first. */
  fit(bounds: Box3): void {
    this.fly(bounds, FROM, false);
  }

  /** Does so at once, unless the person has chosen where to look from. */
  begin(bounds: Box3): void {
    if (!this.isPlaced) this.fly(bounds, FROM, true);
  }

  /** Comes near `bounds` without turning around. */
  approach(bounds: Box3): void {
    this.fly(bounds, this.camera.position.clone().sub(this.controls.target).normalize(), false);
  }

  /** Keeps all of the building between the nearest and the farthest that is drawn. */
  reach(bounds: Box3): void {
    const radius = Math.max(LEAST_RADIUS, bounds.getBoundingSphere(new Sphere()).radius);
    this.camera.near = radius / 1000;
    this.camera.far = radius * 20;
    this.camera.updateProjectionMatrix();
  }

  /** Turns around what is looked at, by steps. */
  turn(sideways: number, upwards: number): void {
    const offset = new Spherical().setFromVector3(this.camera.position.clone().sub(this.controls.target));
    offset.theta += sideways * TURN;
    offset.phi -= upwards * TURN;
    this.place(offset);
  }

  /** Comes nearer (below one) or goes away (above). */
  zoom(factor: number): void {
    const offset = new Spherical().setFromVector3(this.camera.position.clone().sub(this.controls.target));
    offset.radius *= factor;
    this.place(offset);
  }


  private place(offset: Spherical): void {
    this.isPlaced = true;
    this.camera.position.setFromSpherical(offset.makeSafe()).add(this.controls.target);
    this.controls.update();
    this.onMove();
  }

  private fly(bounds: Box3, direction: Vector3, isAtOnce: boolean): void {
    if (bounds.isEmpty()) return;
    this.isPlaced ||= !isAtOnce;
    const sphere = bounds.getBoundingSphere(new Sphere());
    const half = Math.atan(Math.min(1, this.camera.aspect) * Math.tan((FIELD_OF_VIEW * Math.PI) / 360));
    const distance = Math.max(LEAST_RADIUS, sphere.radius) / Math.sin(half);
    const [position, target] = [sphere.center.clone().addScaledVector(direction, distance), sphere.center];
    const [fromPosition, fromTarget] = [this.camera.position.clone(), this.controls.target.clone()];
    const began = performance.now();
    const step = (): void => {
      const share = isAtOnce || this.still.matches ? 1 : Math.min(1, (performance.now() - began) / FLIGHT_MS);
      const eased = share * (2 - share);
      this.camera.position.lerpVectors(fromPosition, position, eased);
      this.controls.target.lerpVectors(fromTarget, target, eased);
      this.controls.update();
      this.onMove();
      if (share < 1) this.flight = requestAnimationFrame(step);
    };
    cancelAnimationFrame(this.flight);
    step();
  }
}
