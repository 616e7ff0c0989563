import { expect, it } from "vitest";
import { sheetFileName, sheetText } from "./recovery-codes-sheet.ts";

const sheet = {
  product: "Twinlatch",
  host: "id.example.org",
  account: "ada@example.org",
  madeAtMillis: new Date(2026, 4, 3, 23, 30).getTime(),
  codes: ["1-AAAA-BBBB-CCCC-DDDD", "2-EEEE-FFFF-GGGG-HHHH"],
};

it("the file says which site, account and day its codes are for, and that older ones are dead", () => {
  expect(sheetText(sheet)).toBe(`Twinlatch recovery codes

Site: id.example.org
Account: ada@example.org
Made: 3 May 2026

1-AAAA-BBBB-CCCC-DDDD
2-EEEE-FFFF-GGGG-HHHH

Each code works once.
These replace all earlier codes.
`);
});

it.each([
  ["Twinlatch", "ada@example.org", "twinlatch-recovery-codes-ada-2026-05-03.txt"],
  ["Acme / ID", "../../etc@x", "acme-id-recovery-codes-etc-2026-05-03.txt"],
  ["…", "@x", "account-recovery-codes-account-2026-05-03.txt"],
])("the file of %j for %j is called %s", (product, account, name) => {
  expect(sheetFileName({ ...sheet, product, account })).toBe(name);
});
