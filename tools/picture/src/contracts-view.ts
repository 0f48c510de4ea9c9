import { html } from "htm/preact";

import {
  UNKNOWN_VALUE,
  type EnvironmentPicture,
  type LayerPicture,
} from "./environment-picture.ts";
import { valueText } from "./words.ts";

/** What each layer publishes, with its value and who reads it. */
export function contractsView({ layers }: EnvironmentPicture) {
  return layers.map((one) => {
    const outputs = Object.entries(one.outputs);
    if (outputs.length === 0)
      return html`<h3>${one.layer}</h3>
        <p class="none">Publishes nothing yet.</p>`;
    return html`<h3>${one.layer}</h3>
      <table class="contract">
        <thead>
          <tr>
            <th scope="col">key</th>
            <th scope="col">value</th>
            <th scope="col">read by</th>
          </tr>
        </thead>
        <tbody>
          ${outputs.map(
            ([key, value]) =>
              html`<tr>
                <th scope="row">${key}</th>
                <td class=${value === UNKNOWN_VALUE ? "unknown" : "value"}>${valueText(value)}</td>
                <td>${readersOf(layers, one.layer, key).join(", ")}</td>
              </tr>`,
          )}
        </tbody>
      </table>`;
  });
}

function readersOf(layers: readonly LayerPicture[], layer: string, key: string): string[] {
  const readers = layers.filter(({ reads }) =>
    reads.some((read) => read.layer === layer && read.key === key),
  );
  return readers.map((reader) => reader.layer);
}
