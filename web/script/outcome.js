import { text } from './texts.js';
import { html } from './ui.js';

/** Nothing was done yet. */
export const NOTHING = { state: '', message: '', needsLogin: false };

/** What was done. */
export function saved(message) {
    return { state: 'saved', message, needsLogin: false };
}

/** What was not done, or may not have been, after an ApiError. */
export function failed(error) {
    return { state: 'failed', message: text(`outcome.${error.kind}`, error.message),
        needsLogin: error.kind === 'login_ended' };
}

/** What could not be shown, after an ApiError. */
export function unloaded(error) {
    return { ...failed(error), message: text(`load.${error.kind}`, error.message) };
}

/** A line that tells it. The login opens beside the page, which keeps what was typed. */
export function Outcome({ id, outcome }) {
    return html`
        <p id=${id} class="ss-outcome" role="status" data-state=${outcome.state}>${outcome.message}
        ${outcome.needsLogin && html`${' '}<a id=${`${id}-login`} href=${location.href} target="_blank">
            ${text('outcome.login')}</a>`}</p>`;
}
