export { groupTags, launchTags } from "./src/tag-forms.ts";
export { layerProvider } from "./src/layer-provider.ts";
export {
  layerTags,
  mandatoryTags,
  withTags,
  type MandatoryTags,
  type Tags,
} from "./src/mandatory-tags.ts";
