export { inOrder, layerGraph, type Layer, type LayerGraph } from "./layer-graph.ts";
export { progressView, type ProgressView } from "./report/progress-view.ts";
export type { LayerResult } from "./report/layer-result.ts";
export { parseRunOptions, type RunOptions } from "./run/run-options.ts";
export { Run, type RunRequest } from "./run/run.ts";
