/**
 * What a terminal could take for a command or a reader for another line: control characters, the line
 * ends of Unicode, marks that turn the direction of writing, and signs that show nothing.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Writes a text from outside so that it stays within its line and its words. */
export function escapeText(text: string): string {
  return text.replace(UNPRINTABLE, escapeCharacter);
}

/** One line of JSON that holds nothing but printable characters, whatever the value holds. */
export function toJsonLine(value: unknown): string {
  return `${JSON.stringify(value).replace(UNPRINTABLE, escapeCharacter)}\n`;
}

/** In JSON's own notation, so that a parser gives back what was there. */
function escapeCharacter(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    const unit = character.charCodeAt(index).toString(16).padStart(4, "0");
    return `\\u${unit}`;
  }).join("");
}
