/** What `.eslintrc.json` extends. */
export const IMPORT_BOUNDARIES_FILE = ".eslintrc.boundaries.json";

/** Which projects, by tag, a project with this tag may import. */
interface DependencyConstraint {
  readonly sourceTag: string;
  readonly onlyDependOnLibsWithTags: readonly string[];
}

/** What holds for each type of project, whatever layers there are. */
const BY_TYPE: readonly DependencyConstraint[] = [
  only("type:layer", "type:contract", "type:lib", "type:layer-lib"),
  only("type:layer-lib", "type:contract", "type:lib", "type:layer-lib"),
  only("type:contract", "type:lib"),
  only("type:lib", "type:lib"),
  only("type:tool", "type:tool", "type:lib"),
  only("type:e2e", "type:tool", "type:lib", "type:contract"),
];

/**
 * The configuration of the module-boundary rule: what belongs to a layer and is no contract is imported by that layer
 * only.
 */
export function importBoundaries(layers: readonly string[]): string {
  const ofLayers = layers.map((layer) =>
    only(`layer:${layer}`, `layer:${layer}`, "type:contract", "type:lib"),
  );
  const options = {
    allow: [],
    banTransitiveDependencies: false,
    // A run needs its types before anything else, and the rest with the SDK, late.
    checkDynamicDependenciesExceptions: ["contracts"],
    depConstraints: [...BY_TYPE, ...ofLayers],
  };
  const rules = { "@nx/enforce-module-boundaries": ["error", options] };
  return `// Written by \`npx nx sync\`.\n${JSON.stringify({ rules })}\n`;
}

function only(sourceTag: string, ...onlyDependOnLibsWithTags: string[]): DependencyConstraint {
  return { sourceTag, onlyDependOnLibsWithTags };
}
