/** Elements built in code. Text is always text: nothing here takes markup. */

export type Child = Node | string | null | undefined | false;
export type Attributes = Record<string, string | number | boolean | null | undefined>;

/** Makes an element; an attribute that is false, null or undefined is left out, true is an empty one. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...present(children));
  return element;
}

export function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
}

/** Puts `children` in place of what is in `element`. */
export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren(...present(children));
}

export function button(label: Child, onClick: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const element = h("button", { type: "button", ...attributes }, label);
  element.addEventListener("click", onClick);
  return element;
}

/** A checkbox with its label. */
export function checkbox(label: string, checked: boolean, onChange: (checked: boolean) => void): HTMLLabelElement {
  const input = h("input", { type: "checkbox" });
  input.checked = checked;
  input.addEventListener("change", () => onChange(input.checked));
  return h("label", { class: "check" }, input, label);
}

/** A choice of one, as buttons beside each other; `choices` are pairs of value and label. */
export function segmented<T extends string>(
  label: string,
  choices: readonly (readonly [T, string])[],
  chosen: T,
  onChoose: (value: T) => void,
): HTMLElement {
  const group = h("div", { class: "segmented", role: "group", "aria-label": label });
  const buttons = choices.map(([value, text]) => {
    const choice = button(text, () => {
      for (const each of buttons) each.setAttribute("aria-pressed", String(each === choice));
      onChoose(value);
    });
    choice.setAttribute("aria-pressed", String(value === chosen));
    return choice;
  });
  group.append(...buttons);
  return group;
}

/** A menu that opens under its button and closes with Escape or a click elsewhere. */
export function menu(label: string, ...children: Child[]): HTMLDetailsElement {
  const summary = h("summary", { class: "button" }, label);
  const details = h("details", { class: "menu" }, summary, h("div", { class: "menu-body" }, ...children));
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    event.stopPropagation();
    details.open = false;
    summary.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (event.target instanceof Node && !details.contains(event.target)) details.open = false;
  });
  return details;
}

function present(children: Child[]): (Node | string)[] {
  return children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false);
}
