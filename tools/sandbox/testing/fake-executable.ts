import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A shell script that stands for a program on PATH. It must not need any other program of PATH. */
export async function fakeExecutable(folder: string, name: string, body: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${body}\n`);
  await chmod(path, 0o755);
  return path;
}
