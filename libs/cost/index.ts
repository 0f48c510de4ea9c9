export {
  estimate,
  type CostItem,
  type CostKind,
  type Estimate,
  type PricedResource,
} from "./src/estimate.ts";
export { PRICES_AS_OF, PRICE_SOURCES } from "./src/prices.ts";
