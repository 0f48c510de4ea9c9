export type {
  EnvironmentPicture,
  LayerPicture,
  PictureFinding,
  PictureResource,
} from "./src/environment-picture.ts";
export { UNKNOWN_VALUE } from "./src/environment-picture.ts";
export { picturePage } from "./src/page.ts";
