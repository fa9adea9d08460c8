// A form of a page, made of what `hjforms show FORM --json --page` gives. Nothing here knows any form by name.
import Form from "@rjsf/core";
import { customizeValidator } from "@rjsf/validator-ajv8";
import Ajv2020 from "ajv/dist/2020.js";
import { createElement } from "react";

export const validator = customizeValidator({ AjvClass: Ajv2020, ajvOptionsOverrides: { strict: false } });

/** How the fields of a schema are shown: options in the words of the form, units behind the label. */
function shown(schema) {
  if (schema.items?.properties) {
    return { items: shown(schema.items) };
  }
  if (schema.properties) {
    return Object.fromEntries(Object.entries(schema.properties).map(([name, inner]) => [name, shown(inner)]));
  }
  const titles = schema["x-options"]?.map((option) => option.title);
  return {
    ...(schema["x-unit"] && { "ui:title": `${schema.title}（${schema["x-unit"]}）` }),
    ...(titles && (schema.items ? { "ui:widget": "checkboxes", items: { "ui:enumNames": titles } } : {})),
    ...(titles && { "ui:enumNames": [...titles, ""] }),
  };
}

/** The schema in English, as far as it says so. */
export function english(schema) {
  if (Array.isArray(schema)) return schema.map(english);
  if (schema === null || typeof schema !== "object") return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([word, value]) => [word, english(value)]));
  return {
    ...inner,
    ...(schema["x-title-en"] && { title: schema["x-title-en"] }),
    ...(schema["x-description-en"] && { description: schema["x-description-en"] }),
    ...(schema["x-unit"] && { "x-unit": undefined }), // the description says it
  };
}

/** What hjforms loads: what was typed, with the name of its form. */
export function record(schema, typed) {
  const [, form] = /^urn:hjforms:(.*)@[^@]*$/.exec(schema.$id);
  return { $form: form, ...typed };
}

/** The form; `onSubmit` is given a record once nothing that is required is missing. */
export function RecordForm({ schema, typed, onSubmit }) {
  return createElement(Form, {
    schema,
    uiSchema: { ...shown(schema), "ui:submitButtonOptions": { submitText: "完成" } },
    formData: typed,
    validator,
    nameGenerator: (path) => path.join("."), // the name of every input is the path of its field
    onSubmit: ({ formData }) => onSubmit?.(record(schema, formData)),
  });
}
