/** The API key: kept for the browser session, asked for when the service wants one. */

import { h } from "../dom";

const STORED_AS = "ifcdiff-api-key";

let asking: Promise<void> | null = null;

export function keyHeader(): Record<string, string> {
  const key = sessionStorage.getItem(STORED_AS);
  return key ? { "X-API-Key": key } : {};
}

/** Asks the person for a key; calls that are refused at the same time wait for one answer. */
export function askForKey(): Promise<void> {
  asking ??= showDialog().finally(() => {
    asking = null;
  });
  return asking;
}

function showDialog(): Promise<void> {
  const refused = sessionStorage.getItem(STORED_AS) !== null;
  const input = h("input", { id: "api-key", type: "password", autocomplete: "off", required: true });
  const form = h(
    "form",
    { method: "dialog" },
    h("h2", { id: "key-title" }, "API key"),
    h("p", {}, refused ? "The service does not accept this key." : "This service asks for a key. Its operator has it."),
    h("label", { class: "field", for: "api-key" }, "Key", input),
    h("p", { class: "buttons" }, h("button", { type: "submit", class: "primary" }, "Continue")),
  );
  const dialog = h("dialog", { class: "dialog", "aria-labelledby": "key-title" }, form);
  // Without a key there is nothing behind the dialog to go back to.
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    form.addEventListener("submit", () => {
      sessionStorage.setItem(STORED_AS, input.value.trim());
      dialog.remove();
      resolve();
    });
  });
}
