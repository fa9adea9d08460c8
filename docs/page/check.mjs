// What the page makes of questions, a line of JSON each on standard input; the answers are a line each on standard output.
// {"render": schema, "typed": record} gives the page as HTML, the record that it would offer and what is wrong with it;
// {"validate": schema, "values": […]} whether each value is taken.
import { createInterface } from "node:readline";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import Ajv2020 from "ajv/dist/2020.js";
import { RecordForm, record, validator } from "./form.mjs";

function answer({ render, validate, typed, values }) {
  if (render) {
    const html = renderToStaticMarkup(createElement(RecordForm, { schema: render, typed }));
    const { errors } = validator.validateFormData(typed, render);
    return { html, record: record(render, typed), missing: errors.map((error) => error.property) };
  }
  const taken = new Ajv2020({ strict: false, validateFormats: false }).compile(validate);
  return values.map((value) => taken(value));
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(answer(JSON.parse(line))));
}
