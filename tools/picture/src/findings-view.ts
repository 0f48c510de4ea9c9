import { html } from "htm/preact";

import type { EnvironmentPicture } from "./environment-picture.ts";

/** What the rules found: what stops a run first, what is waived last. */
export function findingsView({ layers, shows }: EnvironmentPicture) {
  if (shows === "deployed") {
    return html`<p class="none">
      Rules are asked when a layer is planned: nx run-many -t preview --picture shows what they
      find.
    </p>`;
  }
  const order = ["mandatory", "advisory", "waived"];
  const findings = layers
    .flatMap(({ layer, findings: own }) => own.map((finding) => ({ layer, ...finding })))
    .toSorted((one, other) => order.indexOf(one.level) - order.indexOf(other.level));
  if (findings.length === 0) return html`<p class="none">No rule found anything.</p>`;
  return html`<table class="findings">
    <thead>
      <tr>
        <th scope="col">level</th>
        <th scope="col">layer</th>
        <th scope="col">resource</th>
        <th scope="col">rule</th>
        <th scope="col">finding</th>
      </tr>
    </thead>
    <tbody>
      ${findings.map(
        ({ level, layer, resource, rule, message }) =>
          html`<tr class=${level}>
            <td><span class="level ${level}">${level}</span></td>
            <td>${layer}</td>
            <td>${resource}</td>
            <td>${rule}</td>
            <td>${message}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
