import { readTable } from "@reciprocal/datasets";
import { encodeModel, openModel } from "@reciprocal/model";
import { trainTable } from "@reciprocal/model/training";

const [file, label, train, said, form, answer, link] = [
  "#file",
  "#label",
  "#train",
  "#said",
  "form",
  "#answer",
  "a",
].map((selector) => document.querySelector(selector));
let table;
let asked; // the trained model, opened

file.onchange = () => read(file.files[0]).catch(show);
document.ondragover = (event) => event.preventDefault();
document.ondrop = (event) => {
  event.preventDefault();
  read(event.dataTransfer.files[0]).catch(show);
};
train.onclick = () => learn().catch(show);
form.oninput = () => ask().catch(show);
form.onsubmit = (event) => event.preventDefault();

async function read(chosen) {
  table = readTable(new Uint8Array(await chosen.arrayBuffer()));
  label.replaceChildren(...table.columns.map(({ name }) => new Option(name)));
  label.selectedIndex = table.columns.length - 1;
  label.disabled = train.disabled = false;
  said.textContent = `${chosen.name}: ${table.count} rows.`;
}

async function learn() {
  said.textContent = "Training …";
  const trained = await trainTable(table, {
    label: label.value,
    onEpoch: ({ epoch }) => (said.textContent = `Epoch ${epoch} …`),
  });
  said.textContent = quality(trained);
  asked = await openModel(trained.model);
  form.replaceChildren(...trained.model.input.columns.map(field));
  link.href = URL.createObjectURL(new Blob([encodeModel(trained.model)]));
  link.hidden = false;
  await ask();
}

/** How good it is on the rows that were held out. */
function quality({ measures, rows }) {
  if (!measures) return `Learned from ${rows.training} rows.`;
  const { kind } = measures;
  const measured =
    kind === "classes"
      ? `${Math.round(100 * measures.accuracy)} % right`
      : `off by ${measures.meanAbsoluteError.toPrecision(2)} on average`;
  return `On ${rows.heldOut} rows that it has not seen: ${measured}.`;
}

/** A field for a column, with its mean or its first word in it. */
function field(column) {
  const element = document.createElement("label");
  element.append(column.name);
  if (column.kind === "numbers") {
    const input = document.createElement("input");
    Object.assign(input, {
      name: column.name,
      type: "number",
      step: "any",
      value: column.mean.toPrecision(3),
    });
    element.append(input);
  } else {
    const select = document.createElement("select");
    select.name = column.name;
    select.append(...column.words.map((word) => new Option(word)));
    element.append(select);
  }
  return element;
}

async function ask() {
  const row = Object.fromEntries(
    [...form.elements].map(({ name, type, value }) => [name, type === "number" ? Number(value) : value]),
  );
  const { label: found, probabilities, value } = await asked.predict(row);
  const { name } = asked.model.output;
  answer.textContent =
    value === undefined
      ? `${name}: ${found}, ${Math.round(100 * Math.max(...Object.values(probabilities)))} % sure`
      : `${name}: ${value.toPrecision(3)}`;
}

function show(error) {
  said.textContent = String(error);
}
