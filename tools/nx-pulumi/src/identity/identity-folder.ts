/**
 * Folder of the templates, from the root. It belongs to nobody whom they limit, and no layer is changed by a change
 * in it.
 */
export const IDENTITY_FOLDER = "iam";
