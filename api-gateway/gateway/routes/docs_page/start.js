/* Fetches the API's description and shows it; asks for a key where the service wants one. */

// Where the web page keeps the key too: for the browser session.
const STORED_AS = "ifcdiff-api-key";
// The name that the description gives to the header X-API-Key.
const SCHEME = "APIKeyHeader";

const form = document.getElementById("key-form");
const said = document.getElementById("said");
const input = document.getElementById("key");

async function start() {
  const key = sessionStorage.getItem(STORED_AS);
  const answer = await fetch("/openapi.json", { headers: key ? { "X-API-Key": key } : {} });
  if (answer.ok) {
    form.hidden = true;
    show(await answer.json(), key);
  } else if (answer.status === 401) {
    ask(key === null ? "This service asks for a key. Its operator has it." : "The service does not accept this key.");
  } else {
    throw new Error((await answer.json()).detail);
  }
}

function ask(sentence) {
  sessionStorage.removeItem(STORED_AS);
  said.textContent = sentence;
  form.hidden = false;
  input.focus();
}

function show(spec, key) {
  const ui = SwaggerUIBundle({
    spec,
    domNode: document.getElementById("swagger-ui"),
    deepLinking: true,
    onComplete: () => key && ui.preauthorizeApiKey(SCHEME, key),
  });
}

function begin() {
  start().catch((error) => {
    document.getElementById("swagger-ui").textContent = `The description could not be fetched. ${error.message}`;
  });
}

input.addEventListener("input", () => {
  // Every key is ASCII; the browser could not send another in a header.
  const isKey = /^[\x20-\x7e]*$/.test(input.value.trim());
  input.setCustomValidity(isKey ? "" : "No key has such a character. Was it copied in full, and nothing else?");
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  sessionStorage.setItem(STORED_AS, input.value.trim());
  begin();
});
begin();
