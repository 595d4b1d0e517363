// Starts the console. Runs before the first paint: it settles theme and language, then loads the
// compiled page and the texts side by side. All addresses come from the page, where the build and
// the server have put them.
//
// It leaves the language file for the page in `kmscLocaleText`.

const TAGS = { en: "en", zh: "zh-CN", id: "id" };

/** A setting kept in this browser; a browser that refuses storage has none. */
const stored = (name) => {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
};

/** Without a choice of the reader, the first language of the browser that the console speaks. */
const chooseLanguage = () => {
  const chosen = stored("kmsc.lang");
  if (Object.hasOwn(TAGS, chosen)) return chosen;
  const wanted = navigator.languages.map((tag) => tag.toLowerCase().split("-")[0]);
  // `in` is how older systems call Indonesian.
  return wanted.map((code) => (code === "in" ? "id" : code)).find((code) => Object.hasOwn(TAGS, code)) ?? "en";
};

const language = chooseLanguage();
document.documentElement.lang = TAGS[language];

// Without a choice the theme is the system's, and the attribute stays away.
const theme = stored("kmsc.theme");
if (theme === "light" || theme === "dark") {
  document.documentElement.dataset.theme = theme;
  document.querySelector("meta[name=color-scheme]").content = theme;
}

const address = (id) => document.getElementById(id).href;

const load = async (id) => {
  const response = await fetch(address(id));
  if (!response.ok) throw new Error(`${response.url}: status ${response.status}`);
  return response;
};

/** Compiles while it loads, where the server names the type that browsers ask for. */
const compile = async () => {
  const response = await load("app-wasm");
  return response.headers.get("content-type") === "application/wasm"
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
};

const documentIsRead = () =>
  document.readyState === "loading"
    ? new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve, { once: true }))
    : Promise.resolve();

const start = async () => {
  const [page, glue, texts] = await Promise.all([
    compile(),
    import(address("app-glue")),
    load(`locale-${language}`).then((response) => response.text()),
    // The page mounts into the body, which is not there yet when this begins.
    documentIsRead(),
  ]);
  globalThis.kmscLocaleText = texts;
  await glue.default({ module_or_path: page });
};

/** Says so in the reader's language; the cause goes to the browser's own log. */
const fail = async (cause) => {
  console.error(cause);
  await documentIsRead();
  const words = document.getElementById("boot-failed").content.querySelector(`[lang="${TAGS[language]}"]`);
  const main = document.createElement("main");
  main.className = "boot-failed";
  main.setAttribute("role", "alert");
  main.append(words.cloneNode(true));
  document.body.append(main);
};

start().catch(fail);
