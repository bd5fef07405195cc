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
