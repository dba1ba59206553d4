/** The API key: kept for the browser session until it is refused, asked for when the service wants one. */

import { h } from "../dom";

const STORED_AS = "ifcdiff-api-key";

let asking: Promise<void> | null = null;

/** The key to send, null where there is none. */
export function storedKey(): string | null {
  const key = sessionStorage.getItem(STORED_AS);
  return key !== null && canBeSent(key) ? key : null;
}

export function keyHeader(key: string | null): Record<string, string> {
  return key === null ? {} : { "X-API-Key": key };
}

/** Whether the key can be one: every key is ASCII, and browsers send no more than Latin-1. */
export function canBeSent(key: string): boolean {
  return /^[\x20-\x7e]+$/.test(key);
}

/** Asks the person for a key in place of the one that was `sent` and refused, unless there is another by now.
 * Calls that are refused at the same time wait for one answer. */
export async function askForKey(sent: string | null): Promise<void> {
  if (asking) return asking;
  if (storedKey() !== sent) return;
  sessionStorage.removeItem(STORED_AS);
  asking = showDialog(sent !== null).finally(() => {
    asking = null;
  });
  await asking;
}

function showDialog(refused: boolean): Promise<void> {
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
  input.addEventListener("input", () => {
    const key = input.value.trim();
    input.setCustomValidity(!key || canBeSent(key) ? "" : "No key has such a character. Was it copied in full, and nothing else?");
  });
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
