import { readFileSync } from "node:fs";

import { html } from "htm/preact";
import { renderToString } from "preact-render-to-string";

import { contractsView } from "./contracts-view.ts";
import { costView } from "./cost-view.ts";
import type { EnvironmentPicture } from "./environment-picture.ts";
import { findingsView } from "./findings-view.ts";
import { layersView } from "./layers-view.ts";
import { networkView } from "./network-view.ts";
import { resourcesView } from "./resources-view.ts";
import { changeCounts, cloudResources, counted, usd, usdDelta } from "./words.ts";

const STYLE = readFileSync(new URL("./page.css", import.meta.url), "utf8");

/** Nothing is loaded, and nothing runs: the page is text and shapes. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/** The whole environment as one HTML page that needs nothing else, for a screen and for paper. */
export function picturePage(picture: EnvironmentPicture): string {
  const title = `${picture.environment}${picture.inSandbox ? ", in the sandbox" : ""}`;
  const body = renderToString(
    html`<main>
      ${headView(picture, title)}
      <nav>
        <a href="#layers">Layers</a> <a href="#network">Network</a> <a href="#findings">Findings</a>
        <a href="#cost">Cost</a> <a href="#contracts">Contracts</a>
        <a href="#resources">Resources</a>
      </nav>
      <section id="layers">
        <h2>Layers</h2>
        ${layersView(picture)}
      </section>
      <section id="network">
        <h2>Network</h2>
        ${networkView(picture)}
      </section>
      <section id="findings">
        <h2>Findings of rules</h2>
        ${findingsView(picture)}
      </section>
      <section id="cost">
        <h2>Cost</h2>
        <p class="hint">
          Estimate for a month at list prices: what is paid for as long as it exists. Use and
          traffic come on top.
        </p>
        ${costView(picture)}
      </section>
      <section id="contracts">
        <h2>Contracts</h2>
        ${contractsView(picture)}
      </section>
      <section id="resources">
        <h2>Resources</h2>
        ${legendView(picture)}${resourcesView(picture)}
      </section>
    </main>` as never,
  );
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    renderToString(html`<title>Strata: ${title}</title>` as never),
    `<style>${STYLE}</style></head><body>${body}</body></html>`,
    "",
  ].join("\n");
}

function headView(picture: EnvironmentPicture, title: string) {
  const { shows, region, accountId, at, commit, layers } = picture;
  const fixed = layers.reduce((sum, { cost }) => sum + (cost?.fixedMonthlyUsd ?? 0), 0);
  const before = layers.reduce(
    (sum, { cost }) => sum + (cost?.beforeMonthlyUsd ?? cost?.fixedMonthlyUsd ?? 0),
    0,
  );
  const findings = layers.flatMap((one) => one.findings);
  const mandatory = findings.filter(({ level }) => level === "mandatory").length;
  const changes = changeCounts(layers);
  const isPlan = shows === "planned";
  return html`<header class="head">
    <h1>${title} <span class="shows">${isPlan ? "as planned" : "as deployed"}</span></h1>
    <p class="facts">
      account ${accountId} · ${region} · ${at.slice(0, 16).replace("T", " ")} UTC
      ${commit === undefined ? "" : ` · commit ${commit.slice(0, 10)}`}
    </p>
    <dl class="figures">
      <div>
        <dt>layers</dt>
        <dd>${layers.length}</dd>
      </div>
      <div>
        <dt>resources</dt>
        <dd>${layers.reduce((sum, { resources }) => sum + cloudResources(resources).length, 0)}</dd>
      </div>
      ${
        isPlan
          ? html`<div>
              <dt>changes</dt>
              <dd class="small">
                ${
                  changes.length === 0
                    ? "none"
                    : changes.map(
                        ([change, count]) =>
                          html`<span class="badge ${change}">${count} to ${change}</span>`,
                      )
                }
              </dd>
            </div>`
          : null
      }
      <div>
        <dt>a month, fixed</dt>
        <dd>
          ${usd(fixed)}${isPlan && before !== fixed ? html` <small>${usdDelta(fixed - before)}</small>` : ""}
        </dd>
      </div>
      ${
        isPlan
          ? html`<div class=${mandatory > 0 ? "bad" : ""}>
              <dt>findings</dt>
              <dd>
                ${findings.length}${mandatory > 0 ? html` <small>${counted(mandatory, "mandatory one")}</small>` : ""}
              </dd>
            </div>`
          : null
      }
    </dl>
  </header>`;
}

function legendView({ shows }: EnvironmentPicture) {
  if (shows === "deployed") return null;
  return html`<p class="legend">
    ${(["create", "update", "replace", "delete"] as const).map(
      (change) => html`<span class="badge ${change}">${change}</span> `,
    )}
    <span class="badge same">stays</span>
  </p>`;
}
