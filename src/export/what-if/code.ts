/** So much of a name is shown. */
const LONGEST = 60;

/**
 * A text of anybody's as code in Markdown, also within a table: neither markup, nor a link, nor a mention comes of it.
 *
 * What could end a span of code or a cell is written by its number, character by character, in an element that renders
 * as such a span does. An address of mail is looked for in the text that comes of that, so its sign stands alone.
 */
export function code(text: string): string {
  const shown = shortened(text.toWellFormed().replaceAll(UNSEEN, '\uFFFD'));
  if (shown !== '' && shown.trim() === shown && !/[`|\\]/.test(shown)) return `\`${shown}\``;
  const numbered = [...shown].map((each) => (/[\p{L}\p{N}]/u.test(each) ? each : `&#${each.codePointAt(0)};`));
  return `<code>${numbered.join('').replaceAll(AT_SIGN, `${NOTHING}${AT_SIGN}${NOTHING}`)}</code>`;
}

const AT_SIGN = '&#64;';
/** A comment: it parts two texts, and nobody sees it. */
const NOTHING = '<!-- -->';

/** Line breaks and other controls, and what changes the direction or is not there to be seen. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= LONGEST ? text : `${characters.slice(0, LONGEST - 1).join('')}…`;
}
