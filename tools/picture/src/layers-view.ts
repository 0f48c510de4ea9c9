import { html } from "htm/preact";

import type { EnvironmentPicture } from "./environment-picture.ts";
import { drawLayers, type LayerArrow } from "./layer-arrows.ts";
import { changeCounts, CHANGE_SIGNS, cloudResources, counted, usd } from "./words.ts";

/** Layers from left to right, and how many outputs each reads of which. */
export function layersView({ layers }: EnvironmentPicture) {
  const { width, height, boxes, arrows } = drawLayers(layers);
  const byName = new Map(layers.map((one) => [one.layer, one]));
  return html`<svg
    class="layers"
    viewBox="0 0 ${width} ${height}"
    style="max-width: ${width}px"
    role="img"
    aria-label="Layers and what they read of each other"
  >
    <defs>
      <marker
        id="arrow"
        viewBox="0 0 8 8"
        refX="7"
        refY="4"
        markerWidth="7"
        markerHeight="7"
        orient="auto"
      >
        <path d="M0 0 8 4 0 8z" class="arrow-head" />
      </marker>
    </defs>
    ${arrows.map(
      (arrow) =>
        html`<g class="arrow">
          <title>${arrow.to} reads of ${arrow.from}: ${arrow.keys.join(", ")}</title>
          <path d=${pathOf(arrow)} marker-end="url(#arrow)" />
        </g>`,
    )}
    ${arrows.map(
      ({ from, to, keys, label }) =>
        html`<g class="arrow-label">
          <title>${to} reads of ${from}: ${keys.join(", ")}</title>
          <rect x=${label.x - 28} y=${label.y - 10} width="56" height="20" rx="10" />
          <text x=${label.x} y=${label.y + 4}>${counted(keys.length, "key")}</text>
        </g>`,
    )}
    ${boxes.map(({ layer, x, y, width, height }) => {
      const one = byName.get(layer);
      const changes = one === undefined ? [] : changeCounts([one]);
      const mandatory = one?.findings.filter(({ level }) => level === "mandatory").length ?? 0;
      return html`<a href="#layer-${layer}"
        ><g class="layer-box" transform="translate(${x} ${y})">
          <rect width=${width} height=${height} rx="10" />
          <text class="layer-name" x="14" y="28">${layer}</text>
          <text x="14" y="48">${one?.owner ?? ""}</text>
          <text x="14" y="66">
            ${counted(cloudResources(one?.resources ?? []).length, "resource")}${
              one?.cost === undefined ? "" : ` · ${usd(one.cost.fixedMonthlyUsd)}`
            }
          </text>
          <text class=${mandatory > 0 ? "bad" : "change"} x="14" y="84">
            ${
              mandatory > 0
                ? counted(mandatory, "finding")
                : changes.map(([change, count]) => `${CHANGE_SIGNS[change]}${count}`).join("  ")
            }
          </text>
        </g></a
      >`;
    })}
  </svg>`;
}

/** A smooth line through the points that the layout gives. */
function pathOf({ points }: LayerArrow): string {
  const [first, ...rest] = points;
  if (first === undefined) return "";
  const last = rest.at(-1);
  if (last === undefined) return `M${first.x} ${first.y}`;
  const middle = rest.slice(0, -1);
  const curves = middle.map((point, i) => {
    const next = middle[i + 1] ?? last;
    const isEnd = i === middle.length - 1;
    const end = isEnd ? last : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${point.x} ${point.y} ${end.x} ${end.y}`;
  });
  return `M${first.x} ${first.y}${curves.join("")}${middle.length === 0 ? `L${last.x} ${last.y}` : ""}`;
}
