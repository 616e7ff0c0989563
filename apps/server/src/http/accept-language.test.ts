import { expect, it } from "vitest";
import { pickAcceptedLanguage } from "./accept-language.ts";

it.each([
  [undefined, "en"],
  ["", "en"],
  ["de", "de"],
  ["DE-at", "de"],
  ["de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7", "de"],
  ["en-GB,en;q=0.9,de;q=0.8", "en"],
  ["en;q=0.3, de;q=0.7", "de"],
  ["fr-FR,fr;q=0.9,de;q=0.2", "de"],
  ["fr, *", "en"],
  ["de;q=0, fr", "en"],
  ["de;q=0, en;q=0.1", "en"],
  ["de;q=2", "en"],
  ["de<script>", "en"],
  ["constructor, __proto__", "en"],
  [`${"x,".repeat(5_000)}de`, "en"],
])("reads %j as %s", (header, language) => {
  expect(pickAcceptedLanguage(header)).toBe(language);
});
