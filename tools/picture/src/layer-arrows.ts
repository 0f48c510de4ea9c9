import dagre from "@dagrejs/dagre";

import type { LayerPicture } from "./environment-picture.ts";

/** A layer as a box. Units are pixels of the drawing. */
export interface LayerBox {
  readonly layer: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What one layer reads of another: from the layer that publishes to the one that reads. */
export interface LayerArrow {
  readonly from: string;
  readonly to: string;
  readonly keys: readonly string[];
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly label: { readonly x: number; readonly y: number };
}

export interface LayerDrawing {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly LayerBox[];
  readonly arrows: readonly LayerArrow[];
}

const BOX = { width: 224, height: 96 };
const LABEL = { width: 62, height: 20 };

/** Places layers from left to right in the order of what they read. */
export function drawLayers(layers: readonly LayerPicture[]): LayerDrawing {
  const graph = new dagre.graphlib.Graph({ multigraph: false });
  graph.setGraph({ rankdir: "LR", nodesep: 36, ranksep: 56, marginx: 12, marginy: 12 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { layer } of layers) graph.setNode(layer, { ...BOX });
  const edges = layers.flatMap(({ layer: to, reads }) => {
    const froms = [...new Set(reads.map(({ layer }) => layer))].toSorted();
    return froms
      .filter((from) => graph.hasNode(from))
      .map((from) => {
        const keys = reads.filter(({ layer }) => layer === from).map(({ key }) => key);
        graph.setEdge(from, to, { ...LABEL, labelpos: "c" });
        return { from, to, keys: [...new Set(keys)].toSorted() };
      });
  });
  dagre.layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width,
    height,
    boxes: layers.map(({ layer }) => {
      const { x, y } = graph.node(layer);
      return { layer, x: x - BOX.width / 2, y: y - BOX.height / 2, ...BOX };
    }),
    arrows: edges.map((edge) => {
      const { points, x = 0, y = 0 } = graph.edge(edge.from, edge.to);
      return { ...edge, points, label: { x, y } };
    }),
  };
}
