/** The installation's name, which the server writes into the page; in development, the product's own. */
export const PRODUCT_NAME = readProductName();

function readProductName(): string {
  const name = document.querySelector<HTMLMetaElement>('meta[name="twinlatch-product"]')?.content;
  return name === undefined || name.startsWith("{{") ? "Twinlatch" : name;
}
