// The page's side of policy-worker.js: starts the worker with the first question, and gives each answer to who asked.
//
// What the compiled page needs to ask stands here and not there, for its first files would carry it else.

const encoder = new TextEncoder();
// The answers are bytes of the engine: what begins with a byte order mark keeps it.
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

const address = (id) => document.getElementById(id).href;

/** The worker with the questions that it has not answered. */
let current;

const start = () => {
  const worker = new Worker(address("policy-worker"), { type: "module" });
  const open = new Map();
  let stands = false;
  let last = 0;

  const end = (error) => {
    // What it has already sent must not meet the next one.
    worker.onmessage = worker.onerror = null;
    worker.terminate();
    current = undefined;
    for (const { reject } of open.values()) reject(JSON.stringify(error));
  };
  worker.onerror = () => end(stands ? "Lost" : "NotLoaded");
  worker.onmessage = ({ data: [id, good, answer] }) => {
    if (id === 0) {
      stands = true;
    } else if (good === undefined) {
      end("NotLoaded");
    } else {
      const { resolve, reject } = open.get(id);
      open.delete(id);
      if (!good) reject(JSON.stringify({ Refused: answer }));
      else if (answer instanceof Uint8Array) resolve(decoder.decode(answer));
      else resolve(typeof answer === "string" ? answer : JSON.stringify(answer));
    }
  };
  worker.postMessage(address("policy-wasm"));
  const post = (name, inputs) =>
    new Promise((resolve, reject) => {
      last += 1;
      open.set(last, { resolve, reject });
      worker.postMessage([last, name, inputs]);
    });

  const texts = new Map();
  /** The texts of the page's language are with the engine before a question that may want them. */
  const speak = (language) => {
    if (!texts.has(language)) {
      const loaded = load(`policy-texts-${language}`).then((words) => post("setMessages", [language, words]));
      // The next question tries again.
      loaded.catch(() => texts.delete(language));
      texts.set(language, loaded);
    }
    return texts.get(language);
  };
  return { post, speak };
};

const load = async (id) => {
  const response = await fetch(address(id)).catch(() => undefined);
  if (!response?.ok) throw JSON.stringify("NotLoaded");
  return response.text();
};

/** An argument as the engine takes it: texts of policies as UTF-8, all else as it is. */
const input = (argument) => {
  const [[kind, value]] = Object.entries(argument);
  return kind === "Text" ? encoder.encode(value) : value;
};

/** Takes `[name, [{"Kind": value}, …]]` as JSON; gives a text, or fails with JSON of what went wrong. */
export const ask = async (question) => {
  const [name, inputs] = JSON.parse(question);
  const engine = (current ??= start());
  await engine.speak(document.documentElement.lang.split("-")[0]);
  return engine.post(name, inputs.map(input));
};
