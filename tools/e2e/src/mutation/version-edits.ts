import { anyFiles } from "./program-edits.ts";
import type { Edit } from "./edit.ts";
import type { Random } from "./random.ts";
import { demanded, INSTALLED, manifestOf, textOf, type Sources } from "./sources.ts";

interface Lock {
  readonly packages: Record<string, { version?: string; dependencies?: Record<string, string> }>;
}

/** Another version of a package that programs import, as `npm install` leaves it. */
export function importedUpgraded(sources: Sources, random: Random): Edit {
  return upgraded(sources, random.pick(imported(sources)), random);
}

/** Another version of a package that no program imports, as `npm install` leaves it. */
export function toolUpgraded(sources: Sources, random: Random): Edit {
  const programs = imported(sources);
  const tools = Object.keys(demanded(sources)).filter((name) => !programs.includes(name));
  return upgraded(sources, random.pick(tools), random);
}

/** Another version that is demanded and not installed yet. */
export function upgradeDemanded(sources: Sources, random: Random): Edit {
  const name = random.pick([...imported(sources), ...Object.keys(demanded(sources))]);
  const { title, files } = upgraded(sources, name, random);
  const committed = ["package.json", "package-lock.json"].map((file) => [file, files[file]]);
  return { title: `${title}, not installed`, files: Object.fromEntries(committed) };
}

function upgraded(sources: Sources, name: string, random: Random): Edit {
  const before = demanded(sources)[name] ?? "";
  const after = before.replace(/\d+$/, (patch) => String(Number(patch) + 1 + random.below(9)));
  const lock = (file: string) => {
    const content = JSON.parse(textOf(sources, file)) as Lock;
    const locked = content.packages[`node_modules/${name}`];
    if (locked?.version !== before) throw new Error(`${file} has ${locked?.version} of ${name}`);
    locked.version = after;
    return `${JSON.stringify(content, undefined, 2)}\n`;
  };
  const inText = (file: string, text: string) => {
    // `@pulumi/policy` says `v1.21.0` of itself.
    const changed = text.replace(`${before}"`, `${after}"`);
    if (changed === text) throw new Error(`${file} does not name ${name} ${before}`);
    return changed;
  };
  const line = `"${name}": "${before}"`;
  const [manifest, own] = [textOf(sources, "package.json"), textOf(sources, manifestOf(name))];
  const version = /"version":\s*"[^"]*"/.exec(own)?.[0] ?? "";
  return {
    title: `${name} ${before} → ${after}`,
    files: {
      "package.json": manifest.replace(line, inText("package.json", line)),
      "package-lock.json": lock("package-lock.json").replace(line, inText("package.json", line)),
      [INSTALLED]: lock(INSTALLED),
      [manifestOf(name)]: own.replace(version, inText(manifestOf(name), version)),
    },
  };
}

/** Packages that layers and libraries import, and that the workspace names. */
function imported(sources: Sources): string[] {
  const files = Array.from({ length: 8 }, (_, turn) => anyFiles(sources, turn)).flat();
  const code = files.map((file) => textOf(sources, file)).join("\n");
  return Object.keys(demanded(sources)).filter((name) =>
    new RegExp(`from "${name}(/[^"]*)?"`).test(code),
  );
}
