import { text } from './texts.js';
import { html } from './ui.js';

const LATEST = '9999-12-31T23:59';

/** No bounds, and no moment. */
export const ANY = { after: null, until: null, at: null };

/** A moment of the page's address, as the server takes it; null for none. */
export function momentOf(parameter) {
    const time = Date.parse(parameter ?? '');
    return Number.isNaN(time) ? null : new Date(time).toISOString();
}

// As such fields have it: in the zone of who reads the page, without one.
function local(iso) {
    if (!iso) {
        return '';
    }
    const date = new Date(iso);
    return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/**
 * From when until when, or of which moment, the history is asked. A field that nobody has touched shows what counted.
 *
 * @param span  what is asked for: moments by their names; null for one that nobody has touched, empty for an emptied one
 * @param names those that can be asked for
 * @param found the span that counted at the last answer; null before one
 */
export function SpanFields({ span, names, found, onChange }) {
    const isOfMoment = Boolean(span.at);
    return names.map(name => {
        const isLeftOut = isOfMoment && name !== 'at';
        return html`
            <label key=${name} class="ss-span">${text(`span.${name}`)}${' '}
            <input type="datetime-local" id=${`ss-${name}`} max=${LATEST} step="any" disabled=${isLeftOut}
                value=${isLeftOut ? '' : local(span[name] ?? found?.[name])}
                onInput=${({ target }) => onChange({ ...span, [name]: momentOf(target.value) ?? '' })}/></label>`;
    });
}
