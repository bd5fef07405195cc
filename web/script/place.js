// What the API calls the end of the list.
const END = 'end';

/**
 * Where in the list a page is: `from` is the cursor at which it begins, null for the beginning of the list; or `before`
 * is what it ends at. `offset` is how many sessions come before it: the server does not count them, so it is known as
 * far as the browser has walked from one end of the list, and null otherwise.
 */
export const FIRST = { from: null, before: null, offset: 0 };
export const LAST = { from: null, before: END, offset: null };

/** The page that begins at a cursor. */
export function placeAt(from, offset) {
    return { from, before: null, offset };
}

/** A place in the address; empty for the beginning of the list. */
export function nameOf({ from, before }) {
    return before === END ? END : from ?? '';
}

/** The page after the one that an answer shows. */
export function following({ place, next, sessions }) {
    return placeAt(next, place.offset === null ? null : place.offset + sessions.length);
}

/** The page before it. */
export function preceding({ place, from }) {
    // Without sessions there is nothing to go back from.
    return from === null ? FIRST : { from: null, before: from, offset: place.offset };
}

/** Whether it is the beginning of the list. */
export function isFirst({ from, before }) {
    return from === null && before === null;
}

/** Where an answer is, to a question for this place: one that went back now stays where it begins. */
export function settled(place, { sessions, from, next, total }, size) {
    const shown = sessions.length;
    const rest = Math.max(0, total - shown);
    if (isFirst(place)) {
        return FIRST;
    }
    if (place.before === null) {
        // Whose sessions are gone: the first one then.
        return shown === 0 ? FIRST : placeAt(place.from, next === null ? rest
            : place.offset === null ? null : Math.min(place.offset, rest));
    }
    if (place.before === END) {
        return rest === 0 ? FIRST : { ...LAST, offset: rest };
    }
    const offset = place.offset === null ? null : Math.min(place.offset - shown, rest);
    // A page that went back too far.
    return shown < size || offset !== null && offset <= 0 ? FIRST : placeAt(from, offset);
}
