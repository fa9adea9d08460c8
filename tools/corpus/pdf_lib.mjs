// Fills the fields of a PDF with pdf-lib: node pdf_lib.mjs drawn|bare|flat FOLDER
import { readFileSync, writeFileSync } from "fs";
import { PDFDocument, PDFTextField, PDFCheckBox } from "pdf-lib";
import fontkit from "@pdf-lib/fontkit";

const [mode, folder] = process.argv.slice(2);
const values = JSON.parse(readFileSync(`${folder}/values.json`, "utf-8"));
const document = await PDFDocument.load(readFileSync(`${folder}/blank.pdf`));
document.registerFontkit(fontkit);
const form = document.getForm();
for (const field of form.getFields()) {
  const text = values[field.getName()];
  if (text === undefined) continue;
  if (field instanceof PDFCheckBox) {
    if (text === "☑") field.check();
  } else if (field instanceof PDFTextField) field.setText(text);
}
if (mode !== "bare") {
  const embedded = await document.embedFont(readFileSync(`${folder}/font.ttf`), { subset: false });
  form.updateFieldAppearances(embedded);
}
if (mode === "flat") form.flatten({ updateFieldAppearances: false });
writeFileSync(`${folder}/filled.pdf`, await document.save({ updateFieldAppearances: false }));
