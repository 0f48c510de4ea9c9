/** One change of a workspace, as data: it can be made, and undone. */
export interface Edit {
  /** For a person: what was changed, and where. */
  readonly title: string;
  /** New content of files by path, relative to the workspace; undefined deletes one. */
  readonly files: Readonly<Record<string, string | undefined>>;
}

/** A part of a text, and what shall stand there instead. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with some changes in it, which do not overlap. */
export function changed(text: string, changes: readonly Change[]): string {
  return [...changes]
    .sort((a, b) => b.start - a.start)
    .reduce((now, { start, end, text: part }) => now.slice(0, start) + part + now.slice(end), text);
}

/** `apps/compute/src/fleet.ts:12`, for the title of an edit. */
export function placeIn(file: string, text: string, position: number): string {
  return `${file}:${text.slice(0, position).split("\n").length}`;
}
