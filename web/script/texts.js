const page = document.getElementById('sessionstate');

/** The page's words, as the server put them beside the page. */
const words = JSON.parse(page.dataset.texts);

/** What else the server tells the page: who reads it, the columns, limits. */
export const facts = JSON.parse(page.dataset.facts);

/** The text of this key, with the values in the places of {0}, {1} and so on. */
export function text(key, ...values) {
    const pattern = words[key] ?? key;
    return pattern.replace(/\{(\d)\}/g, (place, index) => values[index] ?? place);
}

/** The text of this key; where there is none, what was given for that. */
export function textOr(key, otherwise) {
    return words[key] === undefined ? otherwise : text(key);
}

// What has no shape of its own, or turns the order of others round; but for what joins two pictures to one, and the ends
// of lines.
const SHAPELESS = /(?![\n\r\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u00a0\u115f\u1160\u3164]/gu;
const JOINED = /\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]?$/u;
// Blanks that one does not notice: at an end, or beside another.
const BLANK = /^ | $|(?<= ) | (?= )/g;

/** A name or a text from a client, with all in it made visible that two names could differ in without being seen. */
export function visible(from) {
    return from.replace(BLANK, '\u2423').replace(SHAPELESS, (letter, at) =>
        letter === '\u200d' && JOINED.test(from.slice(Math.max(0, at - 4), at)) ? letter
            : `[U+${letter.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}]`);
}
