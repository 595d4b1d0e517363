// Answers questions about policies beside the page, so that a key stroke never waits for one.
//
// The first message is the address of the compiled engine; `[0]` goes back when the engine stands. Each further message is
// a question `[id, name, arguments]`: the function that the engine exports by that name, and what to call it with. Back
// comes `[id, true, answer]`, `[id, false, why]` where the engine refuses it, or `[id]` where the engine could not be loaded.
import * as glue from "./policy.js";

const { default: start, initSync, ...questions } = glue;

let started;

const answer = (id, name, inputs) => {
  try {
    if (!Object.hasOwn(questions, name)) throw new Error(`there is no question ${name}`);
    postMessage([id, true, questions[name](...inputs)]);
  } catch (error) {
    // After a trap nothing in the engine's memory can be trusted: the page hears of it, and starts another worker.
    if (error instanceof WebAssembly.RuntimeError) reportError(error);
    else postMessage([id, false, String(error?.message ?? error)]);
  }
};

addEventListener("message", ({ data }) => {
  if (started === undefined) {
    started = start({ module_or_path: data });
    started.then(
      () => postMessage([0]),
      // Each question says so itself.
      () => {},
    );
    return;
  }
  const [id, ...question] = data;
  started.then(
    () => answer(id, ...question),
    () => postMessage([id]),
  );
});
