// A part of the text that stands out, such as the statement that is open elsewhere: its lines are tinted over the whole
// width, with an edge at the left.
import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, GutterMarker, gutterLineClass } from "@codemirror/view";

/** `[from, to]` or `null`. */
export const setHighlight = StateEffect.define();

const line = Decoration.line({ class: "highlighted" });

const besideLine = new (class extends GutterMarker {
  elementClass = "highlighted";
})();

const overLines = (doc, [from, to], marker) => {
  const ranges = [];
  const last = Math.min(to, doc.length);
  for (let at = Math.min(from, last); at <= last; at = doc.lineAt(at).to + 1) ranges.push(marker.range(doc.lineAt(at).from));
  return ranges;
};

const place = StateField.define({
  create: () => ({ range: null, lines: Decoration.none, beside: RangeSet.empty }),
  update(shown, { changes, docChanged, effects, newDoc }) {
    let { range } = shown;
    if (range && docChanged) range = [changes.mapPos(range[0], 1), changes.mapPos(range[1], -1)];
    for (const effect of effects) if (effect.is(setHighlight)) range = effect.value;
    if (range === shown.range) return shown;
    if (!range || range[0] > range[1]) return { range: null, lines: Decoration.none, beside: RangeSet.empty };
    return {
      range,
      lines: Decoration.set(overLines(newDoc, range, line)),
      beside: RangeSet.of(overLines(newDoc, range, besideLine)),
    };
  },
  provide: (field) => [
    EditorView.decorations.from(field, ({ lines }) => lines),
    gutterLineClass.from(field, ({ beside }) => beside),
  ],
});

export const highlight = place;
