import { html } from "htm/preact";

import type { EnvironmentPicture, PictureCost } from "./environment-picture.ts";
import { typeWord, usd, usdDelta } from "./words.ts";

/** The monthly estimate: a bar for each layer, then its lines. */
export function costView({ layers }: EnvironmentPicture) {
  const priced = layers.flatMap(({ layer, cost }) => (cost === undefined ? [] : [{ layer, cost }]));
  if (priced.length === 0) return html`<p class="none">Nothing to estimate.</p>`;
  const most = Math.max(...priced.map(({ cost }) => cost.fixedMonthlyUsd), 0.01);
  return html`<table class="cost">
      <tbody>
        ${priced.map(
          ({ layer, cost }) =>
            html`<tr>
              <th scope="row">${layer}</th>
              <td class="bar-cell">
                <div
                  class="bar"
                  style="width: ${((cost.fixedMonthlyUsd / most) * 100).toFixed(1)}%"
                ></div>
              </td>
              <td class="money">${usd(cost.fixedMonthlyUsd)}</td>
              <td class="money delta">${delta(cost)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${priced.map(({ layer, cost }) => linesView(layer, cost))}`;
}

function delta({ fixedMonthlyUsd, beforeMonthlyUsd }: PictureCost): string {
  if (beforeMonthlyUsd === undefined || beforeMonthlyUsd === fixedMonthlyUsd) return "";
  return usdDelta(fixedMonthlyUsd - beforeMonthlyUsd);
}

function linesView(layer: string, { items, unpriced, free }: PictureCost) {
  return html`<details>
    <summary>${layer}: what is paid for, ${free} free</summary>
    <table class="cost-lines">
      <tbody>
        ${items.map(
          ({ name, type, what, monthlyUsd }) =>
            html`<tr>
              <td>${typeWord(type)} ${name}</td>
              <td>${what}</td>
              <td class="money">${monthlyUsd === undefined ? "by use" : usd(monthlyUsd)}</td>
            </tr>`,
        )}
        ${unpriced.map(
          (text) =>
            html`<tr class="unpriced">
              <td colspan="2">${text}</td>
              <td class="money">?</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </details>`;
}
