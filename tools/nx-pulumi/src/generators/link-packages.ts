import { installPackagesTask, type Tree } from "@nx/devkit";

/**
 * Lets the package manager link the packages that have come, drop those that have gone, and write its lock file.
 *
 * @throws Error that says what is left to do
 */
export function linkPackages(tree: Tree): void {
  try {
    installPackagesTask(tree, true);
  } catch (error) {
    throw new Error(
      "the files are written, but npm has not linked the packages (its message is above): " +
        "run npm install, then npx nx sync:check",
      { cause: error },
    );
  }
}
