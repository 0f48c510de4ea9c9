export { fitName, type NameParts } from "./src/fit-name.ts";
export { layerNames, type LayerNames } from "./src/layer-names.ts";
export { accepts, nameRules, type NameKind, type NameRule } from "./src/name-rules.ts";
export { appLogGroup, flowLogGroup } from "./src/shared-names.ts";
