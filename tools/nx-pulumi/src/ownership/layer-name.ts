/** How a layer is named, for messages. */
export const LAYER_NAME_FORM =
  "lower case letters and digits, words that begin with a letter joined by hyphens";

/** Names with which Pulumi, npm, AWS names and identifiers of a program can be made without a change. */
const LAYER_NAME = /^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/;

/** Whether the text is well formed as the name of a layer. Its length is not looked at. */
export function isLayerName(name: string): boolean {
  return LAYER_NAME.test(name);
}

/** The name as an identifier: `event-bus` is `eventBus`, and no other name is. */
export function identifierOf(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
