export { inOrder, layerGraph, type Layer, type LayerGraph } from "./layer-graph.ts";
export { progressView, type ProgressView } from "./report/progress-view.ts";
export { parseReport, type LayerReport, type RunReport } from "./report/run-report.ts";
export { parseRunOptions, type RunOptions } from "./run/run-options.ts";
export { isGood, Run, type RunRequest } from "./run/run.ts";
