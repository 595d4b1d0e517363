// Line breaks. A line ends at a line feed and nowhere else, so that the text that comes out is the text that went in: a
// return is a letter of its line, shown like every letter that cannot be seen.
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/** Where the first line ends with a return, so does each line that a person puts in. */
const ownForm = EditorState.transactionFilter.of((transaction) => {
  const { startState, newDoc } = transaction;
  if (!transaction.docChanged || !transaction.isUserEvent("input")) return transaction;
  const first = startState.doc.line(1);
  if (startState.doc.lines < 2 || !first.text.endsWith("\r")) return transaction;
  const returns = [];
  transaction.changes.iterChanges((fromA, toA, fromB, toB, inserted) => {
    let end = fromB;
    for (let number = 1; number < inserted.lines; number += 1) {
      end += inserted.line(number).length;
      if (newDoc.sliceString(end - 1, end) !== "\r") returns.push({ from: end, insert: "\r" });
      end += 1;
    }
  });
  return returns.length > 0 ? [transaction, { changes: returns, sequential: true }] : transaction;
});

export const breaks = [
  EditorState.lineSeparator.of("\n"),
  ownForm,
  // A clipboard may have the form of another system.
  EditorView.clipboardInputFilter.of((text) => text.replace(/\r\n?/g, "\n")),
];
