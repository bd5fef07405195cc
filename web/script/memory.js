import { facts } from './texts.js';

// What a browser keeps is kept for each administrator that uses it.
function keyOf(name) {
    return `sessionstate.${name}.${facts.administrator}`;
}

/** What the browser keeps by this name; undefined if it is nothing that can be read. */
export function recall(name) {
    try {
        return JSON.parse(localStorage.getItem(keyOf(name))) ?? undefined;
    } catch {
        // Not to be read, or not ours: as if there were none.
        return undefined;
    }
}

/** Has the browser keep a value. */
export function keep(name, value) {
    try {
        localStorage.setItem(keyOf(name), JSON.stringify(value));
    } catch {
        // A browser that keeps nothing: it holds as long as the page does.
    }
}
