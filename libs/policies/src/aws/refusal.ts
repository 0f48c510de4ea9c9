/** What all rules on what AWS refuses have in common; each says its own document. */
export const refusal = { group: "aws", enforcement: "mandatory", controls: [] } as const;
