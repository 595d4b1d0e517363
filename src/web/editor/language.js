// JSON as the editor reads it: colours, indents, folds. Every class here is a role; `editor.css` gives it its look.
import {
  LRLanguage,
  bidiIsolates,
  bracketMatching,
  codeFolding,
  continuedIndent,
  foldGutter,
  foldInside,
  foldNodeProp,
  indentNodeProp,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { parser } from "@lezer/json";
import { tagHighlighter, tags } from "@lezer/highlight";

const language = LRLanguage.define({
  name: "json",
  parser: parser.configure({
    props: [
      indentNodeProp.add({
        Object: continuedIndent({ except: /^\s*\}/ }),
        Array: continuedIndent({ except: /^\s*\]/ }),
      }),
      foldNodeProp.add({ "Object Array": foldInside }),
    ],
  }),
  languageData: { indentOnInput: /^\s*[\}\]]$/ },
});

const roles = tagHighlighter([
  { tag: tags.string, class: "code-string" },
  { tag: [tags.number, tags.bool, tags.null], class: "code-number" },
  { tag: [tags.separator, tags.punctuation, tags.brace, tags.squareBracket], class: "code-punctuation" },
]);

export const json = [
  language,
  syntaxHighlighting(roles),
  indentUnit.of("  "),
  indentOnInput(),
  bracketMatching(),
  bidiIsolates(),
  codeFolding({ placeholderText: "…" }),
];

export const folds = foldGutter({ openText: "⌄", closedText: "›" });
