/** The page's words, as the server put them beside the page. */
const words = JSON.parse(document.getElementById('sessionstate').dataset.texts);

/** The text of this key, with the values in the places of {0}, {1} and so on. */
export function text(key, ...values) {
    const pattern = words[key] ?? key;
    return pattern.replace(/\{(\d)\}/g, (place, index) => values[index] ?? place);
}
