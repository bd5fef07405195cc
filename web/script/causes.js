import { text } from './texts.js';

/** Why a session ended, in a word or two; of one that goes on, that its login failed. */
export function wordOf({ cause }) {
    return cause === null ? text('ended.goes_on') : text(`health.end.${cause}`);
}

/** What that means, in a sentence. */
export function meaningOf({ cause }) {
    return text(`health.end.${cause}.meaning`);
}
