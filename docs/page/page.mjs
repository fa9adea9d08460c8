// The page itself: asks for a record and offers it as a file, to be filled in with `hjforms fill 记录.json -o 表.pdf`.
import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { RecordForm, english } from "./form.mjs";
import schema from "./schema.json";

function save(record) {
  const data = new Blob([JSON.stringify(record, null, 2)], { type: "application/json" });
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(data), download: "记录.json" });
  link.click();
  URL.revokeObjectURL(link.href);
}

const asked = new URLSearchParams(location.search).get("lang") === "en" ? english(schema) : schema;
createRoot(document.getElementById("form")).render(createElement(RecordForm, { schema: asked, onSubmit: save }));
