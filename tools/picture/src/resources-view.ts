import { html } from "htm/preact";

import type { EnvironmentPicture, LayerPicture, PictureResource } from "./environment-picture.ts";
import { CHANGE_SIGNS, changeCounts, cloudResources, counted, typeWord } from "./words.ts";

/** Every resource of every layer, below the component that made it. */
export function resourcesView({ layers }: EnvironmentPicture) {
  return layers.map((one) => {
    const { layer, owner, resources } = one;
    const changes = changeCounts([one]).map(([change, count]) => `${count} to ${change}`);
    return html`<details class="layer" id="layer-${layer}" open>
      <summary>
        <strong>${layer}</strong> ${owner ?? ""}
        <span class="summary-count">
          ${[counted(cloudResources(resources).length, "resource"), ...changes].join(", ")}
        </span>
      </summary>
      <ul class="tree">
        ${childrenOf(one, undefined)}
      </ul>
    </details>`;
  });
}

function childrenOf(layer: LayerPicture, parent: string | undefined): unknown {
  const urns = new Set(layer.resources.map(({ urn }) => urn));
  const own = layer.resources.filter((resource) => {
    if (!isShown(resource)) return false;
    // The stack is no part of the picture: what it holds stands at the top.
    const shown = resource.parent !== undefined && urns.has(resource.parent);
    const isTop = !shown || resource.parent?.includes("::pulumi:pulumi:Stack::") === true;
    return parent === undefined ? isTop : !isTop && resource.parent === parent;
  });
  return own.map((resource) => {
    const { urn, type, name, id, change, changedProperties = [] } = resource;
    return html`<li class=${change ?? "same"}>
      ${
        change === undefined
          ? null
          : html`<abbr class="sign" title=${change}>${CHANGE_SIGNS[change]}</abbr>`
      }
      <span class="type">${typeWord(type)}</span> <span class="name">${name}</span>
      <span class="id">${type.startsWith("aws:") ? (id ?? "") : ""}</span>
      ${
        changedProperties.length === 0
          ? null
          : html`<span class="properties">${changedProperties.join(", ")}</span>`
      }
      <ul>
        ${childrenOf(layer, urn)}
      </ul>
    </li>`;
  });
}

function isShown({ type }: PictureResource): boolean {
  return !type.startsWith("pulumi:");
}
